"""The result of a merge: chosen amendments on the working text of an article, with conflicts and sources of the text.

Every change of a chosen amendment is one proposal to the text core, and its mark is the id of the change. Text of the
result carries marks of four types until the merge is applied: `change:ID` for text of the proposer, `decided:ID` for
text of the secretariat in the decision on a change, `compromise:ID`, and `settled:NAME` for text that a moderator
wrote for the conflict or the provision of that name.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from accounts.canonical import digest_of_json
from charter import texts
from charter.models import (
    Block,
    Provision,
    Section,
)
from charter.queries.merging import brackets
from charter.queries.merging.merge_candidates import MergeBase, MergeChange
from charter.states import BORDER_KINDS, ChangeKind
from charter.text import Conflict, Document
from charter.text import Merge as Merged
from charter.text import merge as merge_texts

NOBODY = "nobody"
SETTLED = "settled"
WORDING = "wording"
Choice = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One way to resolve a conflict: the whole block's text as it would be, and its proposers."""

    choice: Choice
    html: str
    merge_changes: tuple[MergeChange, ...]

    @property
    def is_base(self) -> bool:
        return bool(self.choice.get("base"))

    @property
    def is_both(self) -> bool:
        return bool(self.choice.get("both"))


@dataclass(frozen=True)
class MergeConflict:
    """An open conflict: the text that is contested, its block, and every wording with its proposers."""

    conflict: Conflict
    key: str
    provision: Provision | None
    options: tuple[Option, ...]

    @property
    def id(self) -> str:
        return self.conflict.id

    @property
    def stretch(self) -> str:
        return self.conflict.base

    @property
    def may_stay_open(self) -> bool:
        """Whether its wordings can be side by side in brackets, each as its own member proposed it."""
        merge_changes = [merge_change for option in self.options for merge_change in option.merge_changes]
        return may_stay_open(self.conflict, merge_changes) and all(
            merge_change.is_in_own_words for merge_change in merge_changes
        )


@dataclass(frozen=True)
class Result:
    """The result of the text core. `written` are blocks that a moderator wrote as a whole, by key, with the conflict.

    `together` are the sides that a moderator chose to put one after the other, by conflict; `brackets` are the
    conflicts whose alternatives remain open.
    """

    merged: Merged
    conflicts: tuple[MergeConflict, ...]
    written: Mapping[str, tuple[str, str]]
    settled: tuple[str, ...]
    together: Mapping[str, tuple[Any, ...]]
    brackets: Mapping[str, Conflict]

    @cached_property
    def words(self) -> dict[str, str]:
        return texts.words_of(self.merged.document)


def merge_result(merge_base: MergeBase, ask: Sequence[MergeChange], choices: Mapping[str, Choice]) -> Result:
    """The merge with the choices for its conflicts and provisions. Choices for other conflicts are ignored."""
    proposals: dict[Any, Document] = {
        merge_change.change.pk: proposed_document(merge_base, merge_change)
        for merge_change in ask
        if not merge_change.fault
    }
    first = merge_texts(merge_base.document, proposals)
    sides: list[tuple[str, Any]] = []
    own = dict(_own_wordings(merge_base, ask, choices))
    written: dict[str, tuple[str, str]] = {**own}
    together: dict[str, tuple[Any, ...]] = {}
    open_: dict[str, Conflict] = {}
    for conflict in first.conflicts:
        choice = choices.get(conflict.id, {}) if _key_of(conflict, ask) not in own else {}
        if "html" in choice:
            written[_key_of(conflict, ask)] = (conflict.id, choice["html"])
        elif choice.get("brackets") and may_stay_open(conflict, ask):
            open_[conflict.id] = conflict
            sides.append(
                (conflict.id, brackets.bracketed_document(conflict, merge_base.words.get(_key_of(conflict, ask), "")))
            )
        elif choice.get("both") and can_stand_together(conflict):
            together[conflict.id] = conflict.sides
            sides.append((conflict.id, texts.in_order(side.document for side in conflict.sides)))
        elif (side := _side(conflict, choice)) is not None:
            sides.append((conflict.id, side))
    named = {pk: doc for pk, doc in proposals.items() if not _about(pk, written, ask)}
    for key, (name, html) in written.items():
        named[(SETTLED, name)] = _with_block(merge_base, key, html)
    merged = merge_texts(merge_base.document, named, sides)
    conflicts = tuple(_merge_conflict(conflict, first, merge_base, ask) for conflict in merged.conflicts)
    names = tuple(name for name, _ in (*sides, *written.values()))
    return Result(merged, conflicts, written, names, together, open_)


def wording_name(merge_base: MergeBase, ask: Sequence[MergeChange], key: str) -> str:
    """The name under which a merge keeps a text that a moderator wrote for a provision.

    It is another one as soon as the text of the provision or the proposals for it change: then the choice lapses.
    """
    proposals = sorted((change.change.pk, change.html) for change in ask if is_about(change, (key,)))
    return f"{WORDING}:{key}:{digest_of_json([merge_base.words[key], proposals])[:16]}"


