"""The data that a merge stores for each text that it writes, so that `replay.py` in the data package can repeat it.

`edits` lead from the text before to the new one: `{"at": place, "delete": words, "insert": html, "by": names}`, in the
order of the text. `at` counts characters of the text before. Law: applied to it, the edits give the new text,
character for character and with its formats. An edit by nobody changes spaces alone.

`proposals` are the texts that the edits come from, by name: a change with its accepted text, or the choice of a
moderator for a conflict. Law: the edits of a proposal, applied to the text `before` alone, give its text `after`;
where only a part of it entered, `edits` has all of its own edits, and those that entered are among them.

`segments` give the places of the text before in the provisions before a split or a combination of the same merge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from charter import texts
from charter.models import Wording
from charter.queries.merging import brackets, merge_building
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView
from charter.states import WORDED_KINDS
from charter.text import Conflict, Document, merge
from charter.text import Merge as Merged

Place = tuple[str, int]
"""A provision before the merge, and a character of its text."""
Layout = list[Place | None]
"""For each character of a text where it stood before the merge; None for a space between combined texts."""
Letters = list[tuple[str, frozenset[str]]]
"""Each character of a text with its formats."""
Edits = list[dict[str, Any]]


@dataclass(frozen=True)
class MergeRecord:
    """The stored data of one text that a merge wrote."""

    proposals: list[dict[str, Any]]
    edits: Edits
    segments: list[dict[str, Any]]


class _Step(NamedTuple):
    """One character that stays, goes or comes: its place in the text before, and in the new one.

    `same` where it only gets other formats or another spelling.
    """

    name: str
    old: int
    new: int
    marks: tuple[Any, ...]
    same: bool = False


def record_texts(view: MergeView, parents: Mapping[str, Wording | None]) -> dict[str, MergeRecord]:
    """A record for each of these keys of the result; `parents` are the texts before, once borders are moved."""
    merged = view.result.merged
    numbers = {block.key: number for number, block in enumerate(merged.document.blocks)}
    layouts = _layouts(view)
    edits, keys_of = {}, dict[Any, list[str]]()
    for key, parent in parents.items():
        old = texts.single_block(parent.html if parent else "")
        edits[key] = list(_edits(merged, numbers[key], layouts.get(key, []), old))
        for mark in {mark for edit in edits[key] for mark in edit["by"]}:
            keys_of.setdefault(mark, []).append(key)
    proposals = {mark: _proposal(view, mark, keys, edits, layouts) for mark, keys in keys_of.items()}
    return {
        key: MergeRecord(
            proposals=[proposals[mark] for mark in dict.fromkeys(mark for edit in own for mark in edit["by"])],
            edits=_named(own),
            segments=_segments(layouts.get(key, [])) if view.borders.acts else [],
        )
        for key, own in edits.items()
    }


def _layouts(view: MergeView) -> dict[str, Layout]:
    """By key, for each character of the texts between the borders of the result where it stood before the merge."""
    words = {block.key or "": block.text for block in view.result.merged.base.blocks}
    places: dict[str, Layout] = {key: [(key, n) for n in range(len(text))] for key, text in words.items()}
    for act in view.borders.acts:
        text, layout = words[act.key], places[act.key]
        if act.divides:
            cut = act.merge_change.change.cut or 0
            first, second = text[:cut].rstrip(), text[cut:].lstrip()
            words[act.key], words[act.other] = first, second
            places[act.key], places[act.other] = layout[: len(first)], layout[len(text) - len(second) :]
        else:
            other = words.pop(act.other, "")
            space = " " if text and other and not texts.runs_on(text[-1]) else ""
            words[act.key] = f"{text}{space}{other}"
            places[act.key] = [*layout, *([None] * len(space)), *places.pop(act.other, [])]
    return places


def _segments(layout: Layout) -> list[dict[str, Any]]:
    """The stretches of a text that stood together before."""
    together = groupby(enumerate(layout), key=lambda item: item[1] and (item[1][0], item[1][1] - item[0]))
    segments = []
    for where, places in together:
        if where is not None:
            numbers = [number for number, _place in places]
            start = {"at": numbers[0], "length": len(numbers)}
            segments.append({"provision": where[0], "from": where[1] + numbers[0], **start})
    return segments


def _edits(merged: Merged, number: int, layout: Layout, old: Document) -> Iterator[dict[str, Any]]:
    """The edits of one block of a result over the text before; `by` are the marks of the merge."""
    block = merged.document.blocks[number]
    letters = _letters(old)
    position = 0
    steps = _complete(_steps(merged, number, layout, letters), len(letters))
    for (stays, marks, _same), several in groupby(
        steps, key=lambda item: (item.name == "keep", item.marks, item.same)
    ):
        group = list(several)
        gone = [step.old for step in group if step.name == "delete"]
        came = [step.new for step in group if step.name == "insert"]
        if stays:
            position = group[-1].old + 1
            continue
        edit: dict[str, Any] = {"at": position}
        if gone:
            edit["delete"] = "".join(letters[place][0] for place in gone)
        if came:
            edit["insert"] = texts.stretch_html(Document((block,)), came[0], came[-1] + 1)
        yield {**edit, "by": list(marks)}
        position += len(gone)


def _letters(document: Document, number: int = 0) -> Letters:
    """Each character of a block with its formats; none where there is no block."""
    if number >= len(document.blocks):
        return []
    block = document.blocks[number]
    formats = [frozenset[str]()] * len(block.text)
    for start, end, names in block.formats:
        formats[start:end] = [names] * (end - start)
    return list(zip(block.text, formats, strict=True))


def _steps(merged: Merged, number: int, layout: Layout, letters: Letters) -> Iterator[_Step]:
    """What the core did to one block, character by character."""
    at = {place: n for n, place in enumerate(layout) if place is not None}
    new = _letters(merged.document, number)
    if merged.trace[number].whole >= 0:
        yield from (_Step("keep", n, n, ()) for n in range(len(new)))
    start = 0
    for piece in merged.trace[number].pieces:
        end = start + piece.length
        source = merged.base.blocks[piece.source]
        places = [at.get((source.key or "", n)) for n in range(piece.start, piece.start + piece.size)]
        if piece.name == "ins":
            yield from (_Step("insert", -1, n, piece.marks) for n in range(start, end))
        elif piece.name == "del":
            yield from (_Step("delete", place, -1, piece.marks) for place in places if place is not None)
        else:
            old = source.text[piece.start : piece.start + piece.size]
            yield from _kept(zip(old, places, strict=True), new[:end], start, letters, piece)
        start = end


def _kept(
    old: Iterable[tuple[str, int | None]], new: Letters, position: int, letters: Letters, piece: Any
) -> Iterator[_Step]:
    """What stays, character by character. What changes its formats or its spelling goes and comes."""
    for letter, place in old:
        comes = position < len(new) and (new[position][0] == letter or piece.length == piece.size)
        if comes and place is not None and new[position] == letters[place]:
            yield _Step("keep", place, position, ())
        else:
            if place is not None:
                yield _Step("delete", place, -1, piece.styled, True)
            if comes:
                yield _Step("insert", -1, position, piece.styled, True)
        position += comes
    yield from (_Step("insert", -1, n, piece.styled, True) for n in range(position, len(new)))


def _complete(steps: Iterable[_Step], length: int) -> Iterator[_Step]:
    """The steps with every character of the text before once, in its order; what no step names goes by nobody."""
    position = 0
    for step in steps:
        if step.old < 0:
            yield step
            continue
        if step.old < position:
            if step.name == "keep":
                yield step._replace(name="insert", old=-1)
            continue
        yield from (_Step("delete", n, -1, ()) for n in range(position, step.old))
        yield step
        position = step.old + 1
    yield from (_Step("delete", n, -1, ()) for n in range(position, length))


def _name(mark: Any) -> str:
    return f"conflict:{mark[1]}" if isinstance(mark, tuple) else f"change:{mark}"


def _named(edits: Edits) -> Edits:
    return [{**edit, "by": [_name(mark) for mark in edit["by"]]} for edit in edits]


def _proposal(
    view: MergeView, mark: Any, keys: list[str], edits: Mapping[str, Edits], layouts: Mapping[str, Layout]
) -> dict[str, Any]:
    if isinstance(mark, tuple):
        return _resolution(view, mark, keys[0])
    merge_change = next(candidate for candidate in view.merge_changes if candidate.change.pk == mark)
    worded = merge_change.change.kind in WORDED_KINDS
    before = merge_change.base.html if worded and merge_change.base else ""
    proposal = {
        "name": _name(mark),
        "round": merge_change.amendment.round.number,
        "amendment": merge_change.amendment.number,
        "kind": merge_change.change.kind,
        "provision": merge_change.key,
        "words": _whose(merge_change),
        "before": before,
        "after": merge_change.html if worded else "",
    }
    if mark in view.open:
        proposal["open"] = True
    if worded and not _entered_whole(merge_change, before, keys, edits, layouts):
        proposal["edits"] = _named(_own_edits(view, merge_change))
    return proposal


def _whose(merge_change: MergeChange) -> str:
    """Whose words an accepted change has: the member's own, or other ones that were decided or agreed."""
    if merge_change.translated is not None:
        return "translation"
    return (
        "own"
        if merge_change.html == merge_change.change.html
        else merge_change.otherwise.partition(":")[0].replace("change", "decided")
    )


