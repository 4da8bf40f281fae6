"""Words inserted or deleted beside words that another proposal changes. Law 15: a notice always reports this."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from charter.text.collisions import Ask
from charter.text.edits import Replace, block_of, char_of, place_before
from charter.text.tokens import (
    ENDS,
    ends_sentence,
    has_unspaced,
    is_space,
    is_unspaced_word,
    is_word,
    is_wordless,
    token_weight,
    tokens,
)
from charter.text.values import Block

# From this share of its words on a clause is another one, wherever the words stand that others take out of it.
CHANGED = 0.5
# Signs that end a clause within a sentence.
PAUSES = frozenset(",;،؛，；、")
CLOSING = "\"'”’»)]」』） \n"
# In a script without spaces two changes may be in one word where so many clusters or fewer are kept between them.
BETWEEN = 2


class Beside(NamedTuple):
    """Words inserted or deleted, the proposals that delete or replace words beside them, and whether any are left."""

    change: Ask
    takers: tuple[Ask, ...]
    attached: bool


class _Neighbour(NamedTuple):
    """The word before or behind a place, from place to place, and whether it is of the same clause."""

    start: int
    end: int
    near: bool


def find_neighbours(blocks: Sequence[Block], asks: Iterable[Ask]) -> list[Beside]:
    """All words that a proposal inserts or deletes beside words that another deletes or replaces.

    The word before and the word after are compared, up to the ends of the sentence, and whether others delete or
    replace half of the clause. Inserted words are attached while one of the two stays, or is replaced, and is of the
    same clause. A clause ends at a comma, a semicolon or a full stop. In scripts without spaces, where nothing tells
    which clusters are one word, any two changes a few clusters apart are beside each other. Law 6.
    """
    rows: dict[int, list[Ask]] = defaultdict(list)
    for ask in asks:
        if isinstance(ask.edit, Replace) and not ask.edit.puts_blocks:
            last = block_of(ask.edit.end) - (char_of(ask.edit.end) < 0)
            for number in range(block_of(ask.edit.start), last + 1):
                rows[number].append(ask)
    return [
        neighbour
        for number, row in rows.items()
        if len(row) > 1
        for neighbour in _in_block(blocks[number].text, number, row)
    ]


def _in_block(text: str, number: int, row: Sequence[Ask]) -> Iterator[Beside]:
    if len({mark for ask in row for mark in ask.marks}) < 2:
        return
    insertions = [ask for ask in row if _puts_words(ask, text, number)]
    takes = [ask for ask in row if ask not in insertions and ask.edit.start != ask.edit.end]
    cuts = [ask for ask in takes if _takes_words(ask, text, number)] if len(takes) > 1 else []
    unspaced = has_unspaced(text)
    if not cuts and not (insertions and takes) and not unspaced:
        return
    line = tokens(text)
    starts = list(accumulate(map(len, line), initial=place_before(number, 0)))
    told: list[Beside] = []
    for insertion in insertions:
        if others := _of_others(insertion, takes):
            told += _beside(insertion, others, line, starts)
    for cut in cuts:
        if others := [ask for ask in _of_others(cut, takes) if not _holds(ask, cut)]:
            told += _beside_cut(cut, others, line, starts)
    yield from told
    if unspaced:
        yield from _within_words([*insertions, *takes], told, line, starts)


def _within_words(
    asks: Sequence[Ask], told: Sequence[Beside], line: Sequence[str], starts: list[int]
) -> Iterator[Beside]:
    """Changes of clusters that may be of one word with those that another proposal changes before them."""
    pairs = {frozenset((id(beside.change), id(taker))) for beside in told for taker in beside.takers}
    row = sorted(asks, key=lambda ask: (ask.edit.start, ask.edit.end))
    for n, ask in enumerate(row):
        near = (other for other in _of_others(ask, row[:n]) if _may_share_word(other, ask, line, starts))
        takers = tuple(other for other in near if frozenset((id(ask), id(other))) not in pairs)
        if takers:
            yield Beside(ask, takers, True)


def _may_share_word(first: Ask, second: Ask, line: Sequence[str], starts: list[int]) -> bool:
    low, high = bisect_left(starts, first.edit.end), bisect_left(starts, second.edit.start)
    if not 0 <= high - low <= BETWEEN:
        return False
    start, end = low - (first.edit.start < first.edit.end), high + (second.edit.start < second.edit.end)
    return 0 <= start < end <= len(line) and all(map(is_unspaced_word, line[start:end]))


def _of_others(own_ask: Ask, asks: Sequence[Ask]) -> list[Ask]:
    """The asks of proposals that do not ask for this one."""
    mine = set(own_ask.marks)
    return [ask for ask in asks if mine.isdisjoint(ask.marks)]


def _puts_words(ask: Ask, text: str, number: int) -> bool:
    """Whether an ask puts in words and takes out none."""
    edit = ask.edit
    if not isinstance(edit, Replace) or all(is_wordless(block.text) for block in edit.content):
        return False
    if block_of(edit.start) != number or block_of(edit.end) != number or char_of(edit.start) < 0:
        return False
    return edit.inserts or is_wordless(text[char_of(edit.start) : char_of(edit.end)])


def _takes_words(ask: Ask, text: str, number: int) -> bool:
    """Whether an ask takes out words of one block and puts in none."""
    start, end = ask.edit.start, ask.edit.end
    if not _only_takes(ask) or block_of(start) != number or block_of(end) != number or char_of(start) < 0:
        return False
    return not is_wordless(text[char_of(start) : char_of(end)])


def _holds(other: Ask, cut: Ask) -> bool:
    """Whether what another takes out or replaces has all in it that this one takes out."""
    return other.edit.start <= cut.edit.start and cut.edit.end <= other.edit.end


def _beside(insertion: Ask, others: Sequence[Ask], line: Sequence[str], starts: list[int]) -> Iterator[Beside]:
    low, high = bisect_left(starts, insertion.edit.start), bisect_left(starts, insertion.edit.end)
    takers: dict[int, Ask] = {}
    attached = gone = False
    for word in (_before(line, starts, low), _behind(line, starts, high)):
        if word is None:
            continue
        by = _takers(word.start, word.end, others)
        takers.update((id(ask), ask) for ask in by)
        out = any(_only_takes(ask) for ask in by)
        gone = gone or out
        attached = attached or (word.near and not out)
    alone = _is_sentence(insertion, line, low)
    if takers and (gone or not alone):
        yield Beside(insertion, tuple(takers.values()), attached or alone or not gone)
    elif not alone and (others_of_clause := _changes_clause(others, line, starts, (low, high))):
        yield Beside(insertion, others_of_clause, True)


def _beside_cut(cut: Ask, others: Sequence[Ask], line: Sequence[str], starts: list[int]) -> Iterator[Beside]:
    low, high = bisect_left(starts, cut.edit.start), bisect_left(starts, cut.edit.end)
    behind = None if _ends_with_sentence(line, low, high) else _behind(line, starts, high)
    words = [word for word in (_before(line, starts, low), behind) if word is not None]
    by = {id(ask): ask for word in words for ask in _takers(word.start, word.end, others)}
    # Of two deletions that touch, the first one is told, with the other.
    takers = [ask for ask in by.values() if not (_only_takes(ask) and ask.edit.start < cut.edit.start)]
    if not by:
        takers = list(_changes_clause(others, line, starts, (low, high)))
    if takers:
        yield Beside(cut, tuple(takers), True)


def _ends_with_sentence(line: Sequence[str], low: int, high: int) -> bool:
    """Whether the last of some tokens that is no space ends a sentence."""
    while high > low and is_space(line[high - 1]):
        high -= 1
    return high > low and ends_sentence(line, high)


def _takers(start: int, end: int, others: Sequence[Ask]) -> list[Ask]:
    return [ask for ask in others if ask.edit.start < end and start < ask.edit.end]


def _changes_clause(
    others: Sequence[Ask], line: Sequence[str], starts: Sequence[int], where: tuple[int, int]
) -> tuple[Ask, ...]:
    """Those who take out or replace half of the clause around some tokens or more; none where less goes."""
    first, last = where
    while first and not _ends_clause(line, first - 1):
        first -= 1
    while last < len(line) and not _ends_clause(line, last) and not _ends_with_sentence(line, *where):
        last += 1
    near = _takers(starts[first], starts[last], others)
    if not near:
        return ()
    words = [n for n in range(first, last) if is_word(line[n]) and not where[0] <= n < where[1]]
    by = {n: _takers(starts[n], starts[n + 1], near) for n in words}
    if sum(token_weight(line[n]) for n in words if by[n]) < CHANGED * sum(token_weight(line[n]) for n in words):
        return ()
    return tuple({id(ask): ask for n in words for ask in by[n]}.values())


def _ends_clause(line: Sequence[str], index: int) -> bool:
    return line[index] in PAUSES or (line[index] in ENDS and ends_sentence(line, index + 1))


def _only_takes(ask: Ask) -> bool:
    return isinstance(ask.edit, Replace) and all(is_wordless(block.text) for block in ask.edit.content)


def _before(line: Sequence[str], starts: Sequence[int], index: int) -> _Neighbour | None:
    near = True
    for n in range(index - 1, -1, -1):
        if is_word(line[n]):
            return _Neighbour(starts[n], starts[n + 1], near)
        if line[n] in ENDS and ends_sentence(line, n + 1):
            return None
        near = near and line[n] not in PAUSES
    return None


def _behind(line: Sequence[str], starts: Sequence[int], index: int) -> _Neighbour | None:
    near = True
    for n in range(index, len(line)):
        if is_word(line[n]):
            return _Neighbour(starts[n], starts[n + 1], near)
        if line[n] in ENDS and ends_sentence(line, n + 1):
            return None
        near = near and line[n] not in PAUSES
    return None


def _is_sentence(insertion: Ask, line: Sequence[str], index: int) -> bool:
    """Whether the words are sentences of their own, put in between sentences."""
    assert isinstance(insertion.edit, Replace)
    while index and is_space(line[index - 1]):
        index -= 1
    text = insertion.edit.content[-1].text.rstrip(CLOSING)
    return (index == 0 or ends_sentence(line, index)) and text[-1:] in ENDS
