"""Which block of the new text is which block of the old."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from charter.text.matching import heaviest_increasing_run
from charter.text.tokens import token_keys, token_weight
from charter.text.values import Block

# A key is a hint: it holds where this share of the words is in common.
KEYED = 0.2
# Without a key, blocks in one gap are one provision from this likeness on, and blocks far apart from the higher one.
LIKE = 0.4
MOVED = 0.6
# A block whose words come from its neighbour in this share is a part that was split off, or joined on.
PART = 0.5
# Where blocks repeat, an equal one counts for this many like ones, and a hair more on the straight way.
SAME = 4.0
STRAIGHT = 0.01
# Above this number of pairs in a gap only blocks that share a rare word are compared.
MANY = 900


_Work = Callable[[list[int], list[int]], None]


class Likeness:
    """How much two blocks have in common; each block is weighed once."""

    def __init__(self) -> None:
        self._bags: dict[str, tuple[Counter[str], float]] = {}

    def bag(self, text: str) -> tuple[Counter[str], float]:
        """The words of a text, counted, and what they weigh together."""
        bag = self._bags.get(text)
        if bag is None:
            words = Counter(key for key in token_keys(text) if token_weight(key))
            bag = self._bags[text] = (words, sum(token_weight(word) * n for word, n in words.items()))
        return bag

    def common(self, text: str, other: str) -> float:
        """What the words that both texts have weigh."""
        (a, heavy), (b, light) = self.bag(text), self.bag(other)
        if light > heavy:
            a, b = b, a
        return sum(token_weight(word) * min(n, a[word]) for word, n in b.items() if word in a)

    def share(self, text: str, other: str) -> float:
        """The share in common, of the shorter of the two."""
        return self.common(text, other) / (min(self.bag(text)[1], self.bag(other)[1]) or 1.0)

    def between(self, text: str, other: str) -> float:
        """Likeness from 0 to 1, length included."""
        if text == other:
            return 1.0
        return 2 * self.common(text, other) / ((self.bag(text)[1] + self.bag(other)[1]) or 1.0)

    def part(self, text: str, whole: str, used: str) -> float:
        """The share of a text's words that are in the whole and not used up."""
        words, heavy = self.bag(text)
        left = self.bag(whole)[0] - self.bag(used)[0]
        return sum(token_weight(word) * min(n, left[word]) for word, n in words.items()) / (heavy or 1.0)


@dataclass
class Group:
    """Old blocks from a to b that became new blocks from c to d; the first is the first."""

    a: int
    b: int
    c: int
    d: int
    moved: bool = False
    unlike: bool = False


def align_blocks(old: Sequence[Block], new: Sequence[Block], carried: bool) -> list[Group]:
    """Groups in the order of the new text, paired by key, equal text, likeness in the gap, likeness far away.

    Old blocks in no group are deleted, new ones in none are inserted. `carried`: the new text has keys of the old one.
    """
    if len(old) == 1 == len(new) and (old[0].key == new[0].key or not carried):
        return [Group(0, 1, 0, 1)]
    return _Aligner(old, new, carried).align()