def _entered_whole(
    merge_change: MergeChange,
    before: str,
    keys: Collection[str],
    edits: Mapping[str, Edits],
    layouts: Mapping[str, Layout],
) -> bool:
    """Whether the edits of a change, alone, make its text of the text before; spaces do not count."""
    gone: set[int] = set()
    came: dict[int, str] = {}
    for key in keys:
        places = [place[1] if place and place[0] == merge_change.key else None for place in layouts.get(key, [])]
        for edit in (edit for edit in edits[key] if merge_change.change.pk in edit["by"]):
            end = edit["at"] + len(edit.get("delete", ""))
            gone |= {place for place in places[edit["at"] : end] if place is not None}
            if "insert" in edit:
                place = _place_before(places, end)
                came[place] = came.get(place, "") + texts.plain_text(edit["insert"])
    letters = [*texts.plain_text(before), ""]
    text = "".join(came.get(n, "") + ("" if n in gone else letter) for n, letter in enumerate(letters))
    return "".join(text.split()) == "".join(texts.plain_text(merge_change.html).split())


def _place_before(places: list[int | None], end: int) -> int:
    """Where something that comes before a character of a text comes in the text before the merge."""
    left = places[end - 1] if end else None
    right = places[end] if end < len(places) else None
    return left + 1 if left is not None else right or 0


