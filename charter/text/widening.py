"""Marks widened to whole words where a dictionary knows them: what is shown, never what is merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from charter.text.dictionaries import Finder, word_borders
from charter.text.rows import Part
from charter.text.values import Block, Span, join_spans

Sides = tuple[bool, bool]
Places = tuple[set[int] | None, ...]
MARKED = ("ins", "del", "gap")


@dataclass
class _Change:
    """Words that go and words that come at one place."""

    gone: list[Block] = field(default_factory=list)
    come: list[Block] = field(default_factory=list)
    change: int = -1

    def add(self, part: Part) -> None:
        """Takes in a part that is marked."""
        if part.name == "del":
            self.gone.append(part.block)
        elif part.name == "ins":
            self.come.append(part.block)
        self.change = part.change if self.change < 0 else self.change

    def parts(self, sides: Sides) -> list[Part]:
        """The change as parts: deleted words if the old text is shown, inserted words if the new one is."""
        rows = (("del", self.gone, sides[0]), ("ins", self.come, sides[1]))
        parts = [Part(name, _joined(row), self.change) for name, row, shown in rows if row and shown]
        if len(parts) == 2:
            parts.insert(1, Part("gap", replace(parts[0].block, text="", formats=())))
        return parts


def widen_parts(parts: Sequence[Part], finder: Finder, sides: Sides = (True, True)) -> list[Part]:
    """The parts of a row, each change widened until it begins and ends with a word in each text that is shown."""
    old = "".join(part.block.text for part in parts if part.name in ("keep", "del"))
    new = "".join(part.block.text for part in parts if part.name in ("keep", "ins"))
    places = tuple(
        word_borders(text, finder) if shown else None for text, shown in zip((old, new), sides, strict=True)
    )
    widened: list[Part | _Change] = []
    a = b = 0
    for part in parts:
        size = len(part.block.text)
        if part.name in MARKED:
            a, b = a + size * (part.name == "del"), b + size * (part.name == "ins")
            _open(widened).add(part)
            continue
        if part.name != "keep":
            widened.append(part)
            continue
        ahead = _ahead(part.block.text, (a, b), places) if widened and isinstance(widened[-1], _Change) else 0
        if ahead:
            _take(widened, part.block.cut(0, ahead))
        left = _behind(part.block.text, (a + size, b + size), places) if _is_followed(parts, part) else 0
        left = min(left, size - ahead)
        if ahead < size - left:
            widened.append(replace(part, block=part.block.cut(ahead, size - left)))
        if left:
            _take(widened, part.block.cut(size - left, size))
        a, b = a + size, b + size
    return [
        shown_part for item in widened for shown_part in (item.parts(sides) if isinstance(item, _Change) else [item])
    ]


def _open(widened: list[Part | _Change]) -> _Change:
    if widened and isinstance(widened[-1], _Change):
        return widened[-1]
    change = _Change()
    widened.append(change)
    return change


def _take(widened: list[Part | _Change], block: Block) -> None:
    change = _open(widened)
    change.gone.append(block)
    change.come.append(block)


def _is_followed(parts: Sequence[Part], part: Part) -> bool:
    after = next(n for n, other in enumerate(parts) if other is part) + 1
    return after < len(parts) and parts[after].name in MARKED


def _ahead(text: str, at: tuple[int, int], places: Places) -> int:
    """How many characters of the words that follow a change belong to its last word."""
    return next((n for n in range(len(text)) if _free((at[0] + n, at[1] + n), places)), len(text))


def _behind(text: str, at: tuple[int, int], places: Places) -> int:
    """How many characters of the words before a change belong to its first word."""
    return next((n for n in range(len(text)) if _free((at[0] - n, at[1] - n), places)), len(text))


def _free(at: tuple[int, int], places: Places) -> bool:
    return all(borders is None or place in borders for place, borders in zip(at, places, strict=True))


def _joined(blocks: Sequence[Block]) -> Block:
    spans: list[Span] = []
    text = ""
    for block in blocks:
        spans += [(a + len(text), b + len(text), formats) for a, b, formats in block.formats]
        text += block.text
    return replace(blocks[0], text=text, formats=join_spans(spans))
