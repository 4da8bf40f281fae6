"""From the bytes of a file to clean blocks, with a list of what was left out and why, or one sentence why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from babel import Locale, UnknownLocaleError
from markdown_it import MarkdownIt
from markdown_it.token import Token

from charter.imports import opendocument, pandoc, word
from charter.imports.blocks import Blocks, left_out
from charter.imports.encoding import decode
from charter.imports.formats import Format, recognise
from charter.imports.hypertext import read_html
from charter.imports.refusals import TOO_DEEP, UNKNOWN_LANGUAGE, Unreadable
from charter.imports.word import Prepared

DEEPEST_MARKDOWN = 100
# Brackets in such numbers take the parser minutes and are no text.
BRACKETS = re.compile(r"[\[(!<]{500}")
HEADING_ID = re.compile(r"\s*\{#([\w:.-]+)[^{}]*\}\s*$")
WORD = re.compile(r"\w+")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?")


def read(data: bytes, filename: str, *, tracked: str | None = None) -> Blocks:
    """The clean blocks of a file; `tracked` ("accept" or "reject") says how to read pending changes."""
    kind = recognise(data, filename)
    if kind == Format.HTML:
        return read_html(decode(data))
    if kind == Format.MARKDOWN:
        return read_html(markdown(decode(data, declared=False)))
    if kind == Format.DOCX:
        return _read_docx(word.prepare(data, tracked), tracked or "accept")
    return _read_odt(opendocument.prepare(data, tracked))


def language(code: str) -> str:
    """The code in the form of a page's `lang`, or a refusal where no language has it."""
    tidy = code.strip().replace("_", "-")
    known = LANGUAGE.fullmatch(tidy) and tidy.split("-")[0] in Locale("en").languages
    try:
        if known:
            Locale.parse(tidy, sep="-")
            return tidy
    except (UnknownLocaleError, ValueError):
        # A language that people know and Babel has no data for, such as Aymara, is one all the same.
        if known and "-" not in tidy:
            return tidy
    raise Unreadable(UNKNOWN_LANGUAGE, code=code[:20])


def markdown(text: str) -> str:
    """The HTML of a Markdown text, where a line's end counts as one."""
    parser = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST_MARKDOWN, "breaks": True})
        .enable("strikethrough")
        .enable("table")
    )
    if BRACKETS.search(text):
        raise Unreadable(TOO_DEEP)
    tokens = parser.parse(text)
    if any(token.level >= DEEPEST_MARKDOWN - 1 for token in tokens):
        raise Unreadable(TOO_DEEP)
    for heading, words in pairwise(tokens):
        if heading.type == "heading_open" and words.children:
            _take_id(heading, words.children[-1])
    return str(parser.renderer.render(tokens, parser.options, {}))


def _take_id(heading: Token, last: Token) -> None:
    """An identifier written after a heading, as pandoc and others write it, is its id and no words."""
    found = HEADING_ID.search(last.content)
    if found and last.type == "text":
        heading.attrSet("id", found[1])
        last.content = last.content[: found.start()]


def _read_docx(prepared: Prepared, tracked: str) -> Blocks:
    made = pandoc.to_html(prepared.data, "docx-auto_identifiers", f"--track-changes={tracked}")
    return _with_losses(read_html(made, prepared.left_out), prepared.words)


def _read_odt(prepared: Prepared) -> Blocks:
    made = pandoc.to_html(prepared.data, "odt-auto_identifiers")
    return _with_losses(read_html(made, prepared.left_out), prepared.words)


def _with_losses(document: Blocks, words: str) -> Blocks:
    """Names the words of the file that did not come through the conversion, so that no loss is silent."""
    kept = [document.title, *(block.text for block in document.blocks), *(one.words for one in document.left_out)]
    lost = _count([words]) - _count(kept)
    lost -= _count(block.label.text for block in document.blocks if block.label)
    if not lost:
        return document
    note = left_out("lost", " ".join(lost), lost.total())
    return replace(document, left_out=(*document.left_out, note))


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in WORD.findall(text))
