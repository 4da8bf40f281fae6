"""A draft section as the public will see it: the places and the title that the article page takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from charter import citations
from charter.models import Charter, Section
from charter.queries.reading import working_text
from charter.queries.reading.articles import anchor_of
from charter.states import HEADINGS, TERM_HEADINGS, ProvisionKind
from charter.views.text_frame import contents_nav, title_of
from charter.wording.charter_text import charter_words
from cms.rebasing import DraftBlock


def preview_context(charter: Charter, section: Section, blocks: Iterable[DraftBlock], language: str) -> dict[str, Any]:
    """`contents`, `title` and `places`; a new block has its citation already and no address of its own yet."""
    blocks = list(blocks)
    kind, number = section.kind, section.number
    read = working_text.working_article(charter, language, section.address)
    kinds, depths = [block.kind for block in blocks], [block.depth for block in blocks]
    labels = citations.labels_of_blocks(kind, number, kinds, language, depths, charter.text_structure)
    title = next((block.html for block in blocks if block.kind == ProvisionKind.TITLE), "")
    return {
        "contents": contents_nav(read, "working") if read else {},
        "title": {**(title_of(read.chapter) if read else {}), "words": charter_words(title)},
        "places": [_place(block, label) for block, label in zip(blocks, labels, strict=True)],
    }


def _place(block: DraftBlock, label: citations.Label) -> dict[str, Any]:
    return {
        "cite": label.citation,
        "id": anchor_of(label.citation),
        "url": "#",
        "words": charter_words(block.html),
        "letter": label.printed,
        "is_title": block.kind == ProvisionKind.TITLE,
        "is_heading": block.kind in HEADINGS,
        "is_term": block.kind in TERM_HEADINGS,
    }
