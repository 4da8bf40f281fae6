"""A paper as one HTML file that needs nothing beside it: its style and its face are in it."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from accounts.exports import paper as paper_exports
from charter.exports.papers import Printed

PDF_STYLE = """
.vh { position: static; display: inline-block; inline-size: auto; block-size: auto; overflow: visible; }
.vh { font-size: .75em; white-space: pre; }
.apparatus .notes { display: none; }
.footnote { display: inline; float: footnote; }
.footnote { font: 8pt/1.35 "Noto Sans", sans-serif; }
.footnote::footnote-call { content: none; }
.footnote::footnote-marker { content: attr(data-number) ". "; }
"""
SHEET, FACE = "css/taken.css", "fonts/literata.woff2"


def write_html(paper: Printed) -> bytes:
    """The page with its style sheet within."""
    return paper.page().replace("</head>", f"<style>\n{paper_style()}</style>\n</head>", 1).encode()


def write_pdf(paper: Printed) -> bytes:
    """The same page as a tagged PDF; what came and what went is said in words that are seen.

    The tags of the library say nothing of insertions and deletions.
    """
    return paper_exports.draw_pdf(pdf_page(paper))


def pdf_page(paper: Printed) -> str:
    """The page from which the PDF is drawn."""
    page = write_html(paper).decode().replace("</head>", f"<style>{PDF_STYLE}</style></head>", 1)
    # Notes are at the foot of the page there, and the list that has their ids elsewhere is not shown.
    return page.replace(' data-anchor="', ' id="')


@cache
def paper_style() -> str:
    """The style sheet of papers, and the face of the charter's words in it."""
    face = b64encode(_static(FACE)).decode()
    source = f'url("data:font/woff2;base64,{face}") format("woff2")'
    return f"@font-face {{ font-family: Literata; src: {source}; }}\n{_static(SHEET).decode()}"


def _static(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_bytes()
