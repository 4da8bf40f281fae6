"""Documents that are kept as they were sent: which formats are accepted, and what is refused."""

from __future__ import annotations

import io

import pytest

from accounts.imports.refusals import BROKEN, Unreadable
from charter.files.refusals import ENCRYPTED, MACROS, OLD_WORD
from charter.importing.documents import LARGEST, NO_DOCUMENT, TOO_LARGE, recognise_document
from charter.importing.formats import LOCKED, OLE
from tests.charter.importing import made

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
DOCX = made.docx(made.paragraph("<w:r><w:t>Everyone belongs to the city.</w:t></w:r>"))
ODT = made.odt("<text:p>Everyone belongs to the city.</text:p>")


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        recognise_document(io.BytesIO(data))
    return str(refused.value)


@pytest.mark.parametrize(("data", "ending"), [(PDF, "pdf"), (DOCX, "docx"), (ODT, "odt")])
def test_pdf_word_and_opendocument_files_are_recognised_by_their_content(data, ending):
    assert recognise_document(io.BytesIO(data)) == ending


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NO_DOCUMENT),
        (b"<html><script>alert(1)</script></html>", NO_DOCUMENT),
        (b"\x89PNG\r\n", NO_DOCUMENT),
        (made.archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), NO_DOCUMENT),
        (PDF[:20], BROKEN),
        (DOCX[: len(DOCX) // 2], BROKEN),
        (made.docx("<!ENTITY"), BROKEN),
        (made.docx("", **{"word__vbaProject.bin": "x"}), MACROS),
        (made.odt("", manifest="<manifest:encryption-data/>"), ENCRYPTED),
        (OLE + b"an old text", OLD_WORD),
        (OLE + LOCKED, ENCRYPTED),
    ],
)
def test_what_is_none_of_these_or_is_not_whole_is_refused_with_the_reason(data, sentence):
    assert refusal(data) == str(sentence)


def test_a_document_has_at_most_5_mb():
    assert recognise_document(io.BytesIO(PDF.ljust(LARGEST - 60) + PDF[-60:])) == "pdf"
    assert refusal(PDF.ljust(LARGEST + 1)) == str(TOO_LARGE)
