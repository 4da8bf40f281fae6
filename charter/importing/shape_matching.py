"""Places two rows of provisions side by side by their shape: kinds, labels, lengths, figures, never by their words.

Laws: pairs keep the order of both rows; a pair is kept only where every alignment that is nearly as good has it too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from charter.facts.figures import numbers_in
from charter.importing.drafts import ProvisionDraft

# What it costs to leave a provision without a partner, and how much better than the next best way a pair must be.
GAP = 3.0
MARGIN = 1.0
# Translations of one paragraph differ in length by about so much (a standard deviation of the logarithm).
SPREAD = 0.3
SMOOTH = 5
# Characters from which on texts that say the same tell how long one language is beside the other.
ENOUGH = 500
HAN = re.compile(r"[\u2e80-\u9fff]")
HAN_DENSITY = 0.3
WORST = 12.0

One = TypeVar("One")


@dataclass(frozen=True)
class Match:
    """Places of a pair in the two rows; `sure` is false where another alignment is nearly as good."""

    left: int
    right: int
    sure: bool


def match_rows(
    left: Sequence[One], right: Sequence[One], cost: Callable[[One, One], float], gap: float = GAP
) -> list[Match]:
    """The cheapest alignment of two rows that keeps their order, with how sure each pair of it is."""
    costs = [[min(WORST, cost(left_item, right_item)) for right_item in right] for left_item in left]
    ahead = _table(costs, len(left), len(right), gap)
    turned = _table([row[::-1] for row in costs[::-1]], len(left), len(right), gap)
    through = _through(costs, ahead, turned)
    pairs = _path(costs, ahead, gap)
    best = ahead[len(left)][len(right)]
    return [Match(i, j, _rival(through, ahead, turned, gap, i, j) - best >= MARGIN) for i, j in pairs]


def _table(costs: list[list[float]], rows: int, columns: int, gap: float) -> list[list[float]]:
    table = [[gap * column for column in range(columns + 1)]]
    for row in range(1, rows + 1):
        above, line = table[-1], [gap * row]
        for column in range(1, columns + 1):
            line.append(min(above[column - 1] + costs[row - 1][column - 1], above[column] + gap, line[-1] + gap))
        table.append(line)
    return table


def _path(costs: list[list[float]], table: list[list[float]], gap: float) -> list[tuple[int, int]]:
    pairs, row, column = [], len(table) - 1, len(table[0]) - 1
    while row and column:
        cell = table[row][column]
        if math.isclose(cell, table[row - 1][column - 1] + costs[row - 1][column - 1]):
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif math.isclose(cell, table[row - 1][column] + gap):
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _through(costs: list[list[float]], ahead: list[list[float]], turned: list[list[float]]) -> list[list[float]]:
    """The cost of the best alignment that has each pair."""
    rows, columns = len(ahead) - 1, len(ahead[0]) - 1
    return [
        [ahead[i][j] + costs[i][j] + turned[rows - i - 1][columns - j - 1] for j in range(columns)]
        for i in range(rows)
    ]


def _rival(
    through: list[list[float]], ahead: list[list[float]], turned: list[list[float]], gap: float, row: int, column: int
) -> float:
    """The cost of the best alignment that gives the provision of this row another partner, or none."""
    rows, columns = len(ahead) - 1, len(ahead[0]) - 1
    alone = min(ahead[row][j] + gap + turned[rows - row - 1][columns - j] for j in range(columns + 1))
    others = [cost for j, cost in enumerate(through[row]) if j != column]
    return min([alone, *others])


@dataclass(frozen=True)
class Scale:
    """How long the words of one language are beside those of the other."""

    ratio: float

    def lengths(self, left: int, right: int) -> float:
        """How unlikely it is that texts of these lengths say the same."""
        return (math.log((right + SMOOTH) / (left * self.ratio + SMOOTH)) / SPREAD) ** 2 / 2

    def cost(self, left: ProvisionDraft, right: ProvisionDraft) -> float:
        """How unlikely it is that two provisions are one, judged by their shape."""
        return _kinds(left, right) + _labels(left, right) + self.words_cost(left, right)

    def words_cost(self, left: ProvisionDraft, right: ProvisionDraft) -> float:
        """The same, of a provision whose kind and label were perhaps not recognized."""
        return _figures(left, right) + _ends(left.text, right.text) + self.lengths(len(left.text), len(right.text))


def scale_of_languages(left: Sequence[ProvisionDraft], right: Sequence[ProvisionDraft], same: bool = True) -> Scale:
    """The scale of two languages, from texts that say the same; from their scripts where these are short or none."""
    measured = _length(left), _length(right)
    if not same or min(measured) < ENOUGH:
        return Scale(_density(right) / _density(left))
    return Scale(measured[1] / measured[0])


def _length(row: Sequence[ProvisionDraft]) -> int:
    return sum(len(provision_draft.text) for provision_draft in row)


def _density(row: Sequence[ProvisionDraft]) -> float:
    """How long a text is in this script beside one in an alphabet."""
    text = "".join(provision_draft.text for provision_draft in row)
    signs = len(HAN.findall(text)) / max(1, len(text))
    return HAN_DENSITY if signs > 0.5 else 1.0


def _kinds(left: ProvisionDraft, right: ProvisionDraft) -> float:
    if left.kind == right.kind:
        return 0.0
    return 8.0 if left.is_heading != right.is_heading else 3.0


def _labels(left: ProvisionDraft, right: ProvisionDraft) -> float:
    if not left.style and not right.style:
        return 0.0
    same_place = left.ordinal == right.ordinal
    if left.style == right.style:
        return -2.0 if same_place and left.ordinal else 0.0 if same_place else 4.0
    return 1.0 if same_place else 2.0


def _figures(left: ProvisionDraft, right: ProvisionDraft) -> float:
    left_numbers, right_numbers = numbers_in(left.text), numbers_in(right.text)
    if not left_numbers and not right_numbers:
        return 0.0
    return -1.0 if left_numbers == right_numbers else 1.0


ENDS = {
    ",": ",",
    "،": ",",
    "，": ",",
    "、": ",",
    ";": ";",
    "؛": ";",
    "；": ";",
    ":": ":",
    "：": ":",
    ".": ".",
    "。": ".",
}


def _ends(left: str, right: str) -> float:
    return 0.0 if ENDS.get(left[-1:]) == ENDS.get(right[-1:]) else 1.0
