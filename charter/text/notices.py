"""What a merge settles by rule, and tells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from charter.text.applying import Marks
from charter.text.collisions import Ask
from charter.text.difference import Diff, words_at
from charter.text.edits import Format, Move, Replace, block_of, char_of, place
from charter.text.kinds import NoticeKind
from charter.text.tokens import ends_sentence, is_blank, tokens, weight
from charter.text.values import Document

# From this share of its words on a sentence counts as rewritten around a change, and from the higher one as a whole.
REWRITTEN = 0.4
MOSTLY = 0.6


@dataclass(frozen=True)
class Notice:
    """Something settled by rule, who it is about, and the words."""

    kind: NoticeKind
    marks: Marks
    text: str


def notices_of(base: Document, asks: Sequence[Ask], diffs: Mapping[object, Diff]) -> tuple[Notice, ...]:
    """All notices of a merge, in the order of the text."""
    found = [*_orders(base, asks), *_deletions(base, asks), *_formats(base, asks), *_rewrites(base, asks)]
    for mark, known in diffs.items():
        if not known.edits:
            found.append(Notice(NoticeKind.NO_EFFECT, (mark,), ""))
        elif known.coarse:
            found.append(Notice(NoticeKind.COARSE, (mark,), ""))
    return tuple(found)


def _all_marks(asks: Sequence[Ask]) -> Marks:
    return tuple(dict.fromkeys(mark for ask in sorted(asks, key=lambda one: one.rank) for mark in ask.marks))


def _orders(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    gaps: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        if isinstance(ask.edit, Move):
            gaps[ask.edit.gap].append(ask)
        elif isinstance(ask.edit, Replace) and ask.edit.puts_blocks:
            gaps[ask.edit.start].append(ask)
    for row in gaps.values():
        if len({ask.marks for ask in row}) > 1 and len(_all_marks(row)) > 1:
            row.sort(key=lambda ask: (ask.rank, getattr(ask.edit, "order", 0)))
            yield Notice(NoticeKind.ORDER, _all_marks(row), "\n".join(_said(base, ask) for ask in row))


def _said(base: Document, ask: Ask) -> str:
    if isinstance(ask.edit, Replace):
        return "\n".join(block.text for block in ask.edit.content)
    return words_at(base.blocks, ask.edit.start, ask.edit.end)


def _deletions(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    row: list[Ask] = []
    reach = -1
    for ask in asks:
        if not (isinstance(ask.edit, Replace) and ask.edit.deletes):
            continue
        if ask.edit.start >= reach:
            yield from _overlap(base, row)
            row = []
        row.append(ask)
        reach = max(reach, ask.edit.end)
    yield from _overlap(base, row)


def _overlap(base: Document, row: Sequence[Ask]) -> Iterator[Notice]:
    if any(_share_words(base, one, other) for n, one in enumerate(row) for other in row[n + 1 :]):
        start, end = row[0].edit.start, max(ask.edit.end for ask in row)
        yield Notice(NoticeKind.DELETIONS, _all_marks(row), words_at(base.blocks, start, end))


def _share_words(base: Document, one: Ask, other: Ask) -> bool:
    """Whether two deletions have more in common than a space between two sentences."""
    start, end = max(one.edit.start, other.edit.start), min(one.edit.end, other.edit.end)
    return start < end and not is_blank(words_at(base.blocks, start, end))


def _formats(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Formats over words that another takes out, where nothing in their place takes them on."""
    taken = [ask for ask in asks if isinstance(ask.edit, Replace) and not ask.edit.inserts]
    reach = list(accumulate((ask.edit.end for ask in taken), max))
    for ask in asks:
        if not isinstance(ask.edit, Format):
            continue
        for other in taken[bisect_right(reach, ask.edit.start) :]:
            if other.edit.start >= ask.edit.end:
                break
            if _lost(ask.edit, other) and not set(ask.marks) & set(other.marks):
                words = words_at(base.blocks, ask.edit.start, ask.edit.end)
                yield Notice(NoticeKind.FORMAT_GONE, _all_marks([ask, other]), words)


def _lost(style: Format, other: Ask) -> bool:
    start, end = other.edit.start, other.edit.end
    if max(style.start, start) >= min(style.end, end):
        return False
    if start <= style.start and style.end <= end:
        return (start, end) != (style.start, style.end) or not getattr(other.edit, "content", ())
    return not (style.start <= start and end <= style.end)


def _rewrites(base: Document, asks: Sequence[Ask]) -> Iterator[Notice]:
    """Law 7: a change in a sentence that another rewrote, mostly or on both sides of it, is told."""
    rows: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        if isinstance(ask.edit, Replace) and char_of(ask.edit.start) >= 0 and not ask.edit.puts_blocks:
            rows[block_of(ask.edit.start)].append(ask)
    for number, row in sorted(rows.items()):
        if len(_all_marks(row)) > 1:
            for start, end in sentences(base.blocks[number].text):
                low, high = place(number, start), place(number, end)
                inside = [ask for ask in row if low + (ask.edit.start == ask.edit.end) <= ask.edit.start < high]
                yield from _mixed(base, inside, (low, high))


def _mixed(base: Document, row: Sequence[Ask], where: tuple[int, int]) -> Iterator[Notice]:
    marks = _all_marks(row)
    whole = _heavy(words_at(base.blocks, *where)) or 1.0
    for mark in marks if len(marks) > 1 else ():
        mine = [ask for ask in row if mark in ask.marks]
        gone = (words_at(base.blocks, ask.edit.start, min(ask.edit.end, where[1])) for ask in mine)
        share = sum(map(_heavy, gone)) / whole
        first, last = mine[0].edit.end, mine[-1].edit.start
        for ask in row:
            between = first <= ask.edit.start and ask.edit.end <= last
            if mark not in ask.marks and (share >= MOSTLY or (between and share >= REWRITTEN)):
                yield Notice(NoticeKind.REWRITE, (mark, *ask.marks), words_at(base.blocks, *where))


def _heavy(text: str) -> float:
    return sum(map(weight, tokens(text)))


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, from character to character."""
    found: list[tuple[int, int]] = []
    row = tokens(text)
    start = here = 0
    for n, token in enumerate(row):
        if n and here > start and ends_sentence(row, n):
            found.append((start, here))
            start = here
        here += len(token)
    found.append((start, here))
    return found
