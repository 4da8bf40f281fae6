"""Rows printed: as a redline, as the text before or after, side by side, as plain text, for an e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from charter.text.phrases import REDLINE, language
from charter.text.rows import Part, Row, rows
from charter.text.values import Block
from charter.text.writing import inline, nest

if TYPE_CHECKING:
    from charter.text.difference import Diff

MAIL = {"ins": "color:#0b4795;text-decoration:underline", "del": "color:#7a3700;text-decoration:line-through"}
MARKS = {"ins": "ins", "del": "del", "moved": "ins", "left": "del"}


@dataclass(frozen=True)
class Pair:
    """A row of the view side by side: HTML of the old text and of the new, either empty where it has nothing."""

    before: str
    after: str
    changed: bool


@dataclass(frozen=True)
class _Printer:
    """How marks are printed: the language of the hidden words, the prefix of ids, and whether they are hidden."""

    lang: str
    prefix: str
    hidden: bool = True

    def word(self, name: str, **words: object) -> str:
        """A phrase in the language of the hidden words."""
        return REDLINE[self.lang][name].format(**words)

    def said(self, text: str) -> str:
        """Words for those who do not see the mark."""
        if not self.hidden:
            return escape(text, quote=False)
        return f'<span class="vh" lang="{self.lang}">{escape(text, quote=False)}</span>'

    def mark(self, state: str, inner: str, anchor: str = "") -> str:
        """Words as they come or go, with the words that say so around them."""
        tag = MARKS[state]
        attributes = anchor + (f' class="{state}"' if state != tag else "")
        attributes += f' style="{MAIL[tag]}"' if not self.hidden else ""
        return f"<{tag}{attributes}>{self.said(self.word(state))}{inner}{self.said(self.word('end'))}</{tag}>"

    def row(self, row: Row, seen: set[int]) -> tuple[str, int, str, str]:
        """One block: kind, depth, attributes, inner HTML."""
        state = row.state
        anchor = self.anchor(row.change, seen)
        attributes = (
            f' data-key="{escape(row.head.key)}"' if row.head.key is not None and state in ("", "moved") else ""
        )
        attributes += f' class="{state}"' if state else ""
        if state in ("ins", "del", "left"):
            inner = "".join(inline(part.block) for part in row.parts)
            return row.head.kind, row.head.depth, attributes, self.mark(state, inner, anchor)
        inner = "".join(self.part(part, seen) for part in row.parts)
        if row.was is not None:
            told = self.word("kind", what=self.kind(row.head), was=self.kind(row.was))
            inner = f'<span class="kind"{self.anchor(row.retag, seen)}>{self.said(told)}</span>{inner}'
        if state == "moved":
            inner = self.mark(state, inner, anchor)
        return row.head.kind, row.head.depth, attributes, inner

    def anchor(self, change: int, seen: set[int]) -> str:
        """An id where a change is shown for the first time; none without a prefix, where nothing leads to it."""
        if change < 0 or change in seen or not self.hidden or not self.prefix:
            return ""
        seen.add(change)
        return f' id="{escape(self.prefix)}-{change + 1}"'

    def part(self, part: Part, seen: set[int]) -> str:
        """One stretch of a block."""
        if part.name == "gap":
            return part.block.text or (self.said(" ") if self.hidden else "")
        if part.name in ("split", "join"):
            tag = "ins" if part.name == "split" else "del"
            return (
                f'<{tag}{self.anchor(part.change, seen)} class="{part.name}">{self.said(self.word(part.name))}</{tag}>'
            )
        if part.name in ("ins", "del"):
            return self.mark(part.name, inline(part.block), self.anchor(part.change, seen))
        if part.change < 0 or not part.block.text.strip():
            return inline(part.block)
        told = self.word("now", what=self.formats(part))
        inner = f"{self.said(told)}{inline(part.block)}{self.said(self.word('end'))}"
        return f'<span class="format"{self.anchor(part.change, seen)}>{inner}</span>'

    def formats(self, part: Part) -> str:
        """What became of the formats, in words."""
        added = [self.format(name) for name in sorted(part.added)]
        kept = {name.partition("=")[0] for name in part.added}
        gone = [name for name in sorted(part.removed) if name.partition("=")[0] not in kept]
        removed = [self.word("no longer", what=self.word("link" if n.startswith("a=") else n)) for n in gone]
        return self.word("and").join(added + removed)

    def format(self, name: str) -> str:
        """A format in words."""
        return self.word("a", to=name[2:]) if name.startswith("a=") else self.word(name)

    def kind(self, block: Block) -> str:
        """A kind of block in words."""
        if block.kind.startswith("h"):
            return self.word("h", n=block.kind[1:])
        return self.word(block.kind, n=block.depth)


def _print(printer: _Printer, found: Iterable[Row], seen: set[int] | None = None) -> str:
    told = set() if seen is None else seen
    return nest(printer.row(row, told) for row in found)


def redline(diff: Diff, lang: str, prefix: str, old: bool = True, new: bool = True) -> str:
    """The difference as HTML. Law 10: without what is deleted and hidden it reads as the new text."""
    return _print(_Printer(language(lang, REDLINE), prefix), rows(diff, old, new))


def side_by_side(diff: Diff, lang: str) -> tuple[Pair, ...]:
    """Rows of the old text and the new that stand beside each other."""
    printer = _Printer(language(lang, REDLINE), "side")
    sides: list[dict[int, list[Row]]] = []
    for old, new in ((True, False), (False, True)):
        found = rows(diff, old, new)
        sides.append({pair: list(group) for pair, group in groupby(found, key=lambda row: row.pair)})
    pairs = []
    seen: set[int] = set()
    for pair in sorted(set(sides[0]) | set(sides[1])):
        left, right = sides[0].get(pair, []), sides[1].get(pair, [])
        changed = any(row.state or row.was or len(row.parts) > 1 or row.parts[0].change >= 0 for row in left + right)
        changed = changed or len(left) != len(right)
        pairs.append(Pair(_print(printer, left, seen), _print(printer, right, seen), changed))
    return tuple(pairs)


def mail(diff: Diff, lang: str) -> str:
    """The redline with its words shown and its look beside each mark, since a mail has no style sheet."""
    return _print(_Printer(language(lang, REDLINE), "", hidden=False), rows(diff))


def plain(diff: Diff) -> str:
    """The redline as plain text, a block a line."""
    return "\n".join(_line(row) for row in rows(diff))


def _line(row: Row) -> str:
    text = "".join(_plain(part) for part in row.parts)
    if row.state in ("ins", "moved"):
        return "{+" + "".join(part.block.text for part in row.parts if part.name != "del") + "+}"
    return f"[-{text}-]" if row.state == "left" else text if row.state != "del" else _all(row)


def _all(row: Row) -> str:
    return "[-" + "".join(part.block.text for part in row.parts) + "-]"


def _plain(part: Part) -> str:
    text = part.block.text
    if part.name in ("split", "join"):
        return "{+¶+}" if part.name == "split" else "[-¶-]"
    if part.name == "ins":
        return "{+" + text + "+}"
    return f"[-{text}-]" if part.name == "del" else text
