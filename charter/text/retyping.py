"""Plain words typed over a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from charter.text.applying import Applied, plan_edits, walk_plan
from charter.text.assembling import assemble_document
from charter.text.difference import require_documents
from charter.text.editing import edits_between
from charter.text.edits import Edit, Move, Replace, Respell, block_of, char_of
from charter.text.reading import refuse_control
from charter.text.spacing import tidy_spaces
from charter.text.tokens import is_blank
from charter.text.values import PLAIN, Block, Document, spans_of_stretch
from charter.text.writing import TOKEN


def retype(base: Document, text: str) -> Document:
    """The document that a person meant who typed plain words over the base: kept words keep their formats.

    >>> retype(parse("<p>All are <b>free</b> now.</p>"), "All are free today.").html
    '<p>All are <b>free</b> today.</p>'
    """
    require_documents("retype", base)
    refuse_control(_without_tokens(base, text))
    lines = (" ".join(line.replace("\t", " ").split(" ")) for line in text.replace("\r", "\n").split("\n"))
    blocks_by_text = _solid_blocks(base.blocks)
    typed = [
        blocks_by_text.get(text) or Block("p", text)
        for text in (tidy_spaces(line, ())[0] for line in lines if not is_blank(line))
    ]
    edits, _ = edits_between(base.blocks, typed)
    meant = list(_meant(base.blocks, edits))
    return assemble_document(walk_plan(plan_edits(base.blocks, map(Applied, meant)))).document


def _solid_blocks(blocks: tuple[Block, ...]) -> dict[str, Block]:
    """Tables and lines across the page by the words that stand for them: they cannot be typed, and stay."""
    return {block.text.replace("\n", " "): replace(block, key=None) for block in blocks if block.solid}


def _without_tokens(base: Document, text: str) -> str:
    """The text without the images and rubies that the base has: others cannot be typed."""
    if "\ufff9" not in text:
        return text
    base_tokens = {token[0] for block in base.blocks for token in TOKEN.finditer(block.text)}
    return TOKEN.sub(lambda token: "" if token[0] in base_tokens else token[0], text)


def _meant(blocks: tuple[Block, ...], edits: Iterable[Edit]) -> Iterator[Edit]:
    """What can be typed: words, borders and places; formats and kinds cannot."""
    for edit in edits:
        if isinstance(edit, Replace):
            yield _dressed(blocks, edit)
        elif isinstance(edit, Move) or (isinstance(edit, Respell) and _at(blocks, edit.start) != "\n"):
            yield edit


def _at(blocks: tuple[Block, ...], where: int) -> str:
    return blocks[block_of(where)].text[char_of(where)]


def _dressed(blocks: tuple[Block, ...], edit: Replace) -> Replace:
    """New words take the formats of the stretch they replace or stand in, new blocks the kind of their neighbours."""
    if not edit.content:
        return edit
    kind, depth, traits = _kind(blocks, edit)
    formats = PLAIN if edit.opens else _formats(blocks, edit)
    content = []
    for block in edit.content:
        spans = ((0, len(block.text), formats),) if formats and block.text else ()
        if not block.solid:
            block = replace(block, kind=kind, depth=depth, formats=spans, traits=traits)
        content.append(block)
    return replace(edit, content=tuple(content))


def _kind(blocks: tuple[Block, ...], edit: Replace) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    after, before = block_of(edit.end), block_of(edit.start) - edit.inserts * edit.opens
    near = [blocks[n] for n in (before, after) if 0 <= n < len(blocks)]
    alike = near and all((block.kind, block.depth) == (near[0].kind, near[0].depth) for block in near)
    if alike and not near[0].kind.startswith("h") and not near[0].solid:
        return near[0].kind, near[0].depth, tuple(t for t in near[0].traits if t[0] not in ("id", "value"))
    return "p", 0, ()


def _formats(blocks: tuple[Block, ...], edit: Replace) -> frozenset[str]:
    number, start, end = block_of(edit.start), char_of(edit.start), char_of(edit.end)
    if block_of(edit.end) != number:
        return PLAIN
    if edit.inserts:
        start, end = start - 1, end + 1
        if start < 0 or end > len(blocks[number].text):
            return PLAIN
    span_formats = [formats for _, _, formats in spans_of_stretch(blocks[number], start, end)]
    return frozenset.intersection(*span_formats) if span_formats else PLAIN
