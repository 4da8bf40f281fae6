"""Rows printed: as a redline, as the text before or after, side by side, as plain text, for an e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from charter.text.dictionaries import installed_dictionary
from charter.text.edits import Replace, block_of, without_id
from charter.text.phrases import REDLINE, formats_in_words, kind_in_words, nearest_language
from charter.text.revision import Revision
from charter.text.rows import Part, ShownBlock, new_text, rows_of
from charter.text.tables import Cell, Table, TableRow, paired_cells, paired_rows, table_inner_html
from charter.text.tokens import has_unspaced
from charter.text.values import Block, join_spans
from charter.text.widening import widen_parts
from charter.text.writing import inline_html, nest_rows, shown_traits, spoken_text

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

    def hidden_words(self, text: str) -> str:
        """Words for those who do not see the mark."""
        if not self.hidden:
            return escape(text, quote=False)
        return f'<span class="vh" lang="{self.lang}">{escape(text, quote=False)}</span>'

    def apart(self) -> str:
        """What a listener hears between words that go and words that come."""
        return self.hidden_words(" ") if self.hidden else ""

    def mark(self, state: str, inner: str, anchor: str = "") -> str:
        """Inserted or deleted words, between words that state this for screen readers."""
        tag = MARKS[state]
        attributes = anchor + (f' class="{state}"' if state != tag else "")
        attributes += f' style="{MAIL[tag]}"' if not self.hidden else ""
        before, after = self.hidden_words(self.word(state)), self.hidden_words(self.word("end"))
        return f"<{tag}{attributes}>{before}{inner}{after}</{tag}>"

    def row(self, row: ShownBlock, seen: set[int]) -> tuple[Block, str, str]:
        """One block: its tag, its attributes, its inner HTML."""
        state = row.state
        head = replace(row.head, traits=without_id(row.head.traits))
        anchor = self.anchor(row.change, seen)
        attributes = (
            f' data-key="{escape(row.head.key)}"' if row.head.key is not None and state in ("", "moved") else ""
        )
        attributes += shown_traits(head)
        if head.kind == "rule" and not state:
            return head, attributes, ""
        attributes += f' class="{state}"' if state else ""
        if head.table is not None:
            return head, attributes, _Tables(self, anchor).whole(head.table, state)
        head = replace(head, kind="p") if head.kind == "rule" else head
        if state in ("ins", "del", "left"):
            inner = "".join(_inline(part.block) for part in row.parts)
            return head, attributes, self.mark(state, inner, anchor)
        inner = "".join(self.part(part, seen) for part in row.parts)
        if row.was is not None:
            note = self.word("kind", what=kind_in_words(self.lang, row.head), was=kind_in_words(self.lang, row.was))
            inner = f'<span class="kind"{self.anchor(row.retag, seen)}>{self.hidden_words(note)}</span>{inner}'
        if state == "moved":
            inner = self.mark(state, inner, anchor)
        return head, attributes, inner

    def anchor(self, change: int, seen: set[int]) -> str:
        """An id where a change is shown for the first time; none without a prefix, where nothing leads to it."""
        if change < 0 or change in seen or not self.hidden or not self.prefix:
            return ""
        seen.add(change)
        return f' id="{escape(self.prefix)}-{change + 1}"'

    def part(self, part: Part, seen: set[int]) -> str:
        """One stretch of a block."""
        if part.name == "gap":
            return part.block.text or self.apart()
        if part.name in ("split", "join"):
            tag = "ins" if part.name == "split" else "del"
            words = self.hidden_words(self.word(part.name))
            return f'<{tag}{self.anchor(part.change, seen)} class="{part.name}">{words}</{tag}>'
        if part.name in ("ins", "del"):
            return self.mark(part.name, _inline(part.block), self.anchor(part.change, seen))
        if part.change < 0 or not part.block.text.strip():
            return _inline(part.block)
        note = self.word("now", what=self.formats(part))
        inner = f"{self.hidden_words(note)}{_inline(part.block)}{self.hidden_words(self.word('end'))}"
        return f'<span class="format"{self.anchor(part.change, seen)}>{inner}</span>'

    def formats(self, part: Part) -> str:
        """What became of the formats, in words."""
        return formats_in_words(self.lang, part.added, part.removed)


class _Tables:
    """Prints tables; the first mark in a table has the anchor. `sides` says whether old and new words are shown."""

    def __init__(self, printer: _Printer, anchor: str, sides: tuple[bool, bool] = (True, True)) -> None:
        self.printer, self.anchor, self.sides = printer, anchor, sides

    def whole(self, table: Table, state: str) -> str:
        """A table that comes, goes or stays as a whole: each cell has the mark."""
        if not state:
            return table.html
        rows = ((row.part, "", (self._cell(cell, state) for cell in row.cells)) for row in table.rows)
        return table_inner_html(self._mark(state, table.caption), rows)

    def changed(self, old: Table, new: Table) -> str:
        """Two tables as one, row by row and cell by cell."""
        caption = self._replaced(old.caption, new.caption)
        rows = ((self._row(old, a, new, b)) for a, b in paired_rows(old, new))
        return table_inner_html(caption, filter(None, rows))

    def _row(self, old: Table, a: int | None, new: Table, b: int | None) -> tuple[str, str, Iterable[str]] | None:
        old_row, new_row = None if a is None else old.rows[a], None if b is None else new.rows[b]
        if old_row is not None and new_row is not None:
            return new_row.part, "", self._cells(old_row, new_row)
        row, state, shown = (old_row, "del", self.sides[0]) if old_row is not None else (new_row, "ins", self.sides[1])
        if row is None or not shown:
            return None
        return row.part, f' class="{state}"', (self._cell(cell, state) for cell in row.cells)

    def _cells(self, old: TableRow, new: TableRow) -> Iterator[str]:
        for a, b in paired_cells(old, new):
            if a is None and b is not None and self.sides[1]:
                yield self._cell(new.cells[b], "ins")
            elif b is None and a is not None and self.sides[0]:
                yield self._cell(old.cells[a], "del")
            elif a is not None and b is not None:
                cell = new.cells[b] if self.sides[1] else old.cells[a]
                yield f"<{cell.start}>{self._replaced(old.cells[a].html, new.cells[b].html)}</{cell.tag}>"

    def _cell(self, cell: Cell, state: str) -> str:
        return f'<{cell.start} class="{state}">{self._mark(state, cell.html)}</{cell.tag}>'

    def _replaced(self, old: str, new: str) -> str:
        """What stood in a cell and what stands there now: a cell changes as a whole."""
        if old == new:
            return new
        gone = self._mark("del", old) if self.sides[0] else ""
        come = self._mark("ins", new) if self.sides[1] else ""
        return gone + (self.printer.apart() if gone and come else "") + come

    def _mark(self, state: str, inner: str) -> str:
        if not inner:
            return ""
        anchor, self.anchor = self.anchor, ""
        return self.printer.mark(state, inner, anchor)


def _inline(block: Block) -> str:
    """Words with their formats, without ids: the page of a redline shows the same words twice."""
    if not any(name.startswith("id=") for _, _, formats in block.formats for name in formats):
        return inline_html(block)
    spans = ((a, b, frozenset(f for f in formats if not f.startswith("id="))) for a, b, formats in block.formats)
    return inline_html(replace(block, formats=join_spans(spans)))


Sides = tuple[bool, bool]


def _print(
    printer: _Printer,
    diff: Revision,
    rows: Iterable[ShownBlock],
    sides: Sides = (True, True),
    seen: set[int] | None = None,
) -> str:
    seen = set() if seen is None else seen
    return nest_rows(_rows(printer, diff, rows, sides, seen))


def _rows(
    printer: _Printer, diff: Revision, rows: Iterable[ShownBlock], sides: Sides, seen: set[int]
) -> Iterator[tuple[Block, str, str]]:
    for row in rows:
        pair = _tables_of(diff, row)
        if pair is None:
            yield printer.row(row, seen)
        elif row.state == "ins" or not sides[1]:
            anchor = printer.anchor(row.change, seen)
            yield row.head, ' class="changed"', _Tables(printer, anchor, sides).changed(*pair)


def _tables_of(diff: Revision, row: ShownBlock) -> tuple[Table, Table] | None:
    """The two tables of a row in which one is put in place of the other."""
    edit = diff.edits[row.change] if row.state in ("ins", "del") and row.head.table is not None else None
    if not isinstance(edit, Replace) or len(edit.content) != 1 or block_of(edit.end) - block_of(edit.start) != 1:
        return None
    old, new = diff.old.blocks[block_of(edit.start)].table, edit.content[0].table
    return (old, new) if old is not None and new is not None else None


def _shown(diff: Revision, old: bool = True, new: bool = True) -> list[ShownBlock]:
    """The rows of a difference, with whole words marked where a dictionary knows the words."""
    shown_blocks = rows_of(diff, old, new)
    for row in shown_blocks:
        if row.state in ("", "moved") and any(has_unspaced(part.block.text) for part in row.parts):
            dictionary = installed_dictionary()
            row.parts = widen_parts(row.parts, dictionary.finder, (old, new)) if dictionary else row.parts
    return shown_blocks


def redline(diff: Revision, lang: str, prefix: str, old: bool = True, new: bool = True) -> str:
    """The difference as HTML. Law 10: without deleted and hidden words it reads as the new text."""
    return _print(_Printer(nearest_language(lang, REDLINE), prefix), diff, _shown(diff, old, new), (old, new))


def side_by_side(diff: Revision, lang: str) -> tuple[Pair, ...]:
    """Rows of the old text and the new one beside each other."""
    printer = _Printer(nearest_language(lang, REDLINE), "side")
    sides: list[dict[int, list[ShownBlock]]] = []
    for old, new in ((True, False), (False, True)):
        shown_blocks = _shown(diff, old, new)
        sides.append({pair: list(group) for pair, group in groupby(shown_blocks, key=lambda row: row.pair)})
    pairs = []
    seen: set[int] = set()
    for pair in sorted(set(sides[0]) | set(sides[1])):
        left, right = sides[0].get(pair, []), sides[1].get(pair, [])
        changed = any(row.state or row.was or len(row.parts) > 1 or row.parts[0].change >= 0 for row in left + right)
        changed = changed or len(left) != len(right)
        before = _print(printer, diff, left, (True, False), seen)
        pairs.append(Pair(before, _print(printer, diff, right, (False, True), seen), changed))
    return tuple(pairs)


def redline_for_mail(diff: Revision, lang: str) -> str:
    """The redline with its words shown and its look beside each mark, since a mail has no style sheet."""
    return _print(_Printer(nearest_language(lang, REDLINE), "", hidden=False), diff, _shown(diff))


def redline_as_text(diff: Revision) -> str:
    """The redline as plain text, a block a line."""
    return spoken_text("\n".join(line for row in _shown(diff) for line in _lines(diff, row)))


def _lines(diff: Revision, row: ShownBlock) -> Iterator[str]:
    """A row in lines; of two tables in place of each other one is printed, with its changed cells."""
    pair = _tables_of(diff, row)
    if pair is None:
        yield _line(row)
    elif row.state == "ins":
        old, new = pair
        for a, b in paired_rows(old, new):
            old_cells, new_cells = () if a is None else old.rows[a].cells, () if b is None else new.rows[b].cells
            cells = paired_cells(TableRow(tuple(old_cells)), TableRow(tuple(new_cells)))
            yield " | ".join(
                _cell_line("" if i is None else old_cells[i].text, "" if j is None else new_cells[j].text)
                for i, j in cells
            )


def _cell_line(old: str, new: str) -> str:
    if old == new:
        return new
    return " ".join(filter(None, [f"[-{old}-]" if old else "", f"{{+{new}+}}" if new else ""]))


def _line(row: ShownBlock) -> str:
    text = "".join(_plain(part) for part in row.parts)
    if row.state in ("ins", "moved"):
        return "{+" + new_text(row.parts) + "+}"
    return f"[-{text}-]" if row.state == "left" else text if row.state != "del" else _all(row)


def _all(row: ShownBlock) -> str:
    return "[-" + "".join(part.block.text for part in row.parts) + "-]"


def _plain(part: Part) -> str:
    text = part.block.text
    if part.name in ("split", "join"):
        return "{+¶+}" if part.name == "split" else "[-¶-]"
    if part.name == "ins":
        return "{+" + text + "+}"
    return f"[-{text}-]" if part.name == "del" else text