def _own_wordings(
    merge_base: MergeBase, ask: Sequence[MergeChange], choices: Mapping[str, Choice]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The texts that a moderator wrote for provisions as they are now, by key, each with its name."""
    for name, choice in choices.items():
        kind, _, rest = name.partition(":")
        key = rest.partition(":")[0]
        if kind == WORDING and key in merge_base.words and name == wording_name(merge_base, ask, key):
            yield key, (name, choice["html"])


def may_stay_open(conflict: Conflict, ask: Sequence[MergeChange]) -> bool:
    """Whether its wordings can be side by side in brackets: a border cannot."""
    borders = any(
        merge_change.change.kind in BORDER_KINDS and merge_change.change.pk in conflict.marks for merge_change in ask
    )
    return brackets.can_be_bracketed(conflict) and not borders


def is_about(merge_change: MergeChange, keys: Container[str]) -> bool:
    """Whether a change is about text under these keys: if a moderator writes the whole block, it is left out."""
    if (
        merge_change.change.kind == ChangeKind.JOIN
        and merge_change.change.after is not None
        and str(merge_change.change.after.key) in keys
    ):
        return True
    return merge_change.key in keys and merge_change.change.kind in (
        ChangeKind.REPLACE,
        ChangeKind.DELETE,
        *BORDER_KINDS,
    )


def can_stand_together(conflict: Conflict) -> bool:
    """Whether all wordings of a conflict can be used one after the other: insertions at one point, no deletion."""
    words = all(len(side.document.blocks) == 1 and isinstance(side.marks[0], int) for side in conflict.sides)
    return conflict.kind.name == "SAME_POINT" and words and len(conflict.sides) > 1


def proposed_document(merge_base: MergeBase, merge_change: MergeChange) -> Document:
    """The article with this change alone."""
    blocks, words = list(merge_base.section.blocks), dict(merge_base.words)
    key, change = str(merge_change.change.provision.key), merge_change.change
    place = next(n for n, block in enumerate(blocks) if block.key == key)
    if change.kind == ChangeKind.REPLACE:
        words[key] = merge_change.html
    elif change.kind == ChangeKind.INSERT:
        blocks.insert(place + 1, new_block(merge_base.section, merge_change))
        words[merge_change.new_key] = merge_change.html
    elif change.kind == ChangeKind.SPLIT:
        assert change.cut is not None
        words[key], words[merge_change.new_key] = texts.split_html(words[key], change.cut)
        blocks.insert(place + 1, replace(blocks[place], key=merge_change.new_key))
    elif change.kind == ChangeKind.JOIN:
        after = str(change.after.key) if change.after else ""
        words[key] = texts.in_one(words[key], words.pop(after))
        blocks = [block for block in blocks if block.key != after]
    else:
        moved = blocks.pop(place)
        if change.kind == ChangeKind.MOVE and not moves_out(merge_change, merge_base):
            keys = [block.key for block in blocks]
            after = str(change.after.key) if change.after else ""
            blocks.insert(keys.index(after) + 1 if after in keys else 0, moved)
    return texts.document_of(blocks, words)


def new_block(section: Section, merge_change: MergeChange) -> Block:
    """The place of an inserted provision: as deep as the previous one of its type, or as its neighbour.

    The second part of a split provision has the type and depth of the whole.
    """
    before = []
    for block in section.blocks:
        before.append(block)
        if block.key == str(merge_change.change.provision.key):
            break
    if merge_change.change.kind == ChangeKind.SPLIT:
        return replace(before[-1], key=merge_change.new_key)
    same = [block.depth for block in before if block.kind == merge_change.change.new_kind]
    return Block(merge_change.new_key, merge_change.change.new_kind, same[-1] if same else before[-1].depth)


def moves_out(merge_change: MergeChange, merge_base: MergeBase) -> bool:
    """Whether a change moves its provision into another article."""
    after = merge_change.change.after
    return (
        merge_change.change.kind == ChangeKind.MOVE
        and after is not None
        and str(after.key) not in merge_base.provisions
    )


def _key_of(conflict: Conflict, ask: Sequence[MergeChange]) -> str:
    """The block a conflict is in: that of a change of words in it, else that of any."""
    concerned = [merge_change for merge_change in ask if merge_change.change.pk in conflict.marks]
    worded = [
        merge_change
        for merge_change in concerned
        if merge_change.change.kind in (ChangeKind.REPLACE, ChangeKind.DELETE)
    ]
    borders = [merge_change for merge_change in concerned if merge_change.change.kind in BORDER_KINDS]
    return (worded or borders or concerned)[0].key


def _side(conflict: Conflict, choice: Choice) -> Any:
    if choice.get("base"):
        return replace(conflict.sides[0], marks=(NOBODY,))
    return next((side for side in conflict.sides if choice.get("side") in side.marks), None)


def _about(pk: int, written: Container[str], ask: Sequence[MergeChange]) -> bool:
    """Whether a change is about words that a moderator wrote whole."""
    return is_about(next(a for a in ask if a.change.pk == pk), written)


def _with_block(merge_base: MergeBase, key: str, html: str) -> Document:
    return texts.document_of(merge_base.section.blocks, {**merge_base.words, key: html})


def _merge_conflict(
    conflict: Conflict, first: Merged, merge_base: MergeBase, ask: Sequence[MergeChange]
) -> MergeConflict:
    key = _key_of(conflict, ask)
    options = [Option({"base": True}, merge_base.words.get(key, ""), ())]
    for side in conflict.sides:
        if not isinstance(side.marks[0], int):
            continue
        html = texts.words_of(first.resolve(conflict, side).document).get(key, "")
        side_changes = tuple(merge_change for merge_change in ask if merge_change.change.pk in side.marks)
        if any(
            merge_change.change.kind in BORDER_KINDS for merge_change in side_changes
        ):  # it leaves every word as it stands
            html = merge_base.words.get(key, "")
        options.append(Option({"side": side.marks[0]}, html, side_changes))
    if can_stand_together(conflict):
        both = texts.in_order(side.document for side in conflict.sides)
        html = texts.words_of(first.resolve(conflict, both).document).get(key, "")
        options.append(
            Option(
                {"both": True},
                html,
                tuple(merge_change for merge_change in ask if merge_change.change.pk in conflict.marks),
            )
        )
    return MergeConflict(conflict, key, merge_base.provisions.get(key), tuple(options))
