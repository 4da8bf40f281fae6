"""Tables: cells in rows, each with its inner HTML, and which cell of one table is which of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

from rapidfuzz.distance import LCSseq

# In canonical HTML no other `"` stands before a name and no `<` stands within a tag.
_ID = re.compile(r'<[^<>]* id="([^"]*)"')

# From this share of equal cells on, two rows are one that changed.
LIKE = 0.3


@dataclass(frozen=True)
class Cell:
    """A cell: `td` or `th`, its inner HTML, its words, and pairs of attribute and value."""

    tag: str
    html: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def start(self) -> str:
        """The name of the tag with its attributes."""
        return self.tag + "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)


@dataclass(frozen=True)
class TableRow:
    """A row of cells; `part` is thead, tbody or tfoot."""

    cells: tuple[Cell, ...]
    part: str = "tbody"


@dataclass(frozen=True)
class Table:
    """Rows of cells, under a caption that may be empty."""

    rows: tuple[TableRow, ...]
    caption: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """The words, a row a line, for plain text: cells without words are left out."""
        lines = [self.title, *(" | ".join(filter(str.strip, (cell.text for cell in row.cells))) for row in self.rows)]
        return "\n".join(filter(None, lines))

    @property
    def html(self) -> str:
        """The inner HTML of the table."""
        return table_inner_html(self.caption, ((row.part, "", map(_cell, row.cells)) for row in self.rows))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the cells and of their contents, in the order of their names."""
        return tuple(sorted(unescape(name) for name in _ID.findall(self.html)))


def _cell(cell: Cell) -> str:
    return f"<{cell.start}>{cell.html}</{cell.tag}>"


def table_inner_html(caption: str, rows: Iterable[tuple[str, str, Iterable[str]]]) -> str:
    """The inner HTML of a table, from a caption and rows (part, attributes, cells)."""
    out = [f"<caption>{caption}</caption>"] if caption else []
    open_part = "tbody"
    for part, attributes, cells in rows:
        if part != open_part:
            out.append(f"</{open_part}>" if open_part != "tbody" else "")
            out.append(f"<{part}>" if part != "tbody" else "")
            open_part = part
        out.append(f"<tr{attributes}>{''.join(cells)}</tr>")
    if open_part != "tbody":
        out.append(f"</{open_part}>")
    return "".join(out)


Pair = tuple[int | None, int | None]
_Alike = Callable[[int, int], bool]


def paired_rows(old: Table, new: Table) -> list[Pair]:
    """Which row is which: places in the old and the new table, None where one has no such row."""
    old_rows, new_rows = ([tuple(cell.text for cell in row.cells) for row in table.rows] for table in (old, new))
    return list(_paired(old_rows, new_rows, lambda a, b: _likeness(old_rows[a], new_rows[b]) >= LIKE))


def paired_cells(old: TableRow, new: TableRow) -> list[Pair]:
    """Which cell of one row is which of another; cells left over in one place are paired in their order."""
    return list(_paired([c.text for c in old.cells], [c.text for c in new.cells], lambda a, b: True))


def _likeness(texts: Sequence[str], other_texts: Sequence[str]) -> float:
    return float(LCSseq.similarity(texts, other_texts)) / (max(len(texts), len(other_texts)) or 1)


def _paired(old: Sequence[object], new: Sequence[object], alike: _Alike) -> Iterator[Pair]:
    ids: dict[object, int] = {}
    codes = LCSseq.opcodes([ids.setdefault(v, len(ids)) for v in old], [ids.setdefault(v, len(ids)) for v in new])
    olds: list[int] = []
    news: list[int] = []
    for code in codes:
        if code.tag != "equal":
            olds += range(code.src_start, code.src_end)
            news += range(code.dest_start, code.dest_end)
            continue
        yield from _gap(olds, news, alike)
        olds, news = [], []
        yield from zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True)
    yield from _gap(olds, news, alike)


def _gap(olds: list[int], news: list[int], alike: _Alike) -> Iterator[Pair]:
    """What changed in one place: pairs that are alike in order, everything else on its own."""
    left = list(olds)
    for b in news:
        a = next((a for a in left if alike(a, b)), None)
        if a is None:
            yield None, b
            continue
        while left[0] != a:
            yield left.pop(0), None
        left.pop(0)
        yield a, b
    yield from ((a, None) for a in left)
