"""Which kind of file this is, judged by its bytes first and its name second."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from charter.files.refusals import (
    BROKEN,
    EMPTY,
    ENCRYPTED,
    MACROS,
    OLD_WORD,
    PDF,
    TOO_LARGE,
    UNKNOWN_FORMAT,
    Unreadable,
)

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")


class Format(StrEnum):
    HTML = "html"
    MARKDOWN = "markdown"
    DOCX = "docx"
    ODT = "odt"


BY_ENDING = (
    dict.fromkeys(("html", "htm", "xhtml"), Format.HTML)
    | dict.fromkeys(("md", "markdown", "txt"), Format.MARKDOWN)
    | {"docx": Format.DOCX, "odt": Format.ODT}
)


def recognise_format(data: bytes, filename: str) -> Format:
    """The format of a file, or a refusal where it is none of ours."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE, n=LARGEST_FILE // MEGABYTE)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable(EMPTY)
    _refuse_by_bytes(data)
    extension = PurePath(filename).suffix.lower().lstrip(".")
    return _zipped(extension) if data.startswith(b"PK\x03\x04") else _plain(data, extension)


def _refuse_by_bytes(data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise Unreadable(PDF)
    if data.startswith(OLE):
        raise Unreadable(ENCRYPTED if LOCKED in data else OLD_WORD)


def _zipped(ending: str) -> Format:
    if ending in ("docm", "dotm"):
        raise Unreadable(MACROS)
    if ending not in ("docx", "odt"):
        raise Unreadable(BROKEN if ending in BY_ENDING else UNKNOWN_FORMAT)
    return BY_ENDING[ending]


def _plain(data: bytes, ending: str) -> Format:
    if ending in ("docx", "odt", "docm"):
        raise Unreadable(BROKEN)
    if ending not in BY_ENDING or data.startswith(b"{\\rtf"):
        raise Unreadable(UNKNOWN_FORMAT)
    return BY_ENDING[ending]
