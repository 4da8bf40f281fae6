"""A document as a flat row of clean blocks, and the list of all that was left behind and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from charter.facts.numerals import Label, read_label
from charter.files import inline
from charter.files.inline import BREAK, Run
from charter.files.left_out import LeftOut
from charter.files.refusals import EMPTY, TOO_LONG, TOO_MANY, Unreadable

# More than a long charter has.
MOST_BLOCKS = 5_000
MOST_CHARACTERS = 1_000_000
# Parts the cells of a row of a table, which is one line.
BETWEEN_CELLS = " | "


@dataclass(frozen=True)
class Block:
    """One block of a document: its title, a heading, an item of a list or a text."""

    role: str  # title | heading | item | text
    level: (
        int  # of a heading 1 to 6; of an item how deep its list is nested; of a text inside an item likewise, else 0
    )
    runs: tuple[Run, ...]
    label: Label | None = None
    source_id: str = ""
    printed: str = ""  # the number that the program draws before a heading, which is no part of its words
    set_off: bool = False  # in bold or in the middle by its style, where its runs do not say so

    @property
    def text(self) -> str:
        return inline.plain_words(self.runs)

    @property
    def headline(self) -> str:
        """The words as they are seen, with the number that is drawn before them."""
        return f"{self.printed} {self.text}" if self.printed else self.text

    @property
    def bold(self) -> bool:
        return self.set_off or (
            bool(self.runs) and all("strong" in run.formats for run in self.runs if run.text.strip())
        )


@dataclass(frozen=True)
class Blocks:
    """A document as blocks, with its title of the head and what was left out."""

    blocks: tuple[Block, ...]
    title: str
    left_out: tuple[LeftOut, ...]


def check_bounds(blocks: Sequence[Block], title: str, left_out: tuple[LeftOut, ...]) -> Blocks:
    """The document, or a refusal where it has no text or more than a charter has."""
    if not blocks:
        raise Unreadable(EMPTY)
    if len(blocks) > MOST_BLOCKS:
        raise Unreadable(TOO_MANY, n=MOST_BLOCKS)
    if sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        raise Unreadable(TOO_LONG, n=MOST_CHARACTERS)
    return Blocks(tuple(blocks), title, left_out)


def part_runs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs of one paragraph, parted at the line breaks after which a label stands."""
    piece: list[Run] = []
    for line in _lines(runs):
        if piece and read_label(inline.plain_words(inline.collapse_spaces(line))) is not None:
            yield piece
            piece = []
        piece += line
    yield piece


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs up to each line break; a break is the space before what follows, in its own formats."""
    line: list[Run] = []
    for run in runs:
        if run.text == BREAK:
            yield line
            line = [replace(run, text=" ")]
        else:
            line.append(run)
    yield line
