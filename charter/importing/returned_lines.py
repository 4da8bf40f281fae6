"""A Word or OpenDocument file that a member returned, as a flat row of paragraphs, read in a child process.

Each paragraph has the key of its provision, if a bookmark says so. Each stretch of text has the author who inserted
it, the author who deleted it, and the comments that mark it. Names of authors prove nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any

from accounts.imports.child import read_in_child
from charter.files import inline
from charter.files.inline import BREAK
from charter.files.left_out import LeftOut, left_out, sum_notes
from charter.files.refusals import (
    ONLY_WORD,
    TOO_LARGE,
    TOO_MANY_AUTHORS,
    TOO_MANY_CHANGES,
    TOO_MANY_COMMENTS,
    Unreadable,
)
from charter.importing import opendocument, word
from charter.importing.formats import MEGABYTE, Format, recognise_format
from charter.importing.lines import Cell, FileLine, FilePiece, Manuscript, Mark

LARGEST = 10 * MEGABYTE
MOST_CHANGES = 20_000
MOST_AUTHORS = 200
MOST_COMMENTS = 500
# A word processor renames the copy of a bookmark.
KEY = re.compile(r"_c_([0-9a-f]{32})(?:[_ ]Copy[_ ]\d+)?")
OWN = re.compile(r"_c_own\d+(?:[_ ]Copy[_ ]\d+)?")
READERS = {Format.DOCX: word.read_word, Format.ODT: opendocument.read_opendocument}
PROPERTIES = ("charter-paper", "keywords")
COMMENTS = "comments"
# No name of a file has a control character.
OF_AMENDMENT = "\0"


@dataclass(frozen=True)
class Stretch:
    """Text with its formats; `inserted` and `deleted` name the author of a tracked change.

    `comments` are the places, in the file's list, of those that mark this text.
    """

    text: str
    formats: tuple[str, ...] = ()
    href: str = ""
    inserted: str | None = None
    deleted: str | None = None
    comments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `inserted` and `deleted` are about its end. `key` is empty where no bookmark names one.

    `cell` is its place in a table, if it is in one.
    """

    stretches: tuple[Stretch, ...]
    key: str = ""
    inserted: str | None = None
    deleted: str | None = None
    comments: tuple[int, ...] = ()
    cell: Cell | None = None


@dataclass(frozen=True)
class Comment:
    """A comment beside the text; `parent` is the place of the comment to which it replies, in the file's list."""

    author: str
    text: str
    is_done: bool = False
    parent: int | None = None


