"""What a merge gives: chosen amendments over an article's working text, with conflicts and who asked for which words.

Every change of a chosen amendment is one proposal to the text core, its mark the change's id. Words of the result
carry marks of four kinds until the merge is applied: `change:ID` as the proposer asked, `decided:ID` the words of the
secretariat in the decision on a change, `compromise:ID`, and `settled:CONFLICT` what a moderator wrote to settle one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from charter import texts
from charter.models import (
    Block,
    Provision,
    Section,
)
from charter.queries import brackets
from charter.queries.to_merge import Asked, Ground
from charter.states import BORDER_KINDS, ChangeKind
from charter.text import Conflict, Document
from charter.text import Merge as Merged
from charter.text import merge as merge_texts

NOBODY = "nobody"
SETTLED = "settled"
Choice = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One way to settle a conflict: the whole block's words as they would be, and who asks for them."""

    choice: Choice
    html: str
    asked: tuple[Asked, ...]

    @property
    def is_base(self) -> bool:
        return bool(self.choice.get("base"))

    @property
    def is_both(self) -> bool:
        return bool(self.choice.get("both"))


@dataclass(frozen=True)
class Clash:
    """An open conflict: the words at stake, the block it is in, and every wording with its askers."""

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
        """Whether its wordings can stand in brackets: words side by side, each as its own member asked for it."""
        asked = [one for option in self.options for one in option.asked]
        return may_stay_open(self.conflict, asked) and all(one.is_as_asked for one in asked)


@dataclass(frozen=True)
class Result:
    """What the text core made of it. `written` are blocks that a moderator wrote whole, by key, with the conflict.

    `together` are the sides that stand one behind the other where that was chosen, by conflict; `brackets` the
    conflicts whose alternatives stay open.
    """

    merged: Merged
    clashes: tuple[Clash, ...]
    written: Mapping[str, tuple[str, str]]
    settled: tuple[str, ...]
    together: Mapping[str, tuple[Any, ...]]
    brackets: Mapping[str, Conflict]

    @cached_property
    def words(self) -> dict[str, str]:
        return texts.words_of(self.merged.document)


def result(found: Ground, ask: Sequence[Asked], choices: Mapping[str, Choice]) -> Result:
    """The merge with what was chosen for its conflicts. Choices for conflicts that are no more are left aside."""
    proposals: dict[Any, Document] = {one.change.pk: proposal(found, one) for one in ask if not one.fault}
    first = merge_texts(found.document, proposals)
    sides: list[tuple[str, Any]] = []
    written: dict[str, tuple[str, str]] = {}
    together: dict[str, tuple[Any, ...]] = {}
    open_: dict[str, Conflict] = {}
    for conflict in first.conflicts:
        choice = choices.get(conflict.id, {})
        if "html" in choice:
            written[_key_of(conflict, ask)] = (conflict.id, choice["html"])
        elif choice.get("brackets") and may_stay_open(conflict, ask):
            open_[conflict.id] = conflict
            sides.append((conflict.id, brackets.document(conflict, found.words.get(_key_of(conflict, ask), ""))))
        elif choice.get("both") and can_stand_together(conflict):
            together[conflict.id] = conflict.sides
            sides.append((conflict.id, texts.in_order(side.document for side in conflict.sides)))
        elif (side := _side(conflict, choice)) is not None:
            sides.append((conflict.id, side))
    named = {pk: doc for pk, doc in proposals.items() if not _about(pk, written, ask)}
    for key, (name, html) in written.items():
        named[(SETTLED, name)] = _with_block(found, key, html)
    merged = merge_texts(found.document, named, sides)
    clashes = tuple(_clash(conflict, first, found, ask) for conflict in merged.conflicts)
    names = tuple(name for name, _ in (*sides, *written.values()))
    return Result(merged, clashes, written, names, together, open_)


def may_stay_open(conflict: Conflict, ask: Sequence[Asked]) -> bool:
    """Whether its wordings can stand side by side in brackets: a border cannot."""
    borders = any(one.change.kind in BORDER_KINDS and one.change.pk in conflict.marks for one in ask)
    return brackets.possible(conflict) and not borders


def is_about(one: Asked, keys: Container[str]) -> bool:
    """Whether a change is about words under these keys: where a moderator writes them whole, it is left out."""
    if one.change.kind == ChangeKind.JOIN and one.change.after is not None and str(one.change.after.key) in keys:
        return True
    return one.key in keys and one.change.kind in (ChangeKind.REPLACE, ChangeKind.DELETE, *BORDER_KINDS)


