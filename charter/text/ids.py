"""Ids, to which links lead: each is at one place of a text, in one element, and at a word.

Edits of several proposals can take the words of an id away, part them, or lay two ids crosswise over words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from charter.text.values import Block, Span, join_spans, spans_of_stretch

_SPACE = " \n"


class _Run(NamedTuple):
    """Characters that have an id, from start to end."""

    start: int
    end: int
    name: str


def add_ids(block: Block, names: Iterable[str]) -> Block:
    """The block with more ids of its own, behind those that it has."""
    ids = " ".join(dict.fromkeys([*block.trait("id").split(), *names]))
    traits = tuple(sorted([*(trait for trait in block.traits if trait[0] != "id"), ("id", ids)]))
    return replace(block, traits=traits)


def settle_ids(block: Block) -> Block:
    """The block with ids as `parse` tells them. Law 9.

    An id whose words are gone goes to the word that follows, or to the block where none does. One that crosses another
    ends with it: it is one element, and links lead to where it begins.
    """
    runs = _runs_of(block)
    if not runs:
        return block
    nested, names = _nested(runs), list[str]()
    while blank := [run for run in nested if not block.text[run.start : run.end].strip(_SPACE)]:
        worded = [run for run in nested if run not in blank]
        names_with_words = {run.name for run in worded}
        words = {run.name: _word_from(block, run.end) for run in blank if run.name not in names_with_words}
        names += [name for name, word in words.items() if not word]
        nested = _nested([*worded, *(_Run(*word, name) for name, word in words.items() if word)])
    if nested != runs:
        block = _with_runs(block, nested)
    return add_ids(block, names) if names else block


def _runs_of(block: Block) -> list[_Run]:
    runs: list[_Run] = []
    last: dict[str, int] = {}
    for start, end, formats in block.formats:
        for name in sorted(name[3:] for name in formats if name.startswith("id=")):
            if name in last and runs[last[name]].end == start:
                runs[last[name]] = runs[last[name]]._replace(end=end)
            else:
                last[name] = len(runs)
                runs.append(_Run(start, end, name))
    return sorted(runs, key=_place)


def _place(run: _Run) -> tuple[int, int, str]:
    """Runs in the order in which they open, the longest first."""
    return run.start, -run.end, run.name


def _word_from(block: Block, place: int) -> tuple[int, int] | None:
    """The first word from a place on, up to where formats change."""
    text = block.text
    while place < len(text) and text[place] in _SPACE:
        place += 1
    if place == len(text):
        return None
    end = next((end for start, end, _ in spans_of_stretch(block, 0, len(text)) if start <= place < end), len(text))
    return place, next((n for n in range(place, end) if text[n] in _SPACE), end)


def _nested(runs: Sequence[_Run]) -> list[_Run]:
    nested: list[_Run] = []
    around: list[_Run] = []
    for run in sorted(runs, key=_place):
        while around and around[-1].end <= run.start:
            around.pop()
        if around and around[-1].end < run.end:
            run = run._replace(end=around[-1].end)
        around.append(run)
        nested.append(run)
    return nested


def _with_runs(block: Block, runs: Sequence[_Run]) -> Block:
    """The block with these ids over its words and no others."""
    size = len(block.text)
    bare = [
        (start, end, frozenset(name for name in formats if not name.startswith("id=")))
        for start, end, formats in spans_of_stretch(block, 0, size)
    ]
    places = sorted({0, size, *(start for start, _, _ in bare), *(place for run in runs for place in run[:2])})
    spans: list[Span] = []
    for start, end in pairwise(places):
        formats = next(formats for a, b, formats in bare if a <= start < b)
        spans.append((start, end, formats | {f"id={run.name}" for run in runs if run.start <= start < run.end}))
    return replace(block, formats=join_spans(spans))


def without_ids(block: Block, name: str, places: int) -> tuple[Block, int]:
    """The block with an id at so many of its first places alone, and how many places are left for other blocks."""
    own = block.trait("id").split()
    if name in own and not places:
        rest = tuple(trait for trait in block.traits if trait[0] != "id")
        block = replace(block, traits=rest)
        block = add_ids(block, [other for other in own if other != name]) if len(own) > 1 else block
    places = max(places - (name in own), 0)
    runs = _runs_of(block)
    mine = [run for run in runs if run.name == name]
    if len(mine) > places:
        block = _with_runs(block, [run for run in runs if run not in mine[places:]])
    return block, max(places - len(mine), 0)
