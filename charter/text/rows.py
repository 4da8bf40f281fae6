"""A difference made readable: rows of parts, before anything is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from charter.text.applying import Step
from charter.text.edits import Replace, char_of
from charter.text.values import PLAIN, Block

if TYPE_CHECKING:
    from charter.text.difference import Diff


@dataclass(frozen=True)
class Part:
    """A stretch of a row: `keep` `ins` `del` words, a `split` or a `join`, a `gap` that a listener alone hears."""

    name: str
    block: Block
    change: int = -1
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN


@dataclass
class Row:
    """A block as shown; `state` is empty, `ins`, `del`, `moved` (it stands here now) or `left` (it stood here).

    `change` numbers the edit that brought that state, `retag` the one that made it another kind than it `was`.
    """

    head: Block
    pair: int
    state: str = ""
    change: int = -1
    was: Block | None = None
    retag: int = -1
    parts: list[Part] = field(default_factory=list)


class _Layout:
    """Turns steps into rows, of both texts or of one."""

    def __init__(self, diff: Diff, old: bool, new: bool) -> None:
        self.diff, self.old, self.new = diff, old, new
        self.rows: list[Row] = []
        self.pair = 0
        self.state, self.change = "", -1

    def run(self) -> list[Row]:
        """All rows, spaces outside the marks."""
        for step in self.diff.steps:
            getattr(self, f"_{step.name}")(step)
        for row in self.rows:
            parts = row.parts if self.old and self.new else map(_unmarked, row.parts)
            row.parts = list(_spread(list(parts), row.state))
        return [row for row in self.rows if row.parts]

    def _row(self, head: Block, state: str = "", change: int = -1) -> None:
        self.rows.append(Row(head, self.pair, state, change))

    def _part(self, step: Step, name: str, block: Block, change: int) -> None:
        if not self.rows:
            self._row(block)
        self.rows[-1].parts.append(Part(name, block, change, step.added, step.removed))

    def _next(self) -> None:
        self.pair += 1

    def _hidden(self) -> bool:
        return self.state == "moved" and not self.new

    def _block(self, step: Step) -> None:
        self._next()
        if not self._hidden():
            self._row(step.block, self.state, self.change)
            self._part(step, "keep", step.block, -1)
        self.state, self.change = "", -1

    def _open(self, step: Step) -> None:
        self._next()
        self.hide = self._hidden()
        was = self.diff.old.blocks[step.source]
        head = step.block if self.new else was
        told = was if (was.kind, was.depth) != (head.kind, head.depth) else None
        if not self.hide:
            retag = step.marks[0] if step.marks else -1
            self.rows.append(Row(head, self.pair, self.state, self.change, told, retag))
        self.state, self.change = "", -1

    def _came(self, step: Step) -> None:
        self.state, self.change = "moved", step.marks[0]

    def _left(self, step: Step) -> None:
        self._next()
        if self.old:
            self._row(step.block, "left", step.marks[0])
            self._part(step, "keep", step.block, -1)

    def _new(self, step: Step) -> None:
        edit = self.diff.edits[step.marks[0]]
        assert isinstance(edit, Replace)
        if edit.opens:
            self._next()
            self.hide = not self.new
            if self.new:
                self._row(step.block, "ins", step.marks[0])
        elif self.new and not self.hide:
            if self.old:
                self._part(step, "split", step.block, step.marks[0])
            state = self.rows[-1].state if self.rows else ""
            self._row(step.block, state if state == "moved" else "", -1)

    def _cut(self, step: Step) -> None:
        edit = self.diff.edits[step.marks[0]]
        if char_of(edit.start) < 0:
            self._next()
            self.hide = not self.old
            if self.old:
                self._row(step.block, "del", step.marks[0])
        elif self.old and not self.hide:
            if self.new:
                self._part(step, "join", step.block, step.marks[0])
            else:
                self._row(step.block)

    hide = False

    def _keep(self, step: Step) -> None:
        if self.hide:
            return
        if self.new:
            self._part(step, "keep", step.block, step.marks[0] if step.marks else -1)
            return
        was = self.diff.old.blocks[step.source].cut(step.start, step.start + step.size)
        self._part(step, "keep", was, step.marks[0] if step.marks else -1)

    def _ins(self, step: Step) -> None:
        if self.new and not self.hide:
            self._part(step, "ins", step.block, step.marks[0])

    def _del(self, step: Step) -> None:
        if self.old and not self.hide:
            self._part(step, "del", step.block, step.marks[0])


def rows(diff: Diff, old: bool = True, new: bool = True) -> list[Row]:
    """The rows of a difference, of both its texts or of one of them."""
    return _Layout(diff, old, new).run()


def _spread(parts: Sequence[Part], state: str) -> Iterator[Part]:
    """Spaces go outside the marks where one stands beside them; between words that go and words that come is a gap."""
    for n, part in enumerate(parts):
        if part.name not in ("ins", "del") or state in ("ins", "del"):
            yield part
            continue
        first, last = _cluster(parts, n)
        free = _space_at(parts, first - 1, -1) or _space_at(parts, last + 1, 0)
        if n > first and parts[n - 1].name == "del" and part.name == "ins":
            space = " " if _space_at(parts, first - 1, -1) else ""
            yield Part("gap", replace(part.block, text=space, formats=()))
        yield from _trimmed(part) if free else (part,)


def _unmarked(part: Part) -> Part:
    """Where one text alone is shown, a space that came or went is a space."""
    if part.name in ("ins", "del") and not part.block.text.strip(" "):
        return replace(part, name="keep", change=-1)
    return part


def _cluster(parts: Sequence[Part], n: int) -> tuple[int, int]:
    first = last = n
    while first and parts[first - 1].name in ("ins", "del"):
        first -= 1
    while last + 1 < len(parts) and parts[last + 1].name in ("ins", "del"):
        last += 1
    return first, last


def _space_at(parts: Sequence[Part], n: int, edge: int) -> bool:
    if not 0 <= n < len(parts):
        return True
    return parts[n].name not in ("keep",) or parts[n].block.text[edge:][:1] in (" ", "\n")


def _trimmed(part: Part) -> Iterator[Part]:
    text = part.block.text
    start, end = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    if start >= end:
        yield replace(part, name="keep", block=replace(part.block, text=" ", formats=()), change=-1)
        return
    if start:
        yield replace(part, name="keep", block=replace(part.block, text=" ", formats=()), change=-1)
    yield replace(part, block=part.block.cut(start, end))
    if end < len(text):
        yield replace(part, name="keep", block=replace(part.block, text=" ", formats=()), change=-1)
