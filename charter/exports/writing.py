"""The formats of papers, each with what writes it: the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter.exports import akoma, office, pages, sheets
from charter.exports.papers import Paper, speak_language

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """`name` as people call it, `purpose` what it is good for, `write` makes the file of a paper."""

    name: str | Promise
    purpose: str | Promise
    content_type: str
    write: Callable[[Any], bytes]


# By the ending of the file.
FORMATS: dict[str, Format] = {
    "html": Format(
        _("Web page, one file"), _("to read and print anywhere"), "text/html; charset=utf-8", write=pages.write_html
    ),
    "pdf": Format("PDF", _("to print and store"), "application/pdf", write=pages.write_pdf),
    "docx": Format("Word (DOCX)", _("to edit"), f"{OFFICE}.wordprocessingml.document", write=office.write_docx),
    "odt": Format(
        "OpenDocument (ODT)", _("to edit"), "application/vnd.oasis.opendocument.text", write=office.write_odt
    ),
    "epub": Format("EPUB", _("to read on a phone or an e-reader"), "application/epub+zip", write=office.write_epub),
    "md": Format(
        "Markdown", _("plain text with little markup"), "text/markdown; charset=utf-8", write=office.write_markdown
    ),
    "xml": Format("Akoma Ntoso (XML)", _("for legal databases"), "application/akn+xml", write=akoma.write_akoma),
    "csv": Format("CSV", _("for spreadsheets and programs"), "text/csv; charset=utf-8", write=sheets.as_csv),
    "xlsx": Format("Excel (XLSX)", _("for spreadsheets"), f"{OFFICE}.spreadsheetml.sheet", write=sheets.as_xlsx),
}


def write_paper(paper: Paper, ending: str) -> bytes:
    """The file, in the language that the site speaks around the paper's words, whoever asks."""
    with speak_language(paper.language):
        return FORMATS[ending].write(paper)


def paper_filename(paper: Paper, ending: str) -> str:
    """What the file is called where it is kept: `charter-2-VI-fr.docx`; a manifest is of all languages."""
    name = paper.name.replace("/", "-")
    return f"{name}.{ending}" if ending == "json" else f"{name}-{paper.language}.{ending}"
