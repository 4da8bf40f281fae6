"""Plain words typed over a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from charter.text.applying import Applied, plan, walk
from charter.text.assembling import assemble
from charter.text.editing import edits_between
from charter.text.edits import Edit, Move, Replace, Respell, block_of, char_of
from charter.text.reading import refuse_control
from charter.text.spacing import tidy
from charter.text.tokens import is_blank
from charter.text.values import PLAIN, Block, Document, pieces


def retype(base: Document, text: str) -> Document:
    """The document that a person meant who typed plain words over the base: kept words keep their formats."""
    refuse_control(text)
    lines = (" ".join(line.replace("\t", " ").split(" ")) for line in text.replace("\r", "\n").split("\n"))
    typed = [Block("p", tidy(line, ())[0]) for line in lines if not is_blank(line)]
    edits, _ = edits_between(base.blocks, typed)
    meant = list(_meant(base.blocks, edits))
    return assemble(walk(plan(base.blocks, map(Applied, meant)))).document


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
    kind, depth = _kind(blocks, edit)
    formats = PLAIN if edit.opens else _formats(blocks, edit)
    content = []
    for block in edit.content:
        spans = ((0, len(block.text), formats),) if formats and block.text else ()
        content.append(replace(block, kind=kind, depth=depth, formats=spans))
    return replace(edit, content=tuple(content))


def _kind(blocks: tuple[Block, ...], edit: Replace) -> tuple[str, int]:
    after, before = block_of(edit.end), block_of(edit.start) - edit.inserts * edit.opens
    near = [blocks[n] for n in (before, after) if 0 <= n < len(blocks)]
    alike = near and all((one.kind, one.depth) == (near[0].kind, near[0].depth) for one in near)
    if alike and not near[0].kind.startswith("h"):
        return near[0].kind, near[0].depth
    return "p", 0


def _formats(blocks: tuple[Block, ...], edit: Replace) -> frozenset[str]:
    number, start, end = block_of(edit.start), char_of(edit.start), char_of(edit.end)
    if block_of(edit.end) != number:
        return PLAIN
    if edit.inserts:
        start, end = start - 1, end + 1
        if start < 0 or end > len(blocks[number].text):
            return PLAIN
    found = [formats for _, _, formats in pieces(blocks[number], start, end)]
    return frozenset.intersection(*found) if found else PLAIN
