"""A provision as a block of a page: its words in the charter's small vocabulary, and how deep it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from charter import clean
from charter.states import ProvisionKind

FEATURES = ["bold", "italic", "underline", "strikethrough", "superscript", "subscript", "link"]
BREAK = re.compile(r"</p>\s*<p[^>]*>|<br\s*/?>")


class WordsBlock(blocks.RichTextBlock):
    """The words of one provision. Links lead outside, since a page of this site may move."""

    def clean(self, value: RichText) -> RichText:
        if "linktype=" in value.source:
            raise ValidationError(
                _("The text contains a link to a page of this site. Use a link to an external address.")
            )
        return super().clean(value)


class ProvisionBlock(blocks.StructBlock):
    words = WordsBlock(features=FEATURES, required=False, label=_("Text"))
    depth = blocks.IntegerBlock(default=0, min_value=0, max_value=4, label=_("Depth"))


class ProvisionsBlock(blocks.StreamBlock):
    """One block type a kind of provision; the id of a block is its provision's key, the same in every language."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        kinds = [(kind.value, ProvisionBlock(label=kind.label)) for kind in ProvisionKind]
        super().__init__(local_blocks or kinds, **kwargs)


def words_of(value: RichText) -> str:
    """Clean inner HTML of what was typed; a provision is one block, so paragraphs within it are joined by a space."""
    return clean.clean_inline(BREAK.sub(" ", value.source))


def stream_data(drafted: Iterable[tuple[str, str, int, str]]) -> list[dict[str, Any]]:
    """Raw stream data of provisions given as key, kind, depth and inner HTML."""
    return [
        {"type": kind, "id": key, "value": {"words": f"<p>{html}</p>" if html else "", "depth": depth}}
        for key, kind, depth, html in drafted
    ]


def drafted_blocks(body: blocks.StreamValue) -> Iterator[tuple[str, str, int, str]]:
    """Key, kind, depth and clean inner HTML of each block."""
    for child in body:
        yield child.id or "", child.block_type, child.value["depth"] or 0, words_of(child.value["words"])