@dataclass
class _Aligner:
    old: Sequence[Block]
    new: Sequence[Block]
    carried: bool
    like: Likeness = field(default_factory=Likeness)
    pair: dict[int, int] = field(default_factory=dict)
    back: dict[int, int] = field(default_factory=dict)

    def align(self) -> list[Group]:
        """All stages, the surest first."""
        self._ends()
        self._keyed()
        self._alike_straight()
        self._equal()
        spine = self._spine()
        self._gaps(spine, self._alike)
        self._far()
        spine = self._spine()
        self._gaps(spine, self._rest)
        self._part_solid(dict(self._spine()))
        return self._grouped(dict(self._spine()))

    def _part_solid(self, spine: dict[int, int]) -> None:
        """A table that moved and changed goes and comes: it cannot be moved and replaced as a whole at once."""
        for i, j in list(self.pair.items()):
            old, new = self.old[i], self.new[j]
            if (old.solid or new.solid) and spine.get(i) != j and not _same_but_key(old, new):
                del self.pair[i], self.back[j]

    def _put(self, i: int, j: int) -> None:
        self.pair[i] = j
        self.back[j] = i

    def _same(self, i: int, j: int) -> bool:
        old, new = self.old[i], self.new[j]
        return old.text == new.text and (old.key == new.key or old.key is None or new.key is None)

    def _ends(self) -> None:
        a, limit = 0, min(len(self.old), len(self.new))
        while a < limit and self._same(a, a):
            self._put(a, a)
            a += 1
        b, d = len(self.old), len(self.new)
        while b > a and d > a and self._same(b - 1, d - 1):
            b, d = b - 1, d - 1
            self._put(b, d)

    def _keyed(self) -> None:
        where = {block.key: j for j, block in enumerate(self.new) if block.key is not None and j not in self.back}
        for i, block in enumerate(self.old):
            j = where.get(block.key) if i not in self.pair and block.key is not None else None
            if j is not None and (self.like.share(block.text, self.new[j].text) >= KEYED or self._same(i, j)):
                self._put(i, j)

    def _equal(self) -> None:
        free_old = [i for i in range(len(self.old)) if i not in self.pair]
        free_new = [j for j in range(len(self.new)) if j not in self.back]
        if not free_old or not free_new:
            return
        ids: dict[tuple[str, ...], int] = {}
        old_ids = [ids.setdefault(token_keys(self.old[i].text), len(ids)) for i in free_old]
        new_ids = [ids.setdefault(token_keys(self.new[j].text), len(ids)) for j in free_new]
        for code in LCSseq.opcodes(old_ids, new_ids):
            if code.tag == "equal":
                for n in range(code.src_end - code.src_start):
                    self._put(free_old[code.src_start + n], free_new[code.dest_start + n])
        left: dict[int, list[int]] = defaultdict(list)
        for j, number in zip(free_new, new_ids, strict=True):
            if j not in self.back:
                left[number].append(j)
        for i, number in zip(free_old, old_ids, strict=True):
            if i not in self.pair and left[number]:
                self._put(i, left[number].pop(0))

    def _alike_straight(self) -> None:
        """Equal and like blocks together, where blocks repeat. By equality alone a changed one would seem moved."""
        olds = [i for i in range(len(self.old)) if i not in self.pair]
        news = [j for j in range(len(self.new)) if j not in self.back]
        if olds and news and self._repeated(olds, news):
            for i, j in heaviest_increasing_run(self._weighed(olds, news)):
                self._put(i, j)

    def _repeated(self, olds: list[int], news: list[int]) -> bool:
        """Whether equal blocks leave open which is which, and are few enough for all pairs to be weighed."""
        texts = ({self.old[i].text for i in olds}, {self.new[j].text for j in news})
        return len(olds) * len(news) <= MANY and (len(texts[0]) < len(olds) or len(texts[1]) < len(news))

    def _weighed(self, olds: list[int], news: list[int]) -> list[tuple[int, int, float]]:
        pairs = []
        for i, j, score in self._scores(olds, news):
            straight = (i - olds[0] == j - news[0]) + (olds[-1] - i == news[-1] - j)
            if score >= LIKE:
                pairs.append((i, j, (SAME if score == 1.0 else score) + STRAIGHT * straight))
        return pairs

    def _spine(self) -> list[tuple[int, int]]:
        """The heaviest run of pairs that keep their order; the others have moved."""
        return heaviest_increasing_run([(i, j, len(self.old[i].text) + 1.0) for i, j in sorted(self.pair.items())])

    def _gaps(self, spine: Sequence[tuple[int, int]], work: _Work) -> None:
        a = c = 0
        for i, j in [*spine, (len(self.old), len(self.new))]:
            olds = [n for n in range(a, i) if n not in self.pair]
            news = [n for n in range(c, j) if n not in self.back]
            if olds and news:
                work(olds, news)
            a, c = i + 1, j + 1

    def _alike(self, olds: list[int], news: list[int]) -> None:
        scored = [(i, j, score) for i, j, score in self._scores(olds, news) if score >= LIKE]
        for i, j in heaviest_increasing_run(scored):
            self._put(i, j)

    def _scores(self, olds: Iterable[int], news: Iterable[int]) -> list[tuple[int, int, float]]:
        olds, news = list(olds), list(news)
        near = self._candidates(olds, news)
        # The later of two pairs of one old block must come first, or a run could use the block twice.
        near.sort(key=lambda pair: (pair[0], -pair[1]))
        alike = ((i, j) for i, j in near if _pairable(self.old[i], self.new[j]))
        return [(i, j, self.like.between(self.old[i].text, self.new[j].text)) for i, j in alike]

    def _candidates(self, olds: list[int], news: list[int]) -> list[tuple[int, int]]:
        if len(olds) * len(news) <= MANY:
            return [(i, j) for i in olds for j in news]
        rare: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, numbers, blocks in ((0, olds, self.old), (1, news, self.new)):
            for number in numbers:
                for word in self.like.bag(blocks[number].text)[0]:
                    rare[word][side].append(number)
        pairs = {
            (i, j)
            for old_numbers, new_numbers in rare.values()
            if len(old_numbers) <= 3 and len(new_numbers) <= 3
            for i in old_numbers
            for j in new_numbers
        }
        return sorted(pairs)

    def _far(self) -> None:
        olds = [i for i in range(len(self.old)) if i not in self.pair]
        news = [j for j in range(len(self.new)) if j not in self.back]
        if not olds or not news:
            return
        scored = [pair for pair in self._scores(olds, news) if pair[2] >= MOVED]
        for i, j, _ in sorted(scored, key=lambda pair: (-pair[2], pair[0], pair[1])):
            if i not in self.pair and j not in self.back:
                self._put(i, j)

    def _rest(self, olds: list[int], news: list[int]) -> None:
        """What is left in one gap: blocks of one key, then, if as many on both sides, each rewritten in its place."""
        new_by_key = {self.new[j].key: j for j in news if self.new[j].key is not None}
        for i in olds:
            if self.old[i].key in new_by_key:
                self._put(i, new_by_key[self.old[i].key])
        olds, news = self._unknown(olds, self.old, self.pair), self._unknown(news, self.new, self.back)
        olds = [i for i in olds if not self._is_part(i, self.old, self.new, self.pair)]
        news = [j for j in news if not self._is_part(j, self.new, self.old, self.back)]
        if len(olds) == len(news):
            for i, j in zip(olds, news, strict=True):
                self._put(i, j)

    def _unknown(self, numbers: Iterable[int], blocks: Sequence[Block], paired: dict[int, int]) -> list[int]:
        """Those of which no key tells that they have no counterpart: the new text carries keys, and not theirs."""
        return [n for n in numbers if n not in paired and not (self.carried and blocks[n].key is not None)]

    def _is_part(self, n: int, mine: Sequence[Block], theirs: Sequence[Block], pair: dict[int, int]) -> bool:
        """Whether the block's words come from the other side of a neighbour that is paired."""
        for near in (n - 1, n + 1):
            if near in pair:
                whole, used = theirs[pair[near]].text, mine[near].text
                if whole != used and self.like.part(mine[n].text, whole, used) >= PART:
                    return True
        return False

    def _grouped(self, spine: dict[int, int]) -> list[Group]:
        groups = [
            Group(i, i + 1, j, j + 1, spine.get(i) != j) for i, j in sorted(self.pair.items(), key=lambda p: p[1])
        ]
        for group in groups:
            self._grow(group)
        self._replaced(groups)
        return sorted(groups, key=lambda group: group.c)

    def _grow(self, group: Group) -> None:
        """Takes in parts split off from the group's old block, or joined on to its new one."""
        old, new = self.old[group.a], self.new[group.c]
        if old.text == new.text or old.solid or new.solid:
            return
        first, last = self._parts(self.new, self.back, (group.c, group.d), old.text)
        self.back.update(dict.fromkeys(range(first, last), group.a))
        group.c, group.d = first, last
        first, last = self._parts(self.old, self.pair, (group.a, group.b), new.text)
        self.pair.update(dict.fromkeys(range(first, last), group.c))
        group.a, group.b = first, last

    def _parts(
        self, blocks: Sequence[Block], paired: dict[int, int], span: tuple[int, int], whole: str
    ) -> tuple[int, int]:
        """The span with the free neighbours whose words come from the whole and are not used up."""
        first, last = span
        used = blocks[first].text
        while last < len(blocks) and last not in paired and self._takes(blocks[last], whole, used):
            used += " " + blocks[last].text
            last += 1
        while first and first - 1 not in paired and self._takes(blocks[first - 1], whole, used):
            first -= 1
            used += " " + blocks[first].text
        return first, last

    def _takes(self, block: Block, whole: str, used: str) -> bool:
        return not block.solid and self.like.part(block.text, whole, used) >= PART

    def _replaced(self, groups: list[Group]) -> None:
        """Blocks left on both sides of one gap with nothing in common: one stretch replaced by another."""
        a = c = 0
        still = [group for group in groups if not group.moved]
        for group in [*sorted(still, key=lambda group: group.c), Group(len(self.old), 0, len(self.new), 0)]:
            olds = self._unknown(range(a, group.a), self.old, self.pair)
            news = self._unknown(range(c, group.c), self.new, self.back)
            if olds and news and _row(olds) and _row(news):
                groups.append(Group(olds[0], olds[-1] + 1, news[0], news[-1] + 1, unlike=True))
            a, c = group.b, group.d


def _pairable(block: Block, other: Block) -> bool:
    """Whether likeness of words can make two blocks one provision: a table is like tables alone."""
    return block.kind == other.kind or not (block.solid or other.solid)


def _same_but_key(block: Block, other: Block) -> bool:
    return (block.visible, block.text, block.table) == (other.visible, other.text, other.table)


def _row(numbers: list[int]) -> bool:
    return numbers[-1] - numbers[0] + 1 == len(numbers)