def can_stand_together(conflict: Conflict) -> bool:
    """Whether all wordings of a conflict can stand one behind the other: words put in at one point, none taken out."""
    words = all(len(side.document.blocks) == 1 and isinstance(side.marks[0], int) for side in conflict.sides)
    return conflict.kind.name == "SAME_POINT" and words and len(conflict.sides) > 1


def proposal(found: Ground, one: Asked) -> Document:
    """The article with this change alone."""
    blocks, words = list(found.section.blocks), dict(found.words)
    key, change = str(one.change.provision.key), one.change
    place = next(n for n, block in enumerate(blocks) if block.key == key)
    if change.kind == ChangeKind.REPLACE:
        words[key] = one.html
    elif change.kind == ChangeKind.INSERT:
        blocks.insert(place + 1, new_block(found.section, one))
        words[one.new_key] = one.html
    elif change.kind == ChangeKind.SPLIT:
        assert change.cut is not None
        words[key], words[one.new_key] = texts.parts(words[key], change.cut)
        blocks.insert(place + 1, replace(blocks[place], key=one.new_key))
    elif change.kind == ChangeKind.JOIN:
        after = str(change.after.key) if change.after else ""
        words[key] = texts.in_one(words[key], words.pop(after))
        blocks = [block for block in blocks if block.key != after]
    else:
        moved = blocks.pop(place)
        if change.kind == ChangeKind.MOVE and not moves_out(one, found):
            keys = [block.key for block in blocks]
            after = str(change.after.key) if change.after else ""
            blocks.insert(keys.index(after) + 1 if after in keys else 0, moved)
    return texts.document(blocks, words)


def new_block(section: Section, one: Asked) -> Block:
    """The place of a provision that is put in: as deep as the one before it of its kind, or as its neighbour.

    The second part of what is divided is what the whole was.
    """
    before = []
    for block in section.blocks:
        before.append(block)
        if block.key == str(one.change.provision.key):
            break
    if one.change.kind == ChangeKind.SPLIT:
        return replace(before[-1], key=one.new_key)
    same = [block.depth for block in before if block.kind == one.change.new_kind]
    return Block(one.new_key, one.change.new_kind, same[-1] if same else before[-1].depth)


def moves_out(one: Asked, found: Ground) -> bool:
    """Whether a change moves its provision into another article."""
    after = one.change.after
    return one.change.kind == ChangeKind.MOVE and after is not None and str(after.key) not in found.provisions


def _key_of(conflict: Conflict, ask: Sequence[Asked]) -> str:
    """The block a conflict is in: that of a change of words in it, else that of any."""
    those = [one for one in ask if one.change.pk in conflict.marks]
    worded = [one for one in those if one.change.kind in (ChangeKind.REPLACE, ChangeKind.DELETE)]
    borders = [one for one in those if one.change.kind in BORDER_KINDS]
    return (worded or borders or those)[0].key


def _side(conflict: Conflict, choice: Choice) -> Any:
    if choice.get("base"):
        return replace(conflict.sides[0], marks=(NOBODY,))
    return next((side for side in conflict.sides if choice.get("side") in side.marks), None)


def _about(pk: int, written: Container[str], ask: Sequence[Asked]) -> bool:
    """Whether a change is about words that a moderator wrote whole."""
    return is_about(next(a for a in ask if a.change.pk == pk), written)


def _with_block(found: Ground, key: str, html: str) -> Document:
    return texts.document(found.section.blocks, {**found.words, key: html})


def _clash(conflict: Conflict, first: Merged, found: Ground, ask: Sequence[Asked]) -> Clash:
    key = _key_of(conflict, ask)
    options = [Option({"base": True}, found.words.get(key, ""), ())]
    for side in conflict.sides:
        if not isinstance(side.marks[0], int):
            continue
        html = texts.words_of(first.resolve(conflict, side).document).get(key, "")
        who = tuple(one for one in ask if one.change.pk in side.marks)
        if any(one.change.kind in BORDER_KINDS for one in who):  # it leaves every word as it stands
            html = found.words.get(key, "")
        options.append(Option({"side": side.marks[0]}, html, who))
    if can_stand_together(conflict):
        both = texts.in_order(side.document for side in conflict.sides)
        html = texts.words_of(first.resolve(conflict, both).document).get(key, "")
        options.append(Option({"both": True}, html, tuple(one for one in ask if one.change.pk in conflict.marks)))
    return Clash(conflict, key, found.provisions.get(key), tuple(options))
