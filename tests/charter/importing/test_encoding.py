import codecs

import pytest

from charter.files.refusals import UNKNOWN_ENCODING, Unreadable
from charter.importing.encoding import decode_text

WORDS = "Chacun a droit à la santé — « toujours »."


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("cp1252"),
    ],
)
def test_known_encodings(data: bytes) -> None:
    assert decode_text(data) == WORDS


@pytest.mark.parametrize(
    ("declared", "codec", "words"),
    [
        ("windows-1256", "cp1256", "المادة الأولى"),
        ("iso-8859-1", "cp1252", WORDS),
        ("gb2312", "gb2312", "第一条"),
        ("UTF-8", "utf-8", WORDS),
    ],
)
def test_declared_encoding(declared: str, codec: str, words: str) -> None:
    page = f'<meta charset="{declared}"><p>{words}</p>'
    assert decode_text(page.encode(codec)) == page


@pytest.mark.parametrize(
    "data",
    [
        "المادة الأولى من الميثاق".encode("cp1256"),
        b"\x00\x01\x02 text",
        "text".encode("utf-16-le"),
        '<meta charset="utf-8">caf\xe9'.encode("latin-1"),
        b'<meta charset="utf-7">+ADw-script+AD4-',
        b'<meta charset="no-such-thing">text',
        bytes(range(128, 256)) * 4,
    ],
)
def test_unknown_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode_text(data)
    assert refusal.value.sentence is UNKNOWN_ENCODING
