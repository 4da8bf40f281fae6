"""A manuscript once its changes are accepted or rejected: the lines that remain, numbered, as clean blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from charter.facts.numerals import Label, fold_digits, read_label
from charter.facts.vocabulary import opens_contents
from charter.files import inline
from charter.files.inline import BREAK, Run
from charter.files.left_out import LeftOut, left_out, sum_notes
from charter.importing.blocks import BETWEEN_CELLS, Block, Blocks, check_bounds, part_runs
from charter.importing.lines import FileLine, FilePiece, Manuscript
from charter.importing.list_numbers import Counter as Numbers
from charter.importing.list_numbers import PrintedNumber

# A line of a table of contents that somebody typed: words, then a tab or dots, then a page.
WITH_PAGE = re.compile(r"\S.*?(?:\t+|\s*\.{3,}\s*|\s*…+\s*|\s{4,})\d{1,3}\s*")
# A number that a tab parts from its words needs no point or bracket.
BEFORE_TAB = re.compile(r"\s*(\d{1,3}|[a-z]|[ivx]{1,6})\t")
YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
LONGEST_DATE = 80


@dataclass(frozen=True)
class _Numbered:
    """A line that remains, and the number that is drawn before it."""

    line: FileLine
    printed: PrintedNumber


def original_line(line: FileLine) -> FileLine:
    """A line as it was before the changes that wait."""
    return replace(line, pieces=tuple(piece for piece in line.pieces if piece.inserted is None))


def accepted_line(line: FileLine) -> FileLine:
    """A line once the changes that wait are accepted."""
    return replace(line, pieces=tuple(piece for piece in line.pieces if piece.deleted is None))


def settle_changes(manuscript: Manuscript, tracked: str) -> tuple[FileLine, ...]:
    """The lines that remain once changes are accepted ("accept") or rejected ("reject"), without marks.

    A line whose end is gone runs on into the next one. It stays what it was, unless none of its words remain.
    """
    settled: list[FileLine] = []
    open_: FileLine | None = None
    for line in manuscript.lines:
        kept = original_line(line) if tracked == "reject" else accepted_line(line)
        ended = (line.inserted if tracked == "reject" else line.deleted) is None
        if open_ is not None:
            shape = open_ if open_.text.strip() else kept
            kept = replace(shape, pieces=(*open_.pieces, *kept.pieces), bookmarks=(*open_.bookmarks, *kept.bookmarks))
        open_ = None if ended else kept
        if ended:
            settled.append(kept)
    if open_ is not None:
        settled.append(open_)
    return tuple(replace(line, inserted=None, deleted=None, pieces=_unmarked(line.pieces)) for line in settled)


def _unmarked(pieces: Iterable[FilePiece]) -> tuple[FilePiece, ...]:
    return tuple(replace(piece, inserted=None, deleted=None) for piece in pieces)


def table_rows(manuscript: Manuscript, tracked: str) -> Iterator[list[str]]:
    """The words of the cells of each row of each table, with an empty line between the paragraphs of a cell."""
    lines = [line for line in settle_changes(manuscript, tracked) if line.cell is not None]
    for _row, same in groupby(lines, key=lambda line: line.cell and (line.cell.table, line.cell.row)):
        cells = groupby(same, key=lambda line: line.cell)
        yield ["\n\n".join(filter(None, map(_words, paragraphs))) for _cell, paragraphs in cells]


def _words(line: FileLine) -> str:
    """The words of a paragraph; a line break that was typed in it stays."""
    lines = "".join(piece.text for piece in line.pieces).split(BREAK)
    cleaned = ([Run(inline.clean_characters(words).text)] for words in lines)
    return "\n".join(inline.plain_words(inline.collapse_spaces(runs)) for runs in cleaned).strip("\n")


def settled_blocks(manuscript: Manuscript, tracked: str) -> Blocks:
    """The clean blocks of a manuscript, and all that is left out of them."""
    numbers = Numbers(manuscript.definitions)
    numbered = [
        _Numbered(line, numbers.number(line.place) if line.place else PrintedNumber("", None))
        # A list does not count a line that has no words.
        for line in settle_changes(manuscript, tracked)
        if line.text.strip(" \t\u00a0\u202f" + BREAK)
    ]
    notes = list(manuscript.left_out)
    remaining = _without_contents(numbered, notes)
    remaining = _without_front(remaining, notes)
    cleaner = _Cleaner()
    blocks = [block for numbered_line in _by_row(remaining) for block in cleaner.blocks(numbered_line)]
    return check_bounds(blocks, "", sum_notes([*notes, *cleaner.notes()]))


def _without_contents(lines: Sequence[_Numbered], notes: list[LeftOut]) -> list[_Numbered]:
    """The lines without tables of contents: made by the program, or typed under a heading that says so."""
    typed = _typed_contents(lines)
    gone = [numbered_line.line.role == "contents" or place in typed for place, numbered_line in enumerate(lines)]
    for is_gone, same in groupby(zip(lines, gone, strict=True), key=lambda pair: pair[1]):
        if is_gone:
            rows_ = [numbered_line.line.text for numbered_line, _gone in same]
            notes.append(left_out("contents", " ".join(rows_), len(rows_)))
    return [numbered_line for numbered_line, is_gone in zip(lines, gone, strict=True) if not is_gone]


def _typed_contents(lines: Sequence[_Numbered]) -> set[int]:
    """The places of lines that end with a page: two at least, or under a heading that names them."""
    places_of_contents: set[int] = set()
    paged = [_ends_with_page(line) for line in lines]
    for is_paged, same in groupby(range(len(lines)), key=lambda place: paged[place]):
        places = list(same)
        headed = places[0] > 0 and opens_contents(lines[places[0] - 1].line.text)
        if is_paged and (headed or len(places) > 1):
            places_of_contents |= {*places, *([places[0] - 1] if headed else [])}
    return places_of_contents


def _ends_with_page(numbered_line: _Numbered) -> bool:
    return numbered_line.line.cell is None and WITH_PAGE.fullmatch(fold_digits(numbered_line.line.text)) is not None


def _without_front(lines: Sequence[_Numbered], notes: list[LeftOut]) -> list[_Numbered]:
    """The lines without what stands between a title and the text: subtitles, names, the day of a text."""
    kept: list[_Numbered] = []
    before_text = True
    for numbered_line in lines:
        line = numbered_line.line
        before_text = before_text and (
            line.role in ("title", "front", "own") or not kept or _is_day(line) or line.centred
        )
        if line.role == "own":
            notes.append(left_out("own", line.text))
            continue
        if line.role == "front" or (before_text and kept and _is_day(line)):
            notes.append(left_out("front", line.text))
            continue
        kept.append(numbered_line)
    return kept


def _is_day(line: FileLine) -> bool:
    """Whether a short line names a day and says nothing: it has a year, and no sentence ends in it."""
    words = fold_digits(line.text.strip())
    short = line.role == "text" and len(words) <= LONGEST_DATE and line.cell is None
    return short and YEAR.search(words) is not None and words[-1] not in ".,;:!?،؛"


def _by_row(lines: Iterable[_Numbered]) -> Iterator[_Numbered]:
    """The lines, those of one row of a table as one line, where each of its cells has one."""
    for place, same in groupby(
        lines,
        key=lambda numbered_line: (
            numbered_line.line.cell and (numbered_line.line.cell.table, numbered_line.line.cell.row)
        ),
    ):
        row = list(same)
        columns = [numbered_line.line.cell.column for numbered_line in row if numbered_line.line.cell]
        if place is None or len(row) == 1 or len(set(columns)) < len(columns):
            yield from row
        else:
            between = FilePiece(BETWEEN_CELLS)
            pieces = [piece for numbered_line in row for piece in (between, *numbered_line.line.pieces)][1:]
            yield _Numbered(FileLine(tuple(pieces), cell=row[0].line.cell), PrintedNumber("", None))


class _Cleaner:
    """Makes blocks of lines, and counts the characters that are taken out of them."""

    def __init__(self) -> None:
        self.removed: Counter[str] = Counter()

    def notes(self) -> list[LeftOut]:
        return [left_out(kind, count=count) for kind, count in self.removed.items() if count]

    def blocks(self, numbered: _Numbered) -> Iterator[Block]:
        """The blocks of a line: more than one where a line break stands before a label."""
        line, printed = numbered.line, numbered.printed
        if line.role == "title":
            yield Block(
                "title", 0, inline.collapse_spaces(run for runs in part_runs(self._runs(line.pieces)) for run in runs)
            )
            return
        label = printed.label
        pieces = line.pieces
        if line.role == "text" and label is None and not printed.text:
            label, pieces = _typed(line)
        for runs in part_runs(self._runs(pieces)):
            collapsed = inline.collapse_spaces(runs)
            if inline.plain_words(collapsed).strip(" \u00a0\u202f"):
                yield _block(line, collapsed, label, printed)
                label, printed = None, PrintedNumber("", None)

    def _runs(self, pieces: Iterable[FilePiece]) -> list[Run]:
        runs = []
        for piece in pieces:
            if piece.text == BREAK:
                runs.append(Run(BREAK, piece.formats, piece.href))
                continue
            cleaned = inline.clean_characters(piece.text)
            self.removed.update(bidi=cleaned.bidi, invisible=cleaned.invisible, control=cleaned.control)
            runs.append(Run(cleaned.text, piece.formats, piece.href))
        return runs


def _typed(line: FileLine) -> tuple[Label | None, tuple[FilePiece, ...]]:
    """A number that a tab parts from the words, and the pieces after it."""
    match = BEFORE_TAB.match(fold_digits(line.text))
    label = read_label(f"{match[1]}. x") if match else None
    if not match or not label:
        return None, line.pieces
    return label[0], _after(line.pieces, match.end())


def _after(pieces: Iterable[FilePiece], length: int) -> tuple[FilePiece, ...]:
    kept = []
    for piece in pieces:
        if length < len(piece.text):
            kept.append(replace(piece, text=piece.text[length:]))
        length = max(0, length - len(piece.text))
    return tuple(kept)


def _block(line: FileLine, runs: tuple[Run, ...], label: Label | None, printed: PrintedNumber) -> Block:
    set_off = line.bold or line.centred
    if line.role == "heading":
        return Block("heading", line.level, runs, printed=printed.text)
    if label is None:
        return Block("text", 0, runs, printed=printed.text, set_off=set_off)
    level = line.place.level + 1 if line.place else 1
    return Block("item" if line.place else "text", level if line.place else 0, runs, label, printed=printed.text)
