"""Files that were sent to Wagtail, written again in a child process; Wagtail reads what is written here alone."""

from __future__ import annotations

from pathlib import Path

import polib
from django.utils.translation import gettext_lazy as _

from accounts.imports.refusals import Unreadable

LONGEST_TRANSLATION = 1024 * 1024
NO_TRANSLATION = _("The file is not a PO file from this site. Choose a PO file that you downloaded from this site.")
LONG_TRANSLATION = _("The PO file is larger than 1 MB. Choose a smaller file.")


def repack_translation(data: bytes) -> bytes:
    """A PO file that wagtail-localize gave out, with all its entries."""
    if len(data) > LONGEST_TRANSLATION:
        raise Unreadable(LONG_TRANSLATION)
    # The package takes a text for the name of a file where there is one of that name.
    source, target = Path("given.po"), Path("made.po")
    source.write_bytes(data)
    try:
        entries = polib.pofile(str(source))
    except (OSError, ValueError, LookupError):
        raise Unreadable(NO_TRANSLATION) from None
    if "X-WagtailLocalize-TranslationID" not in entries.metadata:
        raise Unreadable(NO_TRANSLATION)
    entries.encoding = "utf-8"
    entries.metadata["Content-Type"] = "text/plain; charset=utf-8"
    entries.save(str(target))
    return target.read_bytes()