def _own_edits(view: MergeView, merge_change: MergeChange) -> Edits:
    """All edits of one change, as if it were merged alone."""
    whole = view.result.merged
    alone = merge(whole.base, {merge_change.change.pk: dict(whole.proposals)[merge_change.change.pk]})
    numbers = {block.key: number for number, block in enumerate(alone.document.blocks)}
    before = Document(tuple(block for block in whole.base.blocks if block.key == merge_change.key))
    layout: Layout = [(merge_change.key, n) for n in range(len(before.text))]
    return list(_edits(alone, numbers[merge_change.key], layout, before))


def _resolution(view: MergeView, mark: tuple[str, str], key: str) -> dict[str, Any]:
    """What a moderator chose for a conflict: a text for the whole block, or for the contested stretch alone."""
    name, result = mark[1], view.result
    marks: Collection[Any] = ()
    words = view.merge_base.words.get(key, "")
    if key in result.written:
        before, after = words, result.written[key][1]
        merge_changes = [
            merge_change
            for merge_change in view.merge_changes
            if merge_building.is_about(merge_change, (key,)) or merge_change.key == key
        ]
    else:
        conflict = next(conflict for conflict, _chosen in result.merged.settled if conflict.id == name)
        before, after = _stretch(conflict, words), _chosen(view, conflict, words)
        marks = conflict.marks
        merge_changes = [merge_change for merge_change in view.merge_changes if merge_change.change.pk in marks]
    return {
        "name": _name(mark),
        "amendments": sorted(
            {
                (merge_change.amendment.round.number, merge_change.amendment.number or 0)
                for merge_change in merge_changes
            }
        ),
        "kind": "resolution" if key in result.written else "stretch",
        "provision": key,
        "words": "compromise" if view.merge.resolutions.get(name, {}).get("compromise") else "secretariat",
        "before": before,
        "after": after,
    }


def _stretch(conflict: Conflict, words: str) -> str:
    return texts.stretch_html(texts.single_block(words), *conflict.chars) if conflict.chars and words else ""


def _chosen(view: MergeView, conflict: Conflict, words: str) -> str:
    """All wordings of a conflict, in brackets or one after the other."""
    if conflict.id in view.result.brackets:
        return texts.document_html(brackets.bracketed_document(conflict, words))
    return texts.document_html(texts.in_order(side.document for side in conflict.sides))
