"""Two rows of tokens compared: longest common subsequence, chance given up, changes slid to the best place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from charter.text.tokens import ends_sentence, is_space, token_weight

BORDER = "\x00"
# Above this product of lengths a gap is first cut at tokens that stand once on each side (50 MB of bits at most).
LARGEST = 20_000 * 20_000
# What stands between two changes is kept only if it weighs at least this share of the smaller of them.
WORTH = 0.5
# A change that weighs no more than this is light: it makes no neighbour look like chance.
LIGHT = 2.0
# So much in a row is never kept by chance, however large the changes around it.
SURE = 2.5


class Gap(NamedTuple):
    """Old tokens from a to b became new tokens from c to d."""

    a: int
    b: int
    c: int
    d: int


def match_tokens(old: Sequence[str], new: Sequence[str]) -> tuple[list[Gap], bool]:
    """The gaps between two rows of tokens, in order, and whether the answer is coarse. Law 12: no time limit."""
    a, b, c, d = _trimmed(old, new)
    if a == b or c == d:
        return _slid([Gap(a, b, c, d)] if b > a or d > c else [], old, new), False
    raw, coarse = _raw(old, new, Gap(a, b, c, d))
    return _slid(tidy_gaps(raw, old, new), old, new), coarse


def _trimmed(old: Sequence[str], new: Sequence[str]) -> Gap:
    start, limit = 0, min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    b, d = len(old), len(new)
    while b > start and d > start and old[b - 1] == new[d - 1]:
        b, d = b - 1, d - 1
    return Gap(start, b, start, d)


def _raw(old: Sequence[str], new: Sequence[str], gap: Gap) -> tuple[list[Gap], bool]:
    if (gap.b - gap.a) * (gap.d - gap.c) <= LARGEST:
        return _common(old, new, gap), False
    gaps: list[Gap] = []
    coarse = False
    for part in _anchored(old, new, gap):
        if (part.b - part.a) * (part.d - part.c) <= LARGEST:
            gaps += _common(old, new, part)
        else:
            gaps.append(part)
            coarse = True
    return gaps, coarse


def _common(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Gap]:
    a, b, c, d = gap
    if a == b or c == d:
        return [gap] if b > a or d > c else []
    ids: dict[str, int] = {}
    old_ids = [ids.setdefault(token, len(ids)) for token in old[a:b]]
    new_ids = [ids.setdefault(token, len(ids)) for token in new[c:d]]
    gaps: list[Gap] = []
    for code in LCSseq.opcodes(old_ids, new_ids):
        if code.tag == "equal":
            continue
        current = Gap(a + code.src_start, a + code.src_end, c + code.dest_start, c + code.dest_end)
        if gaps and gaps[-1].b == current.a and gaps[-1].d == current.c:
            current = Gap(gaps[-1].a, current.b, gaps.pop().c, current.d)
        gaps.append(current)
    return gaps


def _anchored(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Gap]:
    """The gap cut at tokens that stand once on each side, in the longest order both sides share."""
    once_old, once_new = Counter(old[gap.a : gap.b]), Counter(new[gap.c : gap.d])
    where = {token: j for j, token in enumerate(new[gap.c : gap.d], gap.c) if once_new[token] == 1}
    pairs = [(i, where[t]) for i, t in enumerate(old[gap.a : gap.b], gap.a) if once_old[t] == 1 and t in where]
    gaps, a, c = [], gap.a, gap.c
    for i, j in heaviest_increasing_run([(i, j, 1.0) for i, j in pairs]):
        if i > a or j > c:
            gaps.append(Gap(a, i, c, j))
        a, c = i + 1, j + 1
    if gap.b > a or gap.d > c:
        gaps.append(Gap(a, gap.b, c, gap.d))
    return gaps


def heaviest_increasing_run(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest run of pairs that grow on both sides; the first of equal ones. Every pair has some weight."""
    if all(first[1] < second[1] for first, second in pairwise(pairs)):
        return [pair[:2] for pair in pairs]
    size = max((j for _, j, _ in pairs), default=-1) + 2
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    for number, (_, j, heavy) in enumerate(pairs):
        top, at = (0.0, -1), j
        while at > 0:
            if best[at][0] > top[0]:
                top = best[at]
            at -= at & -at
        before.append(top[1])
        mine, at = (top[0] + heavy, number), j + 1
        while at <= size:
            if best[at][0] < mine[0]:
                best[at] = mine
            at += at & -at
    last = max(best, key=itemgetter(0))[1]
    run: list[tuple[int, int]] = []
    while last >= 0:
        run.append(pairs[last][:2])
        last = before[last]
    return run[::-1]


