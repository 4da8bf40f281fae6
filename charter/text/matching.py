"""Two rows of tokens compared: longest common subsequence, chance given up, changes slid to the best place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from charter.text.tokens import ends_sentence, is_space, weight

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


def match(old: Sequence[str], new: Sequence[str]) -> tuple[list[Gap], bool]:
    """The gaps between two rows of tokens, in order, and whether the answer is coarse. Law 12: no time limit."""
    a, b, c, d = _trimmed(old, new)
    if a == b or c == d:
        return _slid([Gap(a, b, c, d)] if b > a or d > c else [], old, new), False
    raw, coarse = _raw(old, new, Gap(a, b, c, d))
    return _slid(tidy(raw, old, new), old, new), coarse


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
    found: list[Gap] = []
    coarse = False
    for part in _anchored(old, new, gap):
        if (part.b - part.a) * (part.d - part.c) <= LARGEST:
            found += _common(old, new, part)
        else:
            found.append(part)
            coarse = True
    return found, coarse


def _common(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Gap]:
    a, b, c, d = gap
    if a == b or c == d:
        return [gap] if b > a or d > c else []
    ids: dict[str, int] = {}
    one = [ids.setdefault(token, len(ids)) for token in old[a:b]]
    other = [ids.setdefault(token, len(ids)) for token in new[c:d]]
    found: list[Gap] = []
    for code in LCSseq.opcodes(one, other):
        if code.tag == "equal":
            continue
        here = Gap(a + code.src_start, a + code.src_end, c + code.dest_start, c + code.dest_end)
        if found and found[-1].b == here.a and found[-1].d == here.c:
            here = Gap(found[-1].a, here.b, found.pop().c, here.d)
        found.append(here)
    return found


def _anchored(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Gap]:
    """The gap cut at tokens that stand once on each side, in the longest order both sides share."""
    once_old, once_new = Counter(old[gap.a : gap.b]), Counter(new[gap.c : gap.d])
    where = {token: j for j, token in enumerate(new[gap.c : gap.d], gap.c) if once_new[token] == 1}
    pairs = [(i, where[t]) for i, t in enumerate(old[gap.a : gap.b], gap.a) if once_old[t] == 1 and t in where]
    found, a, c = [], gap.a, gap.c
    for i, j in increasing([(i, j, 1.0) for i, j in pairs]):
        if i > a or j > c:
            found.append(Gap(a, i, c, j))
        a, c = i + 1, j + 1
    if gap.b > a or gap.d > c:
        found.append(Gap(a, gap.b, c, gap.d))
    return found


def increasing(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest run of pairs that grow on both sides; the first of equal ones."""
    size = max((j for _, j, _ in pairs), default=-1) + 2
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    for number, (_, j, heavy) in enumerate(pairs):
        top, at = (0.0, -1), j
        while at > 0:
            top = max(top, best[at], key=lambda one: one[0])
            at -= at & -at
        before.append(top[1])
        mine, at = (top[0] + heavy, number), j + 1
        while at <= size:
            if best[at][0] < mine[0]:
                best[at] = mine
            at += at & -at
    last = max(best, key=lambda one: one[0])[1]
    run: list[tuple[int, int]] = []
    while last >= 0:
        run.append(pairs[last][:2])
        last = before[last]
    return run[::-1]


def tidy(gaps: Sequence[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """Gives up what two changes keep between them by chance; a border is never given up."""
    kept: list[Gap] = []
    sizes: list[float] = []
    for gap in gaps:
        here, size = gap, _size(gap, old, new)
        while kept and _chance(old[kept[-1].b : here.a], sizes[-1], size):
            left = kept.pop()
            sizes.pop()
            here = Gap(left.a, here.b, left.c, here.d)
            size = _size(here, old, new)
        kept.append(here)
        sizes.append(size)
    return [slim for gap in kept for slim in _slim(gap, old, new)]


def _slim(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """A gap without what is the same at its edges: giving up a match can leave some there."""
    trimmed = _trimmed(old[gap.a : gap.b], new[gap.c : gap.d])
    slim = Gap(gap.a + trimmed.a, gap.a + trimmed.b, gap.c + trimmed.c, gap.c + trimmed.d)
    return [slim] if slim.b > slim.a or slim.d > slim.c else []


def _size(gap: Gap, old: Sequence[str], new: Sequence[str]) -> float:
    return max(sum(map(weight, old[gap.a : gap.b])), sum(map(weight, new[gap.c : gap.d])))


def _chance(between: Sequence[str], left: float, right: float) -> bool:
    if BORDER in between:
        return False
    held = sum(map(weight, between))
    smaller = min(left, right)
    if held >= SURE or (held and smaller <= LIGHT and max(left, right) <= 2 * LIGHT):
        return False
    return held == 0.0 or held < WORTH * smaller


def _slid(gaps: list[Gap], old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    done: list[Gap] = []
    for number, gap in enumerate(gaps):
        low = done[-1].b if done else 0
        high = gaps[number + 1].a if number + 1 < len(gaps) else len(old)
        if gap.a == gap.b:
            shift = _best(new, gap.c, gap.d, gap.a - low, high - gap.b)
        elif gap.c == gap.d:
            shift = _best(old, gap.a, gap.b, gap.a - low, high - gap.b)
        else:
            shift = 0
        slid = Gap(gap.a + shift, gap.b + shift, gap.c + shift, gap.d + shift)
        if done and all(map(is_space, old[done[-1].b : slid.a])):
            left = done.pop()
            slid = Gap(left.a, slid.b, left.c, slid.d)
        done.append(slid)
    return done


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
