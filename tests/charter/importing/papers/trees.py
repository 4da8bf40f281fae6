"""The tree of a charter in lines of plain text, and how much of one tree a second one has.

A line is `title WORDS`, `KIND NUMBER TITLE` for an article or section, or, set in, `KIND LABEL WORDS` for a provision;
`point.2` is a point at depth 2, and `-` stands for no number or no label. `left out: a, b` names what stays out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from charter.files.left_out import LeftOut
from charter.importing.drafts import Edition

SECTIONS = ("article", "preamble", "general", "final")


@dataclass(frozen=True)
class Paper:
    """A file made for the tests: how to make it, how to read it, and what it holds."""

    name: str
    make: Callable[[], bytes]
    tree: str
    tracked: str | None = None
    lang: str = "en"

    @property
    def filename(self) -> str:
        return f"{self.name}.{'odt' if self.name.startswith('odt') else 'docx'}"


@dataclass
class Tree:
    """What a paper holds, each list in reading order; a provision has its article, kind and depth with its words."""

    title: str = ""
    articles: list[tuple[str, str]] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)
    provisions: list[tuple[str, str, str]] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Share:
    """How many of what was read is right, and how many of what is there was read."""

    right: int
    read: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.read + other.read, self.there + other.there)


def tree(written: str) -> Tree:
    """The tree that lines of text say."""
    made, home = Tree(), ""
    for line in filter(str.strip, written.splitlines()):
        name, _space, rest = line.strip().partition(" ")
        if line.strip().startswith("left out:"):
            made.left_out = {what.strip() for what in line.partition(":")[2].split(",")}
        elif name == "title":
            made.title = rest
        elif name in SECTIONS:
            number, _space, title = rest.partition(" ")
            home = f"{name} {number}"
            _add_section(made, home, name, number.strip("-"), title)
        else:
            label, _space, words = rest.partition(" ")
            _add(made, home, name, label.strip("-"), words)
    return made


def of_edition(edition: Edition, left_out: Iterable[LeftOut] = ()) -> Tree:
    """The tree of an edition that was read."""
    made = Tree(edition.title, left_out={one.what for one in left_out})
    for article in edition.articles:
        home = f"{article.kind} {article.number or '-'}"
        _add_section(made, home, article.kind, article.number, article.title)
        for one in article.provisions:
            if one.kind == "title":
                continue
            depth = f".{one.depth}" if one.kind in ("point", "plan_point") else ""
            _add(made, home, one.kind + depth, one.label, one.text)
    return made


def _add_section(made: Tree, home: str, kind: str, number: str, title: str) -> None:
    made.articles.append((kind, number))
    if title:
        made.titles.append((home, title))


def _add(made: Tree, home: str, kind: str, label: str, words: str) -> None:
    made.provisions.append((home, kind, words))
    if label:
        made.labels.append((label, words))


def share(read: Iterable[object], there: Iterable[object]) -> Share:
    """How two lists agree, each entry counted as often as it stands there."""
    left, right = Counter(read), Counter(there)
    return Share((left & right).total(), left.total(), right.total())
