"""Who proposed which part of a merge's result, and which changes are in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from charter import texts, tracing
from charter.queries.merging import borders, brackets
from charter.queries.merging.borders import Borders
from charter.queries.merging.merge_building import SETTLED, Result
from charter.queries.merging.merge_candidates import MergeBase, MergeChange
from charter.states import BORDER_KINDS, ChangeKind
from charter.text import Conflict, Credit, diff


def credited_runs(
    result: Result, merge_base: MergeBase, ask: Sequence[MergeChange], kept: Borders
) -> dict[str, list[tracing.Run]]:
    """For each block of the result the proposers of its parts, by key; `kept` are its pieces of the old text."""
    by_pk = {merge_change.change.pk: merge_change for merge_change in ask}
    names = _Names(result, merge_base, by_pk)
    out = {}
    for number, block in enumerate(result.merged.document.blocks):
        key = block.key or ""
        before = kept.pieces[key].runs if key in kept.pieces else []
        out[key] = tracing.of_block(result.merged, number, before, names.of(key))
    return out


def changes_taken(result: Result, ask: Sequence[MergeChange], traced: Mapping[str, list[tracing.Run]]) -> set[int]:
    """Ids of the changes of which a part is in the result, or that propose nothing beyond the current text."""
    # `rest` is what went behind the last block.
    traces: tuple[Any, ...] = (*result.merged.credits, *result.merged.deleted, *result.merged.rest)
    entered = {mark for trace in traces for mark in trace.marks if isinstance(mark, int)}
    entered |= {pk for pk, proposal in result.merged.proposals if isinstance(pk, int) and not proposal.edits}
    marks = {mark for runs in traced.values() for run in runs for mark in run["by"]}
    entered |= {pk for sides in result.together.values() for side in sides for pk in side.marks if isinstance(pk, int)}
    for merge_change in ask:
        if merge_change.key in result.written and (
            merge_change.mark in marks or merge_change.otherwise in marks or _is_removed(merge_change, result)
        ):
            entered.add(merge_change.change.pk)
    of_borders = {border_change.change.pk for border_change in ask if border_change.change.kind in BORDER_KINDS}
    return (entered - of_borders) | borders.border_changes_taken(result, ask)


def _is_removed(merge_change: MergeChange, result: Result) -> bool:
    """Whether words that a change takes out are not in the block that a moderator wrote, alone or with others."""
    base = merge_change.base.html if merge_change.base else ""
    html = result.written[merge_change.key][1]
    out = diff(texts.single_block(base), texts.single_block(merge_change.html)).deleted
    gone = diff(texts.single_block(base), texts.single_block(html)).deleted
    return any(f" {words.strip()} " in f" {stretch.strip()} " for words in out for stretch in gone if words.strip())


class _Names:
    """Splits inserted text into passages, each with the marks of its proposers."""

    def __init__(self, result: Result, merge_base: MergeBase, by_pk: Mapping[int, MergeChange]) -> None:
        self.result, self.merge_base, self.by_pk = result, merge_base, by_pk
        self.marks_in_place = {each.otherwise for each in by_pk.values() if each.otherwise != each.mark}
        self.marks_by_credit: dict[tuple[Any, str], tuple[str, list[list[str]]]] = {}

    def of(self, key: str) -> Any:
        return lambda credit: tracing.split_by_marks(credit.text, list(self._each(credit, key)))

    def _each(self, credit: Credit, key: str) -> Iterator[list[str]]:
        rows = [self._marks(mark, credit.text, key) for mark in credit.marks]
        for place in range(len(credit.text)):
            yield self._proposers_first(mark for row in rows for mark in row[place])

    def _proposers_first(self, marks: Iterable[str]) -> list[str]:
        """Text in place of several amendments: what one of them proposed is its proposer's, and of nobody else."""
        unique_marks = list(dict.fromkeys(marks))
        return [mark for mark in unique_marks if mark not in self.marks_in_place] or unique_marks

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
        if (mark, key) not in self.marks_by_credit:
            self.marks_by_credit[mark, key] = (
                self._named(mark, key) if isinstance(mark, tuple) else self._decided(mark)
            )
        return self.marks_by_credit[mark, key]

    def _named(self, mark: tuple[str, str], key: str) -> tuple[str, list[list[str]]]:
        name = mark[1]
        if name in self.result.brackets:
            return self._bracketed(name, key)
        return self._together(name, key) if name in self.result.together else self._settled(name, key)

    def _bracketed(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        """Alternatives side by side: to each its own askers, its brackets too; spaces to the first of them."""
        conflict, text = self.result.brackets[name], ""
        marks: list[list[str]] = []
        for alternative in brackets.bracketed_alternatives(conflict, self.merge_base.words.get(key, "")):
            words = texts.plain_text(alternative.html)
            inside = (
                self._proposers_of_words(alternative.by, words[1:-1], key)
                if alternative.by
                else self._stood(conflict, key)
            )
            space = [marks[0]] if text else []
            text += (" " if text else "") + words
            marks += [*space, inside[0], *inside, inside[-1]]
        return text, marks

    def _proposers_of_words(self, by: Sequence[int], words: str, key: str) -> list[list[str]]:
        if words == brackets.NOTHING:
            return [[self.by_pk[pk].mark for pk in by]]
        rows = [self._marks(pk, words, key) for pk in by]
        return [list(dict.fromkeys(mark for row in rows for mark in row[place])) for place in range(len(words))]

    def _stood(self, conflict: Conflict, key: str) -> list[list[str]]:
        """The marks of the current text of the passage."""
        wording, words = self.merge_base.wordings[key], conflict.base.strip()
        assert conflict.chars is not None
        start = wording.text.index(words, conflict.chars[0])
        return [run["by"] for run in wording.runs for _ in run["text"]][start : start + len(words)]

    def _together(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        """Wordings one after the other: each with the marks of its proposers; a space has those of the one before."""
        sides = self.result.together[name]
        text = texts.in_order(side.document for side in sides).text
        marks: list[list[str]] = []
        for side in sides:
            rows = [self._marks(pk, side.text, key) for pk in side.marks]
            start = text.find(side.text, len(marks))
            marks += [marks[-1]] * (start - len(marks)) if marks else []
            marks += [list(dict.fromkeys(m for row in rows for m in row[n])) for n in range(len(side.text))]
        return text, marks

    def _decided(self, pk: int) -> tuple[str, list[list[str]]]:
        merge_change = self.by_pk[pk]
        text = texts.plain_text(merge_change.html)
        if merge_change.change.kind == ChangeKind.JOIN:  # the space between both
            return " ", [[merge_change.mark]]
        if merge_change.otherwise == merge_change.mark:
            return text, [[merge_change.mark]] * len(text)
        base = merge_change.base.text if merge_change.base else ""
        return text, tracing.proposers_by_character(
            text, base, [(texts.plain_text(merge_change.proposed_html), merge_change.mark)], merge_change.otherwise
        )

    def _settled(self, name: str, key: str) -> tuple[str, list[list[str]]]:
        text = texts.plain_text(self.result.written[key][1]) if key in self.result.written else ""
        base = self.merge_base.wordings[key].text if key in self.merge_base.wordings else ""
        merge_changes = [
            merge_change for merge_change in self.by_pk.values() if merge_change.key == key and not merge_change.fault
        ]
        asked_for = [
            (
                texts.plain_text(merge_change.html),
                merge_change.mark if merge_change.otherwise == merge_change.mark else merge_change.otherwise,
            )
            for merge_change in merge_changes
        ]
        return text, tracing.proposers_by_character(text, base, asked_for, f"{SETTLED}:{name}")
