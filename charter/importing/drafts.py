"""What an edition of a charter is before it is stored: articles of provisions, of the kinds in `charter.states`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from charter.states import HEADINGS


@dataclass(frozen=True)
class ProvisionDraft:
    """One block of an edition; `html` is its inner HTML without the label, `key` is set where it is stored already."""

    kind: str
    label: str
    depth: int
    html: str
    text: str
    citation: str = ""
    source_id: str = ""
    style: str = ""  # of the label: number, letter, roman or bullet; empty without one
    ordinal: int = 0
    key: str = ""
    place: int = 0  # among all the charter's provisions, where it is stored already
    counted: bool = False  # the label is the charter's own, not one that a file printed

    @property
    def is_heading(self) -> bool:
        return self.kind in HEADINGS


@dataclass(frozen=True)
class ArticleDraft:
    """An article or another headed section; its title, if it has one, is also its first provision."""

    kind: str
    number: str  # "VI" or "6" as it would be printed; empty where it has none
    title: str
    provisions: tuple[ProvisionDraft, ...]
    ordinal: int = 0
    part: str = ""  # the headings of the groups of articles it stands under, one a line
    source_id: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """How a message calls the article: its number, else its kind."""
        return self.number or self.kind.capitalize()


@dataclass(frozen=True)
class Edition:
    """A charter in one language; `article_word` names its articles where the file does not call them articles."""

    lang: str
    title: str
    articles: tuple[ArticleDraft, ...]
    article_word: str = ""

    def provisions(self) -> Iterator[ProvisionDraft]:
        """Every provision, in reading order."""
        for article in self.articles:
            yield from article.provisions

    def by_citation(self) -> dict[str, ProvisionDraft]:
        """Every provision under its citation."""
        return {provision.citation: provision for provision in self.provisions()}

    def as_json(self) -> dict[str, Any]:
        """The edition as JSON knows it, for `from_json`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Edition:
        articles = (_article(article) for article in data["articles"])
        return cls(data["lang"], data["title"], tuple(articles), data.get("article_word", ""))


def _article(data: dict[str, Any]) -> ArticleDraft:
    provisions = tuple(ProvisionDraft(**provision) for provision in data["provisions"])
    return ArticleDraft(**{**data, "provisions": provisions})
