"""Who asked for which words: runs of a wording, composed from those of its parent.

Laws: runs spell the text, character for character; words that stay keep the marks they had, words that come carry the
new ones; nothing but the text core says which words stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

from charter import texts
from charter.models import Wording
from charter.text import Credit, Document, Merge, merge

Run = dict[str, Any]
NEW = "new"
# A shared stretch of fewer letters says nothing of who asked: "of", "the".
CHANCE = 4


def runs(parent: Wording | None, html: str, marks: Sequence[str]) -> list[Run]:
    """The new words carry `marks`; the kept ones carry what they carried in the parent."""
    if parent is None:
        return over("", (), html, marks)
    return over(parent.html, parent.runs, html, marks)


def over(before: str, before_runs: Sequence[Run], html: str, marks: Sequence[str]) -> list[Run]:
    """The same between two inner HTMLs, the first one with its runs."""
    old, new = texts.single(before), texts.single(html)
    if not old.blocks:
        return joined([{"text": new.text, "by": list(marks)}])
    found = merge(old, {NEW: new})
    return (
        of_block(found, 0, before_runs, lambda credit: [(credit.text, list(marks))]) if found.document.blocks else []
    )


def of_block(
    merged: Merge, number: int, before_runs: Sequence[Run], named: Callable[[Credit], Iterable[tuple[str, list[str]]]]
) -> list[Run]:
    """Runs of one block of a merge's result.

    `before_runs` are those of the same block in the base; `named` cuts what came into stretches with their marks.
    """
    start, end = _range(merged.document, number)
    text = merged.document.text[start:end]
    came = sorted((c for c in merged.credits if c.kind == "inserted" and start <= c.start < end), key=_place)
    gone = sorted((c for c in merged.deleted if start <= c.start <= end), key=_place)
    return joined(_walk(_Stream(before_runs), text, start, came, gone, named))


def cut(found: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs of the characters from start to end."""
    marks = [run["by"] for run in found for _ in run["text"]]
    text = "".join(run["text"] for run in found)
    return joined({"text": char, "by": by} for char, by in zip(text[start:end], marks[start:end], strict=True))


def in_one(first: Sequence[Run], second: Sequence[Run], between: str) -> list[Run]:
    """The runs of two texts that stand one behind the other; what stands between them is the first one's."""
    space = [{"text": between, "by": first[-1]["by"]}] if first and second and between else []
    return joined([*first, *space, *second])


def spells(found: Sequence[Run], text: str) -> bool:
    """Whether runs spell a text."""
    return "".join(run["text"] for run in found) == text


def joined(found: Iterable[Run]) -> list[Run]:
    """Runs of the same marks that touch are one."""
    out: list[Run] = []
    for run in found:
        if out and out[-1]["by"] == run["by"]:
            out[-1]["text"] += run["text"]
        elif run["text"]:
            out.append({"text": run["text"], "by": list(run["by"])})
    return out


def askers(whole: str, base: str, asked: Sequence[tuple[str, str]], otherwise: str) -> list[list[str]]:
    """For each character of a text the marks of those who asked for it, else the mark that is left.

    `asked` are texts with their marks. What stood in the base already is nobody's asking. The longest stretch that
    somebody asked for is given first, to all who asked for the whole of it; then the rest is looked at without it.
    """
    found: list[list[str]] = [[] for _ in whole]
    stood = _kept(base, whole)
    left = list(range(len(whole)))
    while stretch := _longest(whole, left, stood, asked):
        places, marks = stretch
        for place in places:
            found[place] = marks
        left = [place for place in left if place not in set(places)]
    return [marks or [otherwise] for marks in found]


def _longest(
    whole: str, left: Sequence[int], stood: Sequence[bool], asked: Sequence[tuple[str, str]]
) -> tuple[list[int], list[str]] | None:
    """The longest stretch of the places left that somebody asked for, and all who asked for the whole of it."""
    rest = "".join(whole[place] for place in left)
    claims = {mark: {p for p, kept in zip(left, _kept(text, rest), strict=True) if kept} for text, mark in asked}
    pieces = [piece for claim in claims.values() for piece in _pieces(left, claim, stood)]
    best = max(pieces, key=lambda piece: _weight(whole, piece), default=[])
    if _weight(whole, best) < CHANCE:
        return None
    return best, [mark for mark, claim in claims.items() if claim.issuperset(best)]


def _pieces(left: Sequence[int], claim: set[int], stood: Sequence[bool]) -> Iterator[list[int]]:
    """The claimed places that follow each other, without those that stood before."""
    for asked, places in groupby(left, key=lambda place: place in claim and not stood[place]):
        if asked:
            yield list(places)


def _weight(whole: str, places: Sequence[int]) -> int:
    return sum(not whole[place].isspace() for place in places)


def stretches(text: str, marks: Sequence[list[str]]) -> list[tuple[str, list[str]]]:
    """A text cut where its marks change."""
    runs = joined({"text": char, "by": by} for char, by in zip(text, marks, strict=True))
    return [(run["text"], run["by"]) for run in runs]


def _kept(old: str, new: str) -> list[bool]:
    """For each character of the new text whether its word stands in the old one."""
    kept = [True] * len(new)
    before, after = texts.single(escape(old, quote=False)), texts.single(escape(new, quote=False))
    if not before.blocks or not after.blocks:
        return [False] * len(new)
    for credit in merge(before, {NEW: after}).credits:
        if credit.kind == "inserted":
            kept[credit.start : credit.end] = [False] * (credit.end - credit.start)
    return kept[: len(new)]


class _Stream:
    """The old words, read from the first to the last, each character with its marks."""

    def __init__(self, found: Sequence[Run]) -> None:
        self.text = "".join(run["text"] for run in found)
        self.marks = [run["by"] for run in found for _ in run["text"]]
        self.here = 0

    def skip(self, text: str) -> None:
        """Passes words that went; those of another block are no words of this one."""
        ahead = len(self.text) - len(self.text[self.here :].lstrip())
        for start in (self.here, ahead):
            if self.text.startswith(text, start):
                self.here = start + len(text)
                return

    def keep(self, text: str) -> Iterator[Run]:
        """Words that stay, with their marks. A space that fell together with another one is passed."""
        for char in text:
            rest = self.text[self.here :]
            if rest and rest[0] != char and not char.isspace() and rest[0].isspace():
                self.here += len(rest) - len(rest.lstrip())
            found = self.marks[min(self.here, len(self.marks) - 1)] if self.marks else []
            yield {"text": char, "by": found}
            self.here += 1


def _walk(
    stream: _Stream,
    text: str,
    start: int,
    came: Sequence[Credit],
    gone: Sequence[Credit],
    named: Callable[[Credit], Iterable[tuple[str, list[str]]]],
) -> Iterator[Run]:
    here = 0
    for credit in sorted([*came, *gone], key=lambda c: (c.start, c.kind != "deleted")):
        yield from stream.keep(text[here : credit.start - start])
        here = max(here, credit.start - start)
        if credit.kind == "deleted":
            stream.skip(credit.text)
            continue
        for words, by in named(credit):
            yield {"text": words, "by": by}
        here = credit.end - start
    yield from stream.keep(text[here:])


def _range(document: Document, number: int) -> tuple[int, int]:
    start = sum(len(block.text) + 1 for block in document.blocks[:number])
    return start, start + len(document.blocks[number].text)


def _place(credit: Credit) -> int:
    return credit.start