@dataclass(frozen=True)
class Returned:
    """What a returned file holds: its paragraphs and comments, its ids, and what is no part of its text.

    `names` are of people whom the file names outside its text: if one of them is erased, the file is deleted.
    """

    paragraphs: tuple[Paragraph, ...]
    ids: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    names: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors of tracked changes in the order of the file, without amendments whose marks are known."""
        authors: dict[str, None] = {}
        for paragraph in self.paragraphs:
            marks = (mark for stretch in paragraph.stretches for mark in (stretch.inserted, stretch.deleted))
            authors |= {mark: None for mark in (*marks, paragraph.inserted, paragraph.deleted) if mark is not None}
        return tuple(author for author in authors if not is_amendment(author))

    def as_json(self) -> dict[str, Any]:
        """The same as JSON knows it, for `from_json`."""
        return {
            "paragraphs": [asdict(paragraph) for paragraph in self.paragraphs],
            "ids": list(self.ids),
            "left_out": [asdict(note) for note in self.left_out],
            "names": list(self.names),
            "comments": [asdict(comment) for comment in self.comments],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Returned:
        """The same; a reading that was stored before comments were read has none."""
        paragraphs = tuple(
            Paragraph(
                tuple(_stretch_from_json(piece) for piece in paragraph["stretches"]),
                paragraph["key"],
                paragraph["inserted"],
                paragraph["deleted"],
                tuple(paragraph.get("comments", ())),
                Cell(**cell) if (cell := paragraph.get("cell")) else None,
            )
            for paragraph in data["paragraphs"]
        )
        notes = tuple(LeftOut(**note) for note in data["left_out"])
        comments = tuple(Comment(**comment) for comment in data.get("comments", ()))
        return cls(paragraphs, tuple(data["ids"]), notes, tuple(data["names"]), comments)


def author_of_amendment(number: int) -> str:
    """The author of a mark that belongs to a known amendment."""
    return f"{OF_AMENDMENT}{number}"


def is_amendment(author: str | None) -> bool:
    """Whether the author of a mark is a known amendment."""
    return author is not None and author.startswith(OF_AMENDMENT)


def _stretch_from_json(data: dict[str, Any]) -> Stretch:
    lists = {"formats": tuple(data["formats"]), "comments": tuple(data.get("comments", ()))}
    return Stretch(**{**data, **lists})


def read_upload(file: IO[bytes], name: str) -> Returned:
    """What an uploaded file holds, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(TOO_LARGE, n=LARGEST // MEGABYTE)
    return Returned.from_json(read_in_child("charter.importing.returned_lines:as_json", file, name=name))


def of_comment_table(cells: Iterable[str]) -> dict[str, Any]:
    """The reading of a table of comments, which changes no text; its cells are kept to find the names of people."""
    names = dict.fromkeys(inline.clean_characters(cell).text.strip() for cell in cells)
    return Returned((), (), (), tuple(name for name in names if name)).as_json() | {"form": COMMENTS}


def read_typed(text: str) -> Returned:
    """Typed text, each line as a paragraph."""
    lines = (inline.clean_characters(line).text.strip() for line in text.splitlines())
    return Returned(tuple(Paragraph((Stretch(line),)) for line in lines if line), (), ())


def as_json(data: bytes, *, name: str) -> dict[str, Any]:
    """Called in the child process."""
    return read(data, name).as_json()


def read(data: bytes, name: str) -> Returned:
    """The paragraphs of a Word file or an OpenDocument text with their tracked changes."""
    reader = READERS.get(recognise_format(data, name))
    if reader is None:
        raise Unreadable(ONLY_WORD)
    manuscript = reader(data, "accept")
    _refuse_floods(manuscript)
    comments = {comment.key: place for place, comment in enumerate(manuscript.comments)}
    notes = [note for note in manuscript.left_out if note.what != "comment"]
    notes += [note for line in manuscript.lines for note in _removed(line)]
    paragraphs = []
    for line in manuscript.lines:
        key = next((match[1] for name in line.bookmarks if (match := KEY.fullmatch(name))), "")
        if not key and _is_ours(line):
            if _is_marked(line):
                notes.append(left_out("own", line.text))
            continue
        if not key and line.role == "contents":
            notes.append(left_out("contents", line.text))
            continue
        paragraphs.append(
            Paragraph(
                tuple(_stretches(line.pieces, comments)),
                key,
                _author(line.inserted),
                _author(line.deleted),
                _places(line.comments, comments),
                line.cell,
            )
        )
    ids = tuple(manuscript.properties[name] for name in PROPERTIES if manuscript.properties.get(name))
    names = dict.fromkeys(inline.clean_characters(name).text for name in manuscript.names)
    return Returned(tuple(paragraphs), ids, sum_notes(notes), tuple(names), tuple(_comments(manuscript, comments)))


def _comments(manuscript: Manuscript, places: Mapping[str, int]) -> Iterable[Comment]:
    for comment in manuscript.comments:
        lines = (inline.clean_characters(line).text.strip() for line in comment.text.splitlines())
        text = "\n".join(line for line in lines if line)
        yield Comment(_name(comment.author), text, comment.is_done, places.get(comment.parent))


def _places(keys: Iterable[str], comments: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(comments[key] for key in keys if key in comments)


def _refuse_floods(manuscript: Manuscript) -> None:
    marks = [
        mark
        for line in manuscript.lines
        for mark in (line.inserted, line.deleted, *(m for p in line.pieces for m in (p.inserted, p.deleted)))
        if mark is not None
    ]
    if len(marks) > MOST_CHANGES:
        raise Unreadable(TOO_MANY_CHANGES, n=MOST_CHANGES)
    if len({mark.author for mark in marks}) > MOST_AUTHORS:
        raise Unreadable(TOO_MANY_AUTHORS, n=MOST_AUTHORS)
    if len(manuscript.comments) > MOST_COMMENTS:
        raise Unreadable(TOO_MANY_COMMENTS, n=MOST_COMMENTS)


def _is_ours(line: FileLine) -> bool:
    """Whether this site wrote the line above the text: it has a bookmark of its own."""
    return any(OWN.fullmatch(name) for name in line.bookmarks)


def _is_marked(line: FileLine) -> bool:
    return line.inserted is not None or any(p.inserted is not None or p.deleted is not None for p in line.pieces)


def _author(mark: Mark | None) -> str | None:
    return None if mark is None else _name(mark.author)


def _name(author: str) -> str:
    return inline.clean_characters(author).text.strip()[:200]


def _removed(line: FileLine) -> Iterable[LeftOut]:
    """Notes on characters of a line that nobody sees, which are not imported, and on words of mixed letters."""
    cleaned = inline.clean_characters(line.text.replace(BREAK, " "))
    for what, count in (("bidi", cleaned.bidi), ("invisible", cleaned.invisible)):
        if count:
            yield left_out(what, line.text, count)
    yield from (left_out("mixed", word) for word in inline.mixed_words(cleaned.text))


def _stretches(pieces: Iterable[FilePiece], comments: Mapping[str, int]) -> Iterable[Stretch]:
    for piece in pieces:
        text = inline.clean_characters(piece.text.replace(BREAK, " ").replace("\t", " ")).text
        if text:
            formats = tuple(sorted(piece.formats))
            marked = _places(piece.comments, comments)
            yield Stretch(text, formats, piece.href, _author(piece.inserted), _author(piece.deleted), marked)
