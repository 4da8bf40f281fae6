"""Who proposed which text: runs of a wording, composed from those of its parent.

Laws: the runs together are the text, character for character; text that stays keeps its marks, text that is new has
the new ones; only the text core determines which text stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

from charter import texts
from charter.models import Wording
from charter.text import Credit, Document, Merge, merge

Run = dict[str, Any]
NEW = "new"
# A shared stretch of fewer letters says nothing of who asked: "of", "the". A number says it: "16".
CHANCE = 4


def trace_runs(parent: Wording | None, html: str, marks: Sequence[str]) -> list[Run]:
    """The new text has `marks`; the kept text has the marks that it had in the parent."""
    if parent is None:
        return trace_html("", (), html, marks)
    return trace_html(parent.html, parent.runs, html, marks)


def trace_html(before: str, before_runs: Sequence[Run], html: str, marks: Sequence[str]) -> list[Run]:
    """The same between two inner HTMLs, the first one with its runs."""
    old, new = texts.single_block(before), texts.single_block(html)
    if not old.blocks:
        return join_runs([{"text": new.text, "by": list(marks)}])
    found_merge = merge(old, {NEW: new})
    return (
        of_block(found_merge, 0, before_runs, lambda credit: [(credit.text, list(marks))])
        if found_merge.document.blocks
        else []
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
    return join_runs(_walk(_Stream(before_runs), text, start, came, gone, named))


def cut_runs(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs of the characters from start to end."""
    marks = [run["by"] for run in runs for _ in run["text"]]
    text = "".join(run["text"] for run in runs)
    return join_runs({"text": char, "by": by} for char, by in zip(text[start:end], marks[start:end], strict=True))


def in_one(first: Sequence[Run], second: Sequence[Run], between: str) -> list[Run]:
    """The runs of two texts one after the other; the text between them has the sources of the first one."""
    space = [{"text": between, "by": first[-1]["by"]}] if first and second and between else []
    return join_runs([*first, *space, *second])


def runs_spell(runs: Sequence[Run], text: str) -> bool:
    """Whether runs spell a text."""
    return "".join(run["text"] for run in runs) == text


def join_runs(runs: Iterable[Run]) -> list[Run]:
    """Runs of the same marks that touch are one."""
    same_marks = groupby((run for run in runs if run["text"]), key=itemgetter("by"))
    return [{"text": "".join(run["text"] for run in touching), "by": list(marks)} for marks, touching in same_marks]


def proposers_by_character(
    whole: str, base: str, proposed: Sequence[tuple[str, str]], otherwise: str
) -> list[list[str]]:
    """For each character of a text the marks of its proposers, otherwise the remaining mark.

    `proposed` are texts with their marks. Text of the base is nobody's proposal. The longest proposed stretch is
    assigned first, to all that propose the whole of it; then the rest is searched without it.
    """
    askers: list[list[str]] = [[] for _ in whole]
    stood = _kept(base, whole)
    left = list(range(len(whole)))
    while stretch := _longest(whole, left, stood, proposed):
        places, marks = stretch
        for place in places:
            askers[place] = marks
        assigned = set(places)
        left = [place for place in left if place not in assigned]
    return [marks or [otherwise] for marks in askers]


def _longest(
    whole: str, left: Sequence[int], stood: Sequence[bool], proposed: Sequence[tuple[str, str]]
) -> tuple[list[int], list[str]] | None:
    """The longest proposed stretch of the remaining places, and all that propose the whole of it."""
    rest = "".join(whole[place] for place in left)
    claims = {mark: {p for p, kept in zip(left, _kept(text, rest), strict=True) if kept} for text, mark in proposed}
    pieces = [piece for claim in claims.values() for piece in _pieces(left, claim, stood)]
    best = max(pieces, key=lambda piece: _weight(whole, piece), default=[])
    if _weight(whole, best) < CHANCE:
        return None
    return best, [mark for mark, claim in claims.items() if claim.issuperset(best)]


def _pieces(left: Sequence[int], claim: set[int], stood: Sequence[bool]) -> Iterator[list[int]]:
    """The claimed places that follow each other, without those that stood before."""
    for is_claimed, places in groupby(left, key=lambda place: place in claim and not stood[place]):
        if is_claimed:
            yield list(places)


def _weight(whole: str, places: Sequence[int]) -> int:
    """The number of letters; a digit counts as many as are needed not to be by chance."""
    letters = (whole[place] for place in places)
    return sum(CHANCE if letter.isdigit() else not letter.isspace() for letter in letters)


def split_by_marks(text: str, marks: Sequence[list[str]]) -> list[tuple[str, list[str]]]:
    """A text cut where its marks change."""
    runs = join_runs({"text": char, "by": by} for char, by in zip(text, marks, strict=True))
    return [(run["text"], run["by"]) for run in runs]


def _kept(old: str, new: str) -> list[bool]:
    """For each character of the new text whether its word is in the old one."""
    kept = [True] * len(new)
    before, after = texts.single_block(escape(old, quote=False)), texts.single_block(escape(new, quote=False))
    if not before.blocks or not after.blocks:
        return [False] * len(new)
    for credit in merge(before, {NEW: after}).credits:
        if credit.kind == "inserted":
            kept[credit.start : credit.end] = [False] * (credit.end - credit.start)
    return kept[: len(new)]


class _Stream:
    """The old words, read from the first to the last, each character with its marks."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.text = "".join(run["text"] for run in runs)
        self.marks = [run["by"] for run in runs for _ in run["text"]]
        self.here = 0

    def skip(self, text: str) -> None:
        """Passes words that went; those of another block are no words of this one."""
        for start in (self.here, self._after_space()):
            if self.text.startswith(text, start):
                self.here = start + len(text)
                return

    def keep(self, text: str) -> Iterator[Run]:
        """Words that stay, with their marks. A space that fell together with another one is passed."""
        for char in text:
            if not char.isspace():
                self.here = self._after_space()
            marks = self.marks[min(self.here, len(self.marks) - 1)] if self.marks else []
            yield {"text": char, "by": marks}
            self.here += 1

    def _after_space(self) -> int:
        """The place of the next character that is no space."""
        place = self.here
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place


def _walk(
    stream: _Stream,
    text: str,
    start: int,
    came: Sequence[Credit],
    gone: Sequence[Credit],
    named: Callable[[Credit], Iterable[tuple[str, list[str]]]],
) -> Iterator[Run]:
    position = 0
    for credit in sorted([*came, *gone], key=lambda c: (c.start, c.kind != "deleted")):
        yield from stream.keep(text[position : credit.start - start])
        position = max(position, credit.start - start)
        if credit.kind == "deleted":
            stream.skip(credit.text)
            continue
        for words, by in named(credit):
            yield {"text": words, "by": by}
        position = credit.end - start
    yield from stream.keep(text[position:])


def _range(document: Document, number: int) -> tuple[int, int]:
    start = sum(len(block.text) + 1 for block in document.blocks[:number])
    return start, start + len(document.blocks[number].text)


def _place(credit: Credit) -> int:
    return credit.start
