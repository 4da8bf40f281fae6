"""Annexes for the property tests: texts with tables, and texts with notes whose references have ids."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from charter.text import Document, parse
from charter.text.values import Block
from tests.charter.text.articles import proposal

WORDS = ("stall", "hall", "field", "fee", "city", "ten", "five", "two")
MARKS = "ABC"
Rows = list[list[str]]


def with_tables(draw: Random, most: int) -> tuple[Document, dict[str, Document]]:
    """A base of tables and paragraphs, and proposals that change cells, rows, columns, words and places."""
    keyed = draw.random() < 0.5
    base = [_part(draw, f"k{number}" if keyed else None) for number in range(draw.randint(1, 5))]
    marks = MARKS[: draw.randint(1, most)]
    return _document(base), {mark: _document(_changed_parts(draw, base)) for mark in marks}


def _part(draw: Random, key: str | None = None) -> Block:
    if draw.random() < 0.5:
        rows = [[draw.choice(WORDS) for _ in range(draw.choice([2, 2, 3]))] for _ in range(draw.randint(1, 4))]
        return replace(_table(rows), key=key)
    return Block("p", _sentence(draw), key=key)


def _table(rows: Rows) -> Block:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return parse(f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>").blocks[0]


def _sentence(draw: Random) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(3, 8))) + "."


def _document(blocks: list[Block]) -> Document:
    return parse(Document(tuple(blocks)).html)


def _changed_parts(draw: Random, base: list[Block]) -> list[Block]:
    blocks = list(base)
    for _ in range(draw.randint(1, 3)):
        sort = draw.random()
        if not blocks or sort < 0.2:
            blocks.insert(draw.randint(0, len(blocks)), _part(draw))
            continue
        n = draw.randrange(len(blocks))
        if sort < 0.7:
            blocks[n] = _changed_part(draw, blocks[n])
        elif sort < 0.85:
            block = blocks.pop(n)
            blocks.insert(draw.randint(0, len(blocks)), block)
        else:
            del blocks[n]
    return blocks


def _changed_part(draw: Random, block: Block) -> Block:
    if block.table is None:
        return replace(block, text=f"{draw.choice(WORDS)}x {block.text}")
    rows = [[cell.text for cell in row.cells] for row in block.table.rows]
    n, sort = draw.randrange(len(rows)), draw.random()
    if sort < 0.5:
        rows[n][draw.randrange(len(rows[n]))] = draw.choice(WORDS)
    elif sort < 0.7:
        rows.insert(n, [draw.choice(WORDS), draw.choice(WORDS)])
    elif sort < 0.85 and len(rows) > 1:
        del rows[n]
    else:
        rows[n].insert(draw.randint(0, len(rows[n])), draw.choice(WORDS))
    return replace(_table(rows), key=block.key)


def with_notes(draw: Random, most: int) -> tuple[Document, dict[str, Document]]:
    """A base with a note for each paragraph; proposals insert and delete notes, which numbers all others again."""
    texts = [[_sentence(draw), _sentence(draw), _sentence(draw)] for _ in range(draw.randint(1, 3))]
    base = _noted(texts)
    if draw.random() < 0.5:
        base = Document(tuple(replace(block, key=f"k{number}") for number, block in enumerate(base.blocks)))
    proposals = {}
    for mark in MARKS[: draw.randint(1, most)]:
        other = _noted(_changed_notes(draw, texts))
        proposals[mark] = proposal(draw, "en", base) if draw.random() < 0.6 else other
    return base, proposals


def _noted(texts: list[list[str]]) -> Document:
    paragraphs, notes = [], []
    for n, (first, second, note) in enumerate(texts):
        paragraphs.append(f'<p>{first}<sup id="r{n}"><a href="#n{n}">{n + 1}</a></sup> {second}</p>')
        notes.append(f'<li id="n{n}">{note} <a href="#r{n}">↩</a></li>')
    return parse(f"{''.join(paragraphs)}<ol>{''.join(notes)}</ol>")


def _changed_notes(draw: Random, texts: list[list[str]]) -> list[list[str]]:
    changed = [list(text) for text in texts]
    sort, n = draw.random(), draw.randrange(len(changed))
    if sort < 0.4:
        changed.insert(n, [_sentence(draw), _sentence(draw), _sentence(draw)])
    elif sort < 0.7:
        del changed[n]
    else:
        changed[n][draw.randrange(3)] = _sentence(draw)
    return changed
