"""A document that is kept as it was sent: its format is judged by its content, in a child process."""

from __future__ import annotations

import os
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.imports.child import read_in_child
from charter.files.archives import parse_xml, unpack_archive
from charter.files.refusals import BROKEN, ENCRYPTED, OLD_WORD, Unreadable
from charter.importing.formats import LOCKED, OLE
from charter.importing.opendocument import MEDIA_TYPE, refuse_locked

LARGEST = 5 * 1024**2
TOO_LARGE = _("The file is larger than 5 MB. Choose a smaller file.")
NO_DOCUMENT = _("The file is not a PDF, Word (DOCX) or OpenDocument (ODT) file. Choose another file.")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Readers of PDF files look for both within the last bytes.
END_OF_PDF, LAST_BYTES = (b"startxref", b"%%EOF"), 2048
MEDIA_TYPES = {"pdf": "application/pdf", "docx": WORD, "odt": MEDIA_TYPE.decode()}


def recognise_document(file: IO[bytes]) -> str:
    """`pdf`, `docx` or `odt`, whatever the name of the file says. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(TOO_LARGE)
    ending: str = read_in_child("charter.importing.documents:format_of_document", file)
    return ending


def format_of_document(data: bytes) -> str:
    """Called in the child process: the ending that files of this format have."""
    if data.startswith(b"%PDF-"):
        if not all(mark in data[-LAST_BYTES:] for mark in END_OF_PDF):
            raise Unreadable(BROKEN)
        return "pdf"
    if data.startswith(OLE):
        raise Unreadable(ENCRYPTED if LOCKED in data else OLD_WORD)
    if not data.startswith(b"PK"):
        raise Unreadable(NO_DOCUMENT)
    return _format_of_parts(unpack_archive(data))


def _format_of_parts(parts: dict[str, bytes]) -> str:
    """The format of an archive with well-formed XML; macros and passwords are refused."""
    xml = {name: parse_xml(part) for name, part in parts.items() if name != "mimetype"}
    refuse_locked(xml.get("META-INF/manifest.xml"))
    if parts.get("mimetype", b"").strip() == MEDIA_TYPE and "content.xml" in xml:
        return "odt"
    types = xml.get("[Content_Types].xml")
    if types is not None and any(element.get("ContentType") == f"{WORD}.main+xml" for element in types):
        return "docx"
    raise Unreadable(NO_DOCUMENT)
