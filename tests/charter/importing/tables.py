"""Tables of text in force and text proposed, as Word and OpenDocument files."""

from __future__ import annotations

from collections.abc import Sequence

from tests.charter.importing.made import docx, odt, paragraph

Cells = Sequence[str]


def word_table(*rows: Cells, before: str = "") -> bytes:
    """A Word file with a table; a cell is a text, paragraphs parted by line ends, or XML of paragraphs."""
    return docx((paragraph(before) if before else "") + word_rows(*rows))


def word_rows(*rows: Cells) -> str:
    cells = ("".join(f"<w:tc>{_paragraphs(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def _paragraphs(cell: str) -> str:
    return cell if cell.startswith("<w:") else "".join(paragraph(line) for line in cell.split("\n"))


def open_table(*rows: Cells) -> bytes:
    """The same as an OpenDocument text."""
    shown = ""
    for row in rows:
        cells = ("".join(f"<text:p>{line}</text:p>" for line in cell.split("\n")) for cell in row)
        shown += "<table:table-row>" + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        shown += "</table:table-row>"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    return odt(f'<table:table xmlns:table="{table}">{shown}</table:table>')
