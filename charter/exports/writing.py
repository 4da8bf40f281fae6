"""What writes a paper in each format, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from charter.exports import akoma, office, pages, sheets
from charter.exports.papers import Paper, speaking

WRITERS: dict[str, Callable[[Any], bytes]] = {
    "html": pages.html,
    "pdf": pages.pdf,
    "docx": office.docx,
    "odt": office.odt,
    "epub": office.epub,
    "md": office.markdown,
    "xml": akoma.xml,
    "csv": sheets.as_csv,
    "xlsx": sheets.as_xlsx,
}


def write(paper: Paper, ending: str) -> bytes:
    """The file, in the language that the site speaks around the paper's words, whoever asks."""
    with speaking(paper.language):
        return WRITERS[ending](paper)


def filename(paper: Paper, ending: str) -> str:
    """What the file is called where it is kept: `charter-2-VI-fr.docx`; a manifest is of all languages."""
    name = paper.name.replace("/", "-")
    return f"{name}.{ending}" if ending == "json" else f"{name}-{paper.language}.{ending}"
