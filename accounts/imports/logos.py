"""An uploaded logo: an SVG or PNG file that is small and runs nothing."""

from __future__ import annotations

import base64
import os
import re
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.imports.child import read_in_child
from accounts.imports.refusals import Unreadable

LARGEST = 200 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
SVG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL | re.IGNORECASE)
# What makes a drawing more than a drawing: a logo has none of it.
ACTIVE = re.compile(rb"<!doctype|<!entity|<script|<foreignobject|<iframe|\bon[a-z]+\s*=|javascript:", re.IGNORECASE)
NO_LOGO = _("Choose an SVG or PNG file of at most 200 kB, without scripts.")


def read_upload(file: IO[bytes]) -> tuple[str, str]:
    """The content in base64 and its media type, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(NO_LOGO)
    content, kind = read_in_child("accounts.imports.logos:read_logo_in_process", file)
    return content, kind


def read_logo_in_process(data: bytes) -> tuple[str, str]:
    """The same, read in this process."""
    if data.startswith(PNG):
        kind = "image/png"
    elif SVG.match(data) and not ACTIVE.search(data):
        kind = "image/svg+xml"
    else:
        raise Unreadable(NO_LOGO)
    return base64.b64encode(data).decode("ascii"), kind
