"""From the bytes of a file to clean blocks, with a list of what was left out and why, or one sentence why not."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass, replace
from html import escape
from itertools import pairwise, takewhile
from typing import IO, Any

from babel import Locale, UnknownLocaleError
from markdown_it import MarkdownIt
from markdown_it.token import Token

from accounts.imports.child import read_in_child
from charter.files.inline import mixed_words
from charter.files.left_out import LeftOut, left_out, sum_notes
from charter.files.refusals import TOO_DEEP, TOO_LARGE, UNKNOWN_LANGUAGE, Unreadable
from charter.importing import opendocument, settled_lines, word
from charter.importing.blocks import Blocks
from charter.importing.drafts import Edition
from charter.importing.encoding import decode_text
from charter.importing.formats import LARGEST_FILE, MEGABYTE, Format, recognise_format
from charter.importing.hypertext import read_html
from charter.importing.structure import understand_document

DEEPEST_MARKDOWN = 100
# Brackets in such numbers take the parser minutes and are no text.
BRACKETS = re.compile(r"[\[(!<]{500}")
# What stands between two lines of dashes at the head of a file is about the text and no part of it.
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"^title:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
QUOTES = "\"'"
FINGERPRINT = re.compile(r"(?<!\w)[0-9a-f]{64}(?!\w)")
HEADING_ID = re.compile(r"\s*\{#([\w:.-]+)[^{}]*\}\s*$")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")


@dataclass(frozen=True)
class Reading:
    """What a file holds: an edition, and what of the file is not in it."""

    edition: Edition
    left_out: tuple[LeftOut, ...]

    def as_json(self) -> dict[str, Any]:
        """The reading as JSON knows it, for `from_json`."""
        return {"edition": self.edition.as_json(), "left_out": [asdict(note) for note in self.left_out]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reading:
        return cls(Edition.from_json(data["edition"]), tuple(LeftOut(**note) for note in data["left_out"]))


def read_upload(
    file: IO[bytes], filename: str, *, language: str, title: str = "", tracked: str | None = None
) -> Reading:
    """What an uploaded file holds, read in a child process; `title` is used where the file names none.

    `tracked` ("accept" or "reject") says how to read pending changes. Raises `Unreadable`.
    """
    if file.seek(0, os.SEEK_END) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE, n=LARGEST_FILE // MEGABYTE)
    options = {"filename": filename, "language": language, "title": title, "tracked": tracked}
    return Reading.from_json(read_in_child("charter.importing.reading:reading_as_json", file, **options))


def reading_as_json(data: bytes, *, filename: str, language: str, title: str, tracked: str | None) -> dict[str, Any]:
    """Called in the child process."""
    document = read_file(data, filename, tracked=tracked)
    mixed = (left_out("mixed", word) for block in document.blocks for word in mixed_words(block.text))
    notes = sum_notes((*document.left_out, *mixed))
    return Reading(understand_document(document, language, title), notes).as_json()


def read_file(data: bytes, filename: str, *, tracked: str | None = None) -> Blocks:
    """The clean blocks of a file; `tracked` ("accept" or "reject") says how to read pending changes."""
    kind = recognise_format(data, filename)
    if kind == Format.HTML:
        return without_facts(read_html(decode_text(data)))
    if kind == Format.MARKDOWN:
        return without_facts(read_html(markdown_to_html(decode_text(data, declared=False))))
    reader = word.read_word if kind == Format.DOCX else opendocument.read_opendocument
    return without_facts(settled_lines.settled_blocks(reader(data, tracked), tracked or "accept"))


def without_facts(document: Blocks) -> Blocks:
    """The blocks without the lines above the text that this site writes into its exports, the fingerprint last."""
    above = takewhile(lambda row: row[0] == 1 or row[1].role in ("text", "title"), enumerate(document.blocks, 1))
    place = max((number for number, block in above if FINGERPRINT.search(block.text)), default=0)
    facts = [block for block in document.blocks[:place] if block.role == "text"]
    if not facts:
        return document
    kept = tuple(block for block in document.blocks[:place] if block.role != "text") + document.blocks[place:]
    note = left_out("own", " ".join(block.text for block in facts), len(facts))
    return replace(document, blocks=kept, left_out=(*document.left_out, note))


def language_code(code: str) -> str:
    """The code in the form of a page's `lang`, or a refusal where no language has it."""
    tidy = _usual_case(code.strip().replace("_", "-"))
    is_known = LANGUAGE.fullmatch(tidy) and tidy.split("-")[0] in Locale("en").languages
    try:
        if is_known:
            Locale.parse(tidy, sep="-")
            return tidy
    except (UnknownLocaleError, ValueError):
        # A language that people know and Babel has no data for, such as Aymara, is one all the same.
        if is_known and "-" not in tidy:
            return tidy
    raise Unreadable(UNKNOWN_LANGUAGE, code=code[:20])


def _usual_case(code: str) -> str:
    """The code as people write it in its usual letters: "en" for "EN", "pt-BR" for "pt-br"."""
    language, *further = code.split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in further)])


def markdown_to_html(text: str) -> str:
    """The HTML of a Markdown text, where a line's end counts as one."""
    parser = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST_MARKDOWN, "breaks": True})
        .enable("strikethrough")
        .enable("table")
    )
    head = FRONT_MATTER.match(text)
    title = TITLE.search(head[1]) if head else None
    text = text[head.end() :] if head else text
    if BRACKETS.search(text):
        raise Unreadable(TOO_DEEP)
    tokens = parser.parse(text)
    if any(token.level >= DEEPEST_MARKDOWN - 1 for token in tokens):
        raise Unreadable(TOO_DEEP)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open" and words.children:
            _take_id(heading, words.children[-1])
    named = f"<title>{escape(title[1].strip(QUOTES))}</title>" if title else ""
    return named + str(parser.renderer.render(tokens, parser.options, {}))


def _take_id(heading: Token, last: Token) -> None:
    """An identifier written after a heading, as pandoc and others write it, is its id and no words."""
    match = HEADING_ID.search(last.content)
    if match and last.type == "text":
        heading.attrSet("id", match[1])
        last.content = last.content[: match.start()]
