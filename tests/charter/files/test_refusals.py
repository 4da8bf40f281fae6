"""Every file that is refused, and the one sentence it is refused with."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.files import pandoc, refusals
from charter.files.refusals import Unreadable
from charter.importing import formats, word
from charter.importing.reading import language_code, read_file
from tests.charter.importing.made import ARTICLE, archive, docx, odt, paragraph

TRACKED = docx(paragraph("Members", "<w:ins><w:r><w:t> shall</w:t></w:r></w:ins>"))
BOMB = archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a>" + " " * (51 * 1024 * 1024) + "</a>"})
DEEP_WORD = docx("<w:p>" + "<w:r>" * 10_000 + "</w:r>" * 10_000 + "</w:p>")
EVIL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def with_part(name: str, part: str | bytes) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", name: part})


def locked() -> bytes:
    data = bytearray(docx(paragraph("x")))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7 ...", refusals.PDF),
        ("a.html", b"<!-- -->\n%PDF-1.4", refusals.PDF),
        ("a.docx", formats.OLE + b"\0" * 600 + formats.LOCKED, refusals.ENCRYPTED),
        ("a.doc", formats.OLE + b"\0" * 600, refusals.OLD_WORD),
        ("a.docx", locked(), refusals.ENCRYPTED),
        ("a.odt", odt("", manifest="<manifest:encryption-data/>"), refusals.ENCRYPTED),
        ("a.docx", docx(paragraph("x"))[:200], refusals.BROKEN),
        ("a.docx", b"just words", refusals.BROKEN),
        ("a.odt", docx(paragraph("x")), refusals.BROKEN),
        ("a.docx", odt("<text:p>x</text:p>"), refusals.BROKEN),
        ("a.html", docx(paragraph("x")), refusals.BROKEN),
        ("a.docx", with_part("../../etc/passwd.xml", "<a/>"), refusals.BROKEN),
        ("a.docx", docx("", **{"word__evil.xml": EVIL}), refusals.BROKEN),
        ("a.docx", docx("<w:p>"), refusals.BROKEN),
        ("a.docm", docx(paragraph("x")), refusals.MACROS),
        ("a.docx", docx(paragraph("x"), **{"word__vbaProject.bin": "x"}), refusals.MACROS),
        ("a.docx", BOMB, refusals.UNPACKS_TOO_LARGE),
        ("a.docx", archive({f"{n}.xml": "" for n in range(6_000)}), refusals.UNPACKS_TOO_LARGE),
        ("a.html", b"<p>x</p>" + b" " * (20 * 1024 * 1024), refusals.TOO_LARGE),
        ("a.html", b"", refusals.EMPTY),
        ("a.md", b"\xef\xbb\xbf \n", refusals.EMPTY),
        ("a.html", b"<html><body></body></html>", refusals.EMPTY),
        ("a.docx", TRACKED, refusals.TRACKED),
        ("a.html", "المادة الأولى".encode("cp1256"), refusals.UNKNOWN_ENCODING),
        ("a.md", b"\x80\x81\x8d\x8f", refusals.UNKNOWN_ENCODING),
        ("a.html", b"<div>" * 10_000 + b"x", refusals.TOO_DEEP),
        ("a.md", b"> " * 10_000 + b"x", refusals.TOO_DEEP),
        ("a.md", b"[" * 10_000, refusals.TOO_DEEP),
        ("a.docx", DEEP_WORD, refusals.TOO_DEEP),
        ("a.rtf", b"{\\rtf1 x}", refusals.UNKNOWN_FORMAT),
        ("a.exe", b"MZ", refusals.UNKNOWN_FORMAT),
        ("a.epub", docx(paragraph("x")), refusals.UNKNOWN_FORMAT),
    ],
)
def test_refused_with_one_sentence(name: str, data: bytes, sentence: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, name)
    assert refusal.value.sentence is sentence
    assert str(refusal.value).count(". ") <= 1  # What is wrong, and what to do.


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_args: pytest.fail("unpacked"))
    with pytest.raises(Unreadable):
        read_file(BOMB, "a.docx")


def test_tracked_changes_offer_both_readings() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(TRACKED, "a.docx")
    assert refusal.value.offers == ("accept", "reject")


@pytest.mark.parametrize("code", ["xx", "english", "", "e", "en-Nowhere", "../en", "en_ZZZ"])
def test_unknown_language_is_refused(code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        language_code(code)
    assert refusal.value.sentence is refusals.UNKNOWN_LANGUAGE


@pytest.mark.parametrize("code", ["en", "ar", "zh", "zh-Hans", "pt-BR", "ay", "qu", "sw"])
def test_known_languages(code: str) -> None:
    assert language_code(code) == code


def test_without_pandoc_an_export_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    with pytest.raises(Unreadable) as refusal:
        pandoc.from_html("<p>x</p>", "docx")
    assert refusal.value.sentence is refusals.NO_PANDOC


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx(paragraph("Article 1") + paragraph("Everyone."))),
        ("a.odt", odt("<text:p>Article 1</text:p><text:p>Everyone.</text:p>")),
        ("a.html", ARTICLE.encode()),
        ("a.md", b"## Article 1\n\nEveryone."),
    ],
)
def test_without_pandoc_every_format_is_read(monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    assert read_file(data, name).blocks[0].text == "Article 1"


WHOLE = docx(paragraph("Members meet in Geneva."))


@given(st.lists(st.tuples(st.integers(4, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_archive_is_read_or_refused(damage: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in damage:
        data[at] = byte
    try:
        word.read_word(bytes(data), "accept")
    except Unreadable:
        return
