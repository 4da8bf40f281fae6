"""A difference made readable: rows of parts, before anything is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from charter.text.applying import Step
from charter.text.edits import Replace, char_of
from charter.text.revision import Revision
from charter.text.spacing import tidy_spaces
from charter.text.values import PLAIN, Block


@dataclass(frozen=True)
class Part:
    """A stretch of a row: `keep` `ins` `del` words, a `split` or a `join`, a `gap` that a listener alone hears."""

    name: str
    block: Block
    change: int = -1
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN


@dataclass
class ShownBlock:
    """A block as shown; `state` is empty, `ins`, `del`, `moved` (at its new place) or `left` (at its old place).

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

    def __init__(self, diff: Revision, old: bool, new: bool) -> None:
        self.diff, self.old, self.new = diff, old, new
        self.rows: list[ShownBlock] = []
        self.pair = 0
        self.state, self.change = "", -1

    def run(self) -> list[ShownBlock]:
        """All rows, spaces outside the marks."""
        for step in self.diff.steps:
            getattr(self, f"_{step.name}")(step)
        for row in self.rows:
            parts = row.parts if self.old and self.new else map(_unmarked, row.parts)
            row.parts = list(_spread(list(parts), row.state, row.head.kind == "pre"))
        return [row for row in self.rows if row.parts]

    def _row(self, head: Block, state: str = "", change: int = -1) -> None:
        self.rows.append(ShownBlock(head, self.pair, state, change))

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
        old_block = self.diff.old.blocks[step.source]
        head = step.block if self.new else old_block
        old_head = old_block if old_block.visible != head.visible else None
        if not self.hide:
            retag = step.marks[0] if step.marks else -1
            self.rows.append(ShownBlock(head, self.pair, self.state, self.change, old_head, retag))
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
        self.state, self.change = "", -1  # where a block came that is joined to the one before it

    hide = False

    def _keep(self, step: Step) -> None:
        if self.hide:
            return
        if self.new:
            self._part(step, "keep", step.block, step.marks[0] if step.marks else -1)
            return
        old_piece = self.diff.old.blocks[step.source].cut(step.start, step.start + step.size)
        self._part(step, "keep", old_piece, step.marks[0] if step.marks else -1)

    def _ins(self, step: Step) -> None:
        if self.new and not self.hide:
            self._part(step, "ins", step.block, step.marks[0])

    def _del(self, step: Step) -> None:
        if self.old and not self.hide:
            self._part(step, "del", step.block, step.marks[0])


def rows_of(diff: Revision, old: bool = True, new: bool = True) -> list[ShownBlock]:
    """The rows of a difference, of both its texts or of one of them."""
    return _Layout(diff, old, new).run()


def new_text(parts: Sequence[Part]) -> str:
    """What the parts say to a reader of the new text."""
    return "".join(map(_new_words, parts))


def _spread(parts: Sequence[Part], state: str, exact: bool) -> Iterator[Part]:
    """Spaces go outside the marks where one stands beside them; between words that go and words that come is a gap.

    Law 10: they stay within the marks where the new text would have a space more, as it has in lines that are shown
    `exact`, where spaces do not collapse.
    """
    before, n = "", 0
    while n < len(parts):
        last = n
        if parts[n].name in ("ins", "del") and state not in ("ins", "del"):
            last = _end_of_cluster(parts, n)
            after = next((text[:1] for i in range(last + 1, len(parts)) if (text := _new_words(parts[i]))), "")
            spread_parts = _apart(parts, n, last)
            if exact or tidy_spaces(before + new_text(spread_parts) + after, ()) != tidy_spaces(
                before + new_text(parts[n : last + 1]) + after, ()
            ):
                spread_parts = _beside(parts[n : last + 1], "")
        else:
            spread_parts = [parts[n]]
        yield from spread_parts
        before, n = (before + new_text(spread_parts))[-1:], last + 1


def _new_words(part: Part) -> str:
    return part.block.text if part.name in ("keep", "ins", "gap") else ""


def _apart(parts: Sequence[Part], first: int, last: int) -> list[Part]:
    """Words that go and words that come at one place, spaces outside their marks where one stands beside them."""
    left = _space_at(parts, first - 1, -1)
    row = _beside(parts[first : last + 1], " " if left else "")
    if not left and not _space_at(parts, last + 1, 0):
        return row
    return [piece for part in row for piece in (_trimmed(part) if part.name != "gap" else (part,))]


def _beside(row: Sequence[Part], space: str) -> list[Part]:
    """The parts of one place with a gap between words that go and words that come."""
    parts: list[Part] = []
    for part in row:
        if parts and parts[-1].name == "del" and part.name == "ins":
            parts.append(Part("gap", replace(part.block, text=space, formats=())))
        parts.append(part)
    return parts


def _unmarked(part: Part) -> Part:
    """Where one text alone is shown, a space that came or went is a space."""
    if part.name in ("ins", "del") and not part.block.text.strip(" "):
        return replace(part, name="keep", change=-1)
    return part


def _end_of_cluster(parts: Sequence[Part], first: int) -> int:
    """The last of the marked parts that stand in a row from the first."""
    last = first
    while last + 1 < len(parts) and parts[last + 1].name in ("ins", "del"):
        last += 1
    return last


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
