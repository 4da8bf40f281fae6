"""A word processor's file as one flat row of lines, each of pieces that know who put them in and who took them out.

Both formats end in this row, and all that follows is shared: what the file is once its changes are accepted or
rejected, its numbers, its blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from charter.files.left_out import LeftOut

Role = Literal["title", "front", "own", "heading", "contents", "text"]


@dataclass(frozen=True)
class Mark:
    """Who changed something and when, as the file says; both prove nothing."""

    author: str = ""
    date: str = ""


@dataclass(frozen=True)
class FileComment:
    """A comment beside the text; `key` is its id in the file, `parent` that of the comment to which it replies."""

    key: str
    author: str = ""
    text: str = ""
    is_done: bool = False
    parent: str = ""


@dataclass(frozen=True)
class FilePiece:
    """A stretch of text with its formats, and whose tracked change put it in or took it out, if one did.

    `comments` are the ids of those that mark this text.
    """

    text: str
    formats: frozenset[str] = frozenset()
    href: str = ""
    inserted: Mark | None = None
    deleted: Mark | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a line is numbered: its series, its level counted from 0, and the definition that writes the number.

    Lines of one series are counted together; a line with `start` has that number.
    """

    series: str
    level: int
    definition: str
    start: int | None = None


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered: `pattern` has %1 to %9 for the numbers of the levels.

    `restart` is the level (counted from 1) at whose next number this one starts again, 0 for never.
    """

    form: str
    pattern: str
    start: int = 1
    restart: int | None = None


@dataclass(frozen=True)
class Definition:
    """The levels of a list by number, and where a definition begins to count anew when it is first used."""

    levels: Mapping[int, Level]
    restarts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """The table, row and column in which a line stands, each counted from 0.

    `is_continued` is about a cell that goes on with the one above it.
    """

    table: int
    row: int
    column: int
    is_continued: bool = False


@dataclass(frozen=True)
class FileLine:
    """One paragraph: its pieces, what it is, its number, and whose tracked change made or removed its end.

    `comments` are the ids of those attached to it, even where they mark no text.
    """

    pieces: tuple[FilePiece, ...]
    role: Role = "text"
    level: int = 0  # of a heading, from 1
    place: Place | None = None
    bold: bool = False
    centred: bool = False
    cell: Cell | None = None
    bookmarks: tuple[str, ...] = ()
    inserted: Mark | None = None
    deleted: Mark | None = None
    comments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All words, those taken out among them."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Manuscript:
    """A file of a word processor: its lines, how its lists are numbered, and what is no part of its text.

    `properties` are those that a file carries beside its text, by name; `names` are of people who worked on it.
    """

    lines: tuple[FileLine, ...]
    definitions: Mapping[str, Definition]
    left_out: tuple[LeftOut, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    comments: tuple[FileComment, ...] = ()

    @property
    def is_tracked(self) -> bool:
        """Whether changes wait to be accepted or rejected."""
        return any(
            mark is not None
            for line in self.lines
            for mark in (line.inserted, line.deleted, *(m for p in line.pieces for m in (p.inserted, p.deleted)))
        )
