"""A draft section as the public will see it: the places and the title that the article page takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from charter import citations
from charter.models import Charter, Section
from charter.queries import working
from charter.queries.reading import anchor_of
from charter.states import HEADINGS, TERM_HEADINGS, ProvisionKind
from charter.templatetags.charter_text import words
from charter.views.frame import contents_nav, title_of
from cms.carrying import Drafted


def shown(charter: Charter, section: Section, blocks: Iterable[Drafted], language: str) -> dict[str, Any]:
    """`contents`, `title` and `places`; a new block has its citation already and no address of its own yet."""
    blocks = list(blocks)
    kind, number = section.kind, section.number
    read = working.article(charter, language, section.address)
    kinds, depths = [block.kind for block in blocks], [block.depth for block in blocks]
    labels = citations.labels(kind, number, kinds, language, depths)
    title = next((block.html for block in blocks if block.kind == ProvisionKind.TITLE), "")
    return {
        "contents": contents_nav(read, "working") if read else {},
        "title": {**(title_of(read.chapter) if read else {}), "words": words(title)},
        "places": [_place(block, label) for block, label in zip(blocks, labels, strict=True)],
    }


def _place(block: Drafted, label: citations.Label) -> dict[str, Any]:
    return {
        "cite": label.citation,
        "id": anchor_of(label.citation),
        "url": "#",
        "words": words(block.html),
        "letter": label.printed,
        "is_title": block.kind == ProvisionKind.TITLE,
        "is_heading": block.kind in HEADINGS,
        "is_term": block.kind in TERM_HEADINGS,
    }
