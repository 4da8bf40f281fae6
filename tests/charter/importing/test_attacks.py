"""Returned files that hide something: each thing is refused with a sentence, or named in the preview."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from charter.files import refusals
from charter.files.refusals import Unreadable
from charter.forms.papers.clean_copies import CleanCopyForm
from charter.forms.papers.working_papers import ReturnForm
from charter.importing import returned_lines
from charter.importing.reading import reading_as_json
from charter.importing.returned_lines import LARGEST, read
from tests.charter.importing.made import docx, odt, paragraph

WORDS = "The city keeps one third."


def run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, shown: str) -> str:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    middle = f"<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}<w:r><w:t>{shown}</w:t></w:r>"
    return mark.format("begin") + middle + mark.format("end")


def change(author: str, text: str = "a") -> str:
    return f"<w:ins w:author='{author}'><w:r><w:t>{text}</w:t></w:r></w:ins>"


def notes(data: bytes, name: str) -> list[tuple[str, str, int]]:
    return [(note.what, note.words, note.count) for note in read(data, name).left_out]


def text_of(data: bytes, name: str) -> str:
    return "".join(piece.text for line in read(data, name).paragraphs for piece in line.stretches)


INCLUDE = 'INCLUDETEXT "C:\\\\secret.txt"'
IN_WORD = {
    "a field": (paragraph(field(INCLUDE, WORDS)), ("field", INCLUDE, 1)),
    "a field of data": (paragraph(field("DDEAUTO cmd x y", WORDS)), ("field", "DDEAUTO cmd x y", 1)),
    "a simple field": (
        f"<w:p><w:fldSimple w:instr='LINK Excel.Sheet'><w:r><w:t>{WORDS}</w:t></w:r></w:fldSimple></w:p>",
        ("field", "LINK Excel.Sheet", 1),
    ),
    "a document in a paragraph": (paragraph(WORDS, "<w:subDoc/>"), ("embedded", "", 1)),
    "a document of another format": (paragraph(WORDS) + "<w:altChunk/>", ("embedded", "", 1)),
    "an object": (
        paragraph(WORDS, "<w:r><w:object><o:OLEObject xmlns:o='urn:o' ProgID='Excel.Sheet.12'/></w:object></w:r>"),
        ("embedded", "Excel.Sheet.12", 1),
    ),
    "characters that turn text": (paragraph("The city \u202ekeeps\u202c one third."), ("bidi", WORDS, 2)),
    "characters without width": (paragraph("The ci\u200bty keeps one third."), ("invisible", WORDS, 1)),
    "white text": (paragraph(run("<w:color w:val='FFFFFF'/>", WORDS)), ("faint", WORDS, 1)),
    "text that is almost white": (paragraph(run("<w:color w:val='FDFDFD'/>", WORDS)), ("faint", WORDS, 1)),
    "text in the white of the theme": (
        paragraph(run("<w:color w:val='000000' w:themeColor='background1'/>", WORDS)),
        ("faint", WORDS, 1),
    ),
    "tiny text": (paragraph(run("<w:sz w:val='6'/>", WORDS)), ("faint", WORDS, 1)),
}
TARGET = "https://a.example/x.odt"
IN_ODT = {
    "a section of another document": (
        f"<text:section><text:section-source xmlns:x='http://www.w3.org/1999/xlink' x:href='{TARGET}'/>"
        f"<text:p>{WORDS}</text:p></text:section>",
        ("field", TARGET, 1),
    ),
    "a section of another program": (
        "<text:section><office:dde-source office:dde-application='soffice' office:dde-topic='x'/>"
        f"<text:p>{WORDS}</text:p></text:section>",
        ("field", "soffice x", 1),
    ),
    "data of another program": (
        f"<text:p><text:dde-connection text:connection-name='c'>{WORDS}</text:dde-connection></text:p>",
        ("field", "c", 1),
    ),
    "characters that turn text": (f"<text:p>\u2067{WORDS}\u2069</text:p>", ("bidi", WORDS, 2)),
    "white text": (f"<text:p><text:span text:style-name='W'>{WORDS}</text:span></text:p>", ("faint", WORDS, 1)),
    "tiny text": (f"<text:p text:style-name='T'>{WORDS}</text:p>", ("faint", WORDS, 1)),
    "an object": (
        f"<text:p>{WORDS}<draw:frame xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' draw:name='Sums'>"
        "<draw:object-ole/></draw:frame></text:p>",
        ("embedded", "Sums", 1),
    ),
}
STYLES = (
    "<office:automatic-styles>"
    "<style:style style:name='W' style:family='text'><style:text-properties fo:color='#ffffff'/></style:style>"
    "<style:style style:name='T' style:family='paragraph'><style:text-properties fo:font-size='2.5pt'/></style:style>"
    "</office:automatic-styles>"
)


@pytest.mark.parametrize("case", IN_WORD)
def test_what_a_word_file_hides_is_named_and_its_text_is_kept(case):
    body, note = IN_WORD[case]
    data = docx(body)
    assert (text_of(data, "a.docx"), notes(data, "a.docx")) == (WORDS, [note])


@pytest.mark.parametrize("case", IN_ODT)
def test_what_an_opendocument_text_hides_is_named_and_its_text_is_kept(case):
    body, note = IN_ODT[case]
    data = odt(body, STYLES)
    assert (text_of(data, "a.odt"), notes(data, "a.odt")) == (WORDS, [note])


def test_words_with_letters_of_two_scripts_are_named_and_kept():
    mixed = "The \u0441ity keeps \u03bfne third. \u041c\u0438\u0440, \u1f18\u03bb\u03bb\u03ac\u03c2, \u00e9t\u00e9."
    named = [("mixed", "\u0441ity", 1), ("mixed", "\u03bfne", 1)]
    assert (text_of(docx(paragraph(mixed)), "a.docx"), notes(docx(paragraph(mixed)), "a.docx")) == (mixed, named)
    reading = reading_as_json(
        docx(paragraph("Charter") + paragraph(mixed)), filename="a.docx", language="en", title="Charter", tracked=None
    )
    assert [(note["what"], note["words"], note["count"]) for note in reading["left_out"]] == named
    assert mixed in str(reading["edition"])


def test_fields_and_colours_of_every_document_are_not_named():
    body = paragraph(field("PAGEREF _a \\h", "7"), run("<w:color w:val='000000'/><w:sz w:val='8'/>", WORDS))
    assert notes(docx(body), "a.docx") == []


def refusal(data: bytes, name: str = "a.docx") -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    return refused.value


@pytest.mark.parametrize("name", ["Basic/Standard/Module1.xml", "Basic/script-lc.xml", "Scripts/python/run.py"])
def test_an_opendocument_text_with_macros_is_refused(name):
    packed = io.BytesIO(odt(f"<text:p>{WORDS}</text:p>"))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, "<a/>")
    assert refusal(packed.getvalue(), "a.odt").sentence is refusals.MACROS


def test_an_archive_with_two_entries_of_one_name_is_refused():
    packed = io.BytesIO(docx(paragraph(WORDS)))
    with zipfile.ZipFile(packed, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<other/>")
    assert refusal(packed.getvalue()).sentence is refusals.BROKEN


def entry_at(data: bytes, name: str) -> int:
    """Where the directory of an archive describes the entry."""
    at = data.find(b"PK\x01\x02")
    while data[at + 46 :][: len(name)] != name.encode():
        at = data.find(b"PK\x01\x02", at + 4)
    return at


@pytest.mark.parametrize("size", [1, 10, 40_000_000])
def test_an_archive_that_states_another_size_is_refused(size):
    data = bytearray(docx(paragraph(WORDS)))
    struct.pack_into("<L", data, entry_at(data, "word/document.xml") + 24, size)
    assert refusal(bytes(data)).sentence is refusals.BROKEN


def test_an_archive_whose_entries_share_bytes_is_refused():
    data = bytearray(docx(paragraph(WORDS), **{"word__copy.xml": "<a/>"}))
    one, other = (entry_at(data, name) for name in ("word/document.xml", "word/copy.xml"))
    data[other + 16 : other + 28] = data[one + 16 : one + 28]  # its sum and sizes
    data[other + 42 : other + 46] = data[one + 42 : one + 46]  # its place
    assert refusal(bytes(data)).sentence is refusals.BROKEN


def test_a_file_with_too_many_changes_is_refused_with_the_number():
    body = paragraph(*(change("A") for _n in range(20_001)))
    assert str(refusal(docx(body))).startswith("The file has more than 20000 tracked changes.")
    assert read(docx(paragraph(*(change("A") for _n in range(20_000)))), "a.docx").authors == ("A",)


def test_a_file_with_too_many_authors_is_refused_with_the_number():
    body = paragraph(*(change(f"Author {n}") for n in range(201)))
    assert (
        str(refusal(docx(body))) == "The changes in the file have more than 200 authors. "
        "Accept the changes of some authors, and send the file again."
    )
    assert len(read(docx(paragraph(*(change(f"Author {n}") for n in range(200)))), "a.docx").authors) == 200


def test_a_file_above_the_limit_is_refused_with_the_limit():
    with pytest.raises(Unreadable) as refused:
        returned_lines.read_upload(SimpleUploadedFile("a.docx", b"0" * (LARGEST + 1)), "a.docx")
    assert LARGEST == 10 * 1024**2
    assert str(refused.value) == "The file is larger than 10 MB. Delete the images and send it again."


def test_the_forms_state_the_limit_of_a_file():
    large = {"file": SimpleUploadedFile("a.docx", b"0" * (LARGEST + 1))}
    for form in (ReturnForm({}, large, articles=[], languages=["en"]), CleanCopyForm({}, large)):
        assert form.errors["file"] == ["The file is larger than 10 MB. Delete the images and send it again."]
