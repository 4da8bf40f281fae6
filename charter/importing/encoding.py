"""From bytes to text, or a refusal: nothing is guessed that could turn letters into others."""

from __future__ import annotations

import codecs
import re

from charter.files.refusals import UNKNOWN_ENCODING, Unreadable

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# What browsers know, by Python's names; utf-7 and the like are left out because they can hide mark-up.
KNOWN = frozenset(
    {
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "gb18030",
        "gbk",
        "gb2312",
        "big5",
        "euc_jp",
        "shift_jis",
        "euc_kr",
        "koi8-r",
        "koi8-u",
    }
    | {f"cp{page}" for page in (874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258)}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)

# As browsers do: these labels are read as Windows' superset of them.
SUPERSETS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}

DECLARED = re.compile(rb"""(?:charset\s*=|<\?xml[^>]{0,100}\bencoding\s*=)\s*["']?\s*([A-Za-z0-9_:.\-]{2,30})""")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")

# French has some 5 accented letters in 100; another script read as Western has 80.
MOST_ACCENTS = 0.2


def decode_text(data: bytes, *, declared: bool = True) -> str:
    """The text of a file; `declared` says whether it may name its own encoding, as HTML does."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], name)
    named = _declared(data) if declared else None
    if named:
        return _strictly(data, named)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _western(data)


def _declared(data: bytes) -> str | None:
    match = DECLARED.search(data[:4096])
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        raise Unreadable(UNKNOWN_ENCODING) from None
    name = SUPERSETS.get(name, name)
    if name not in KNOWN:
        raise Unreadable(UNKNOWN_ENCODING)
    # A declaration that could be read byte by byte cannot be true of UTF-16.
    return "utf-8" if name.startswith("utf-16") else name


def _strictly(data: bytes, name: str) -> str:
    try:
        return _checked(data.decode(name))
    except UnicodeDecodeError:
        raise Unreadable(UNKNOWN_ENCODING) from None


def _western(data: bytes) -> str:
    text = _strictly(data, "cp1252")
    high = sum(byte > 127 for byte in data)
    if high > MOST_ACCENTS * max(1, len(data)):
        raise Unreadable(UNKNOWN_ENCODING)
    return text


def _checked(text: str) -> str:
    if CONTROLS.search(text):
        raise Unreadable(UNKNOWN_ENCODING)
    return text
