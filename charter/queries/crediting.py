"""Who asked for which words of a merge's result, and which changes are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from charter import texts, tracing
from charter.queries import borders, brackets
from charter.queries.borders import Borders
from charter.queries.merging import SETTLED, Result
from charter.queries.to_merge import Asked, Ground
from charter.states import BORDER_KINDS, ChangeKind
from charter.text import Conflict, Credit, diff


def runs(made: Result, found: Ground, ask: Sequence[Asked], kept: Borders) -> dict[str, list[tracing.Run]]:
    """For each block of the result who asked for which of its words, by key; `kept` are its pieces of the old text."""
    by_pk = {one.change.pk: one for one in ask}
    names = _Names(made, found, by_pk)
    out = {}
    for number, block in enumerate(made.merged.document.blocks):
        key = block.key or ""
        before = kept.pieces[key].runs if key in kept.pieces else []
        out[key] = tracing.of_block(made.merged, number, before, names.of(key))
    return out


def taken(made: Result, ask: Sequence[Asked], traced: Mapping[str, list[tracing.Run]]) -> set[int]:
    """Ids of the changes of which something is in the result, or that ask for nothing more than what stands."""
    # `rest` is what went behind the last block.
    traces: tuple[Any, ...] = (*made.merged.credits, *made.merged.deleted, *made.merged.rest)
    found = {mark for trace in traces for mark in trace.marks if isinstance(mark, int)}
    found |= {pk for pk, known in made.merged.proposals if isinstance(pk, int) and not known.edits}
    marks = {mark for found_runs in traced.values() for run in found_runs for mark in run["by"]}
    found |= {pk for sides in made.together.values() for side in sides for pk in side.marks if isinstance(pk, int)}
    for one in ask:
        if one.key in made.written and (one.mark in marks or one.otherwise in marks or _gone_too(one, made)):
            found.add(one.change.pk)
    of_borders = {one.change.pk for one in ask if one.change.kind in BORDER_KINDS}
    return (found - of_borders) | borders.taken(made, ask)


def _gone_too(one: Asked, made: Result) -> bool:
    """Whether words that a change takes out are out of the block that a moderator wrote."""
    base = one.base.html if one.base else ""
    html = made.written[one.key][1]
    out = set(diff(texts.single(base), texts.single(one.html)).deleted)
    return bool(out & set(diff(texts.single(base), texts.single(html)).deleted))


class _Names:
    """Cuts words that came into stretches, each with the marks of who asked for it."""

    def __init__(self, made: Result, found: Ground, by_pk: Mapping[int, Asked]) -> None:
        self.made, self.found, self.by_pk = made, found, by_pk
        self.known: dict[tuple[Any, str], tuple[str, list[list[str]]]] = {}

    def of(self, key: str) -> Any:
        return lambda credit: tracing.stretches(credit.text, list(self._each(credit, key)))

    def _each(self, credit: Credit, key: str) -> Iterator[list[str]]:
        rows = [self._marks(mark, credit.text, key) for mark in credit.marks]
        for place in range(len(credit.text)):
            yield list(dict.fromkeys(mark for row in rows for mark in row[place]))

    def _marks(self, mark: Any, text: str, key: str) -> list[list[str]]:
        whole, marks = self._whole(mark, key)
        start = whole.find(text)
        if start < 0 and text.strip() == whole and marks:  # spaces that the core put around it
            before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            return [marks[0]] * before + marks + [marks[-1]] * after
        if start < 0:
            return [marks[0] if marks else [str(mark)]] * len(text)
        return marks[start : start + len(text)]

    def _whole(self, mark: Any, key: str) -> tuple[str, list[list[str]]]:
        if (mark, key) not in self.known:
            self.known[mark, key] = self._named(mark, key) if isinstance(mark, tuple) else self._decided(mark)
        return self.known[mark, key]

    def _named(self, mark: tuple[str, str], key: str) -> tuple[str, list[list[str]]]:
        name = mark[1]
        if name in self.made.brackets:
            return self._bracketed(name, key)
        return self._together(name, key) if name in self.made.together else self._settled(name, key)

    def _bracketed(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        """Alternatives side by side: to each its own askers, its brackets too; spaces to the first of them."""
        conflict, text = self.made.brackets[name], ""
        marks: list[list[str]] = []
        for one in brackets.alternatives(conflict, self.found.words.get(key, "")):
            words = texts.plain(one.html)
            inside = self._asked(one.by, words[1:-1], key) if one.by else self._stood(conflict, key)
            space = [marks[0]] if text else []
            text += (" " if text else "") + words
            marks += [*space, inside[0], *inside, inside[-1]]
        return text, marks

    def _asked(self, by: Sequence[int], words: str, key: str) -> list[list[str]]:
        if words == brackets.NOTHING:
            return [[self.by_pk[pk].mark for pk in by]]
        rows = [self._marks(pk, words, key) for pk in by]
        return [list(dict.fromkeys(mark for row in rows for mark in row[place])) for place in range(len(words))]

    def _stood(self, conflict: Conflict, key: str) -> list[list[str]]:
        """Who brought the words that stand in the stretch."""
        wording, words = self.found.standing[key], conflict.base.strip()
        assert conflict.chars is not None
        start = wording.text.index(words, conflict.chars[0])
        return [run["by"] for run in wording.runs for _ in run["text"]][start : start + len(words)]

    def _together(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        """Wordings that stand one behind the other: to each its own askers, a space between to those before it."""
        sides = self.made.together[name]
        text = texts.in_order(side.document for side in sides).text
        marks: list[list[str]] = []
        for side in sides:
            rows = [self._marks(pk, side.text, key) for pk in side.marks]
            start = text.find(side.text, len(marks))
            marks += [marks[-1]] * (start - len(marks)) if marks else []
            marks += [list(dict.fromkeys(m for row in rows for m in row[n])) for n in range(len(side.text))]
        return text, marks

    def _decided(self, pk: int) -> tuple[str, list[list[str]]]:
        one = self.by_pk[pk]
        text = texts.plain(one.html)
        if one.change.kind == ChangeKind.JOIN:  # the space between both
            return " ", [[one.mark]]
        if one.otherwise == one.mark:
            return text, [[one.mark]] * len(text)
        base = one.base.text if one.base else ""
        return text, tracing.askers(text, base, [(texts.plain(one.asked), one.mark)], one.otherwise)

    def _settled(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        text = texts.plain(self.made.written[key][1]) if key in self.made.written else ""
        base = self.found.standing[key].text if key in self.found.standing else ""
        those = [one for one in self.by_pk.values() if one.key == key and not one.fault]
        asked_for = [
            (texts.plain(one.html), one.mark if one.otherwise == one.mark else one.otherwise) for one in those
        ]
        return text, tracing.askers(text, base, asked_for, f"{SETTLED}:{name}")