def tidy_gaps(gaps: Sequence[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """Gives up what two changes keep between them by chance; a border is never given up."""
    slim = [slim for gap in _sure(gaps, old, new) for slim in _slim(gap, old, new)]
    return [part for gap in slim for part in _by_words(gap, old, new)]


def _by_words(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """A gap cut at the words that both its sides have: a sign that was matched can have kept them apart."""
    old_places = [n for n in range(gap.a, gap.b) if token_weight(old[n])]
    new_places = [n for n in range(gap.c, gap.d) if token_weight(new[n])]
    if {old[n] for n in old_places}.isdisjoint(new[n] for n in new_places):
        return [gap]
    ids: dict[str, int] = {}
    words = (
        [ids.setdefault(old[n], len(ids)) for n in old_places],
        [ids.setdefault(new[n], len(ids)) for n in new_places],
    )
    parts, a, c = [], gap.a, gap.c
    for code in LCSseq.opcodes(*words):
        for n in range(code.src_end - code.src_start) if code.tag == "equal" else ():
            i, j = old_places[code.src_start + n], new_places[code.dest_start + n]
            parts.append(Gap(a, i, c, j))
            a, c = i + 1, j + 1
    parts.append(Gap(a, gap.b, c, gap.d))
    slim = [slim for part in parts for slim in _slim(part, old, new)]
    return [again for part in _sure(slim, old, new) for again in _slim(part, old, new)]


def _sure(gaps: Sequence[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """The gaps, those made one that have nothing between them but what is there by chance."""
    kept: list[Gap] = []
    sizes: list[float] = []
    for gap in gaps:
        current, size = gap, _size(gap, old, new)
        while kept and _chance(old[kept[-1].b : current.a], sizes[-1], size):
            left = kept.pop()
            sizes.pop()
            current = Gap(left.a, current.b, left.c, current.d)
            size = _size(current, old, new)
        kept.append(current)
        sizes.append(size)
    return kept


def _slim(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """A gap without what is the same at its edges: giving up a match can leave some there."""
    trimmed = _trimmed(old[gap.a : gap.b], new[gap.c : gap.d])
    slim = Gap(gap.a + trimmed.a, gap.a + trimmed.b, gap.c + trimmed.c, gap.c + trimmed.d)
    return [slim] if slim.b > slim.a or slim.d > slim.c else []


def _size(gap: Gap, old: Sequence[str], new: Sequence[str]) -> float:
    return max(sum(map(token_weight, old[gap.a : gap.b])), sum(map(token_weight, new[gap.c : gap.d])))


def _chance(between: Sequence[str], left: float, right: float) -> bool:
    if BORDER in between:
        return False
    total = sum(map(token_weight, between))
    smaller = min(left, right)
    if total >= SURE or (total and smaller <= LIGHT and max(left, right) <= 2 * LIGHT):
        return False
    return total == 0.0 or total < WORTH * smaller


def _slid(gaps: list[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    slid_gaps: list[Gap] = []
    for number, gap in enumerate(gaps):
        low = slid_gaps[-1].b if slid_gaps else 0
        high = gaps[number + 1].a if number + 1 < len(gaps) else len(old)
        if gap.a == gap.b:
            shift = _best(new, gap.c, gap.d, gap.a - low, high - gap.b)
        elif gap.c == gap.d:
            shift = _best(old, gap.a, gap.b, gap.a - low, high - gap.b)
        else:
            shift = 0
        slid = Gap(gap.a + shift, gap.b + shift, gap.c + shift, gap.d + shift)
        if slid_gaps and all(map(is_space, old[slid_gaps[-1].b : slid.a])):
            left = slid_gaps.pop()
            slid = Gap(left.a, slid.b, left.c, slid.d)
        slid_gaps.append(slid)
    return slid_gaps


def _best(row: Sequence[str], start: int, end: int, back: int, ahead: int) -> int:
    """How far a run may slide to stand best: at a border, a sentence's end, a word's beginning; then to the left."""
    shifts = [0]
    while back > -shifts[-1] and row[start + shifts[-1] - 1] == row[end + shifts[-1] - 1]:
        shifts.append(shifts[-1] - 1)
    shifts.reverse()
    while ahead > shifts[-1] and end + shifts[-1] < len(row) and row[start + shifts[-1]] == row[end + shifts[-1]]:
        shifts.append(shifts[-1] + 1)
    return max(shifts, key=lambda shift: (_rank(row, start + shift, end + shift), -shift))


def _rank(row: Sequence[str], start: int, end: int) -> int:
    if row[start] == BORDER:
        return 4
    if start == 0 or row[start - 1] == BORDER or ends_sentence(row, start):
        return 3 if end == len(row) or ends_sentence(row, end) else 2
    if not is_space(row[start]) and is_space(row[end - 1]):
        return 1
    return 0
