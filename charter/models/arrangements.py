"""The order, nesting and kind of articles and provisions: one for all languages, never changed once written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models

from charter.citations import Label, article_numbers, labels_of_blocks
from charter.structure import DEFAULT_STRUCTURE, TextStructure

from .charters import Charter


@dataclass(frozen=True)
class Block:
    """A provision's place: `key` (text of its uuid), `kind` (`ProvisionKind`), `depth` from 0."""

    key: str
    kind: str
    depth: int = 0


@dataclass(frozen=True)
class Section:
    """An article's place: `key` (text of its uuid), `kind` (`ArticleKind`), printed `number`, its blocks.

    `structure` is that of its charter.
    """

    key: str
    kind: str
    slug: str
    blocks: tuple[Block, ...]
    number: str = ""
    structure: TextStructure = DEFAULT_STRUCTURE

    @property
    def address(self) -> str:
        """The name of the article in an address: its printed number, otherwise its slug."""
        return self.number or self.slug

    def labels(self, language: str = "en") -> dict[str, Label]:
        """Printed label and citation of every provision of the article, by key, written in `language`."""
        return self._labels(language, self.structure)

    def plain_labels(self) -> dict[str, Label]:
        """The labels in English with the default names of parts: anchors are made of these."""
        return self._labels("en", replace(self.structure, names=()))

    def _labels(self, language: str, structure: TextStructure) -> dict[str, Label]:
        kinds, depths = [block.kind for block in self.blocks], [block.depth for block in self.blocks]
        labels = labels_of_blocks(self.kind, self.number, kinds, language, depths, structure)
        return dict(zip((block.key for block in self.blocks), labels, strict=True))


class Arrangement(models.Model):
    """Immutable. `tree` is `[{key, kind, slug, blocks: [{key, kind, depth}]}]`.

    `fates` are the changes of keys since the previous arrangement: `{key: {fate, into: [keys]}}` with the fates
    `inserted`, `deleted`, `moved`, `split`, `joined`.
    """

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="arrangements")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tree = models.JSONField()
    fates = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.digest[:8]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        structure = self.charter.text_structure
        numbers = article_numbers([section["kind"] for section in self.tree], structure.numerals)
        return tuple(
            Section(
                key=section["key"],
                kind=section["kind"],
                slug=section["slug"],
                number=number,
                structure=structure,
                blocks=tuple(Block(**block) for block in section["blocks"]),
            )
            for section, number in zip(self.tree, numbers, strict=True)
        )

    def section(self, key: object) -> Section | None:
        """The article with that key, or None if it is not in this arrangement."""
        return next((section for section in self.sections if section.key == str(key)), None)

    def section_of(self, provision_key: object) -> Section | None:
        """The article that contains a provision, or None if no article does."""
        key = str(provision_key)
        return next((s for s in self.sections if any(b.key == key for b in s.blocks)), None)

    def labels(self, language: str = "en") -> dict[str, Label]:
        """Printed label and citation of every provision, by key, written in `language`."""
        out: dict[str, Label] = {}
        for section in self.sections:
            out.update(section.labels(language))
        return out

    def plain_labels(self) -> dict[str, Label]:
        """The labels in English with the default names of parts, whatever the names are: anchors are made of these."""
        out: dict[str, Label] = {}
        for section in self.sections:
            out.update(section.plain_labels())
        return out

    def keys(self) -> Iterator[str]:
        """Keys of all provisions in reading order."""
        for section in self.sections:
            yield from (block.key for block in section.blocks)


def as_tree(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """Sections as the JSON that an arrangement stores; numbers are left out, since they follow the order."""
    return [
        {
            "key": section.key,
            "kind": section.kind,
            "slug": section.slug,
            "blocks": [{"key": b.key, "kind": b.kind, "depth": b.depth} for b in section.blocks],
        }
        for section in sections
    ]
