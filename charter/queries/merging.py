"""What a merge gives: chosen amendments over an article's working text, with conflicts and who asked for which words.

Every change of a chosen amendment is one proposal to the text core, its mark the change's id. Words of the result
carry marks of four kinds until the merge is applied: `change:ID` as the proposer asked, `decided:ID` the words of the
secretariat in the decision on a change, `compromise:ID`, and `settled:CONFLICT` what a moderator wrote to settle one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter import texts
from charter.models import (
    Amendment,
    Article,
    Block,
    Change,
    Charter,
    Compromise,
    Decision,
    Merge,
    Provision,
    Section,
    Standing,
    Wording,
)
from charter.states import (
    MERGING_OUTCOMES,
    AmendmentState,
    CarryState,
    ChangeKind,
    CompromiseState,
)
from charter.text import Conflict, Document
from charter.text import Merge as Merged
from charter.text import merge as merge_texts

NOBODY = "nobody"
SETTLED = "settled"
Words = str | Promise
Choice = Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """An article's working text in one language: its place, its wordings by key, and both as a document."""

    charter: Charter
    section: Section
    language: str
    standing: Mapping[str, Wording]
    provisions: Mapping[str, Provision]

    @cached_property
    def words(self) -> dict[str, str]:
        return {key: wording.html for key, wording in self.standing.items()}

    @cached_property
    def document(self) -> Document:
        return texts.document(self.section.blocks, self.words)

    @property
    def digest(self) -> str:
        return texts.digest([self.language, self.document.html])


@dataclass(frozen=True)
class Asked:
    """One change of a chosen amendment: the words to merge, those the proposer asked for, and why it does not fit.

    `otherwise` marks words of it that the proposer did not ask for.
    """

    change: Change
    amendment: Amendment
    decision: Decision | None
    html: str
    otherwise: str
    fault: Words = ""

    @property
    def mark(self) -> str:
        return f"change:{self.change.pk}"

    @property
    def new_key(self) -> str:
        return str(self.change.new_provision.key) if self.change.new_provision else ""

    @property
    def key(self) -> str:
        """The provision that the change is about; the new one where it puts one in."""
        return self.new_key or str(self.change.provision.key)


@dataclass(frozen=True)
class Option:
    """One way to settle a conflict: the whole block's words as they would be, and who asks for them."""

    choice: Choice
    html: str
    asked: tuple[Asked, ...]

    @property
    def is_base(self) -> bool:
        return bool(self.choice.get("base"))


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


@dataclass(frozen=True)
class Result:
    """What the text core made of it. `written` are blocks that a moderator wrote whole, by key, with the conflict."""

    merged: Merged
    clashes: tuple[Clash, ...]
    written: Mapping[str, tuple[str, str]]
    settled: tuple[str, ...]

    @cached_property
    def words(self) -> dict[str, str]:
        return texts.words_of(self.merged.document)


def ground(charter: Charter, article: Article, language: str) -> Ground | None:
    """The working text of an article in a language; None where the article left the text."""
    section = charter.arrangement.section(article.key) if charter.arrangement else None
    if section is None:
        return None
    keys = [block.key for block in section.blocks]
    provisions = {str(p.key): p for p in charter.provisions.filter(key__in=keys)}
    rows = Standing.objects.filter(provision__in=provisions.values(), language=language)
    standing = {str(s.provision.key): s.wording for s in rows.select_related("wording", "provision")}
    return Ground(charter, section, language, standing, provisions)


def candidates(charter: Charter, language: str | None = None) -> list[Amendment]:
    """Accepted amendments with changes that are not in the text yet, in the order of their numbers."""
    rows = _waiting(charter)
    if language:
        rows = rows.filter(text__language=language)
    return list(with_changes(rows))


def count(charter: Charter) -> int:
    """How many accepted amendments are not in the text yet."""
    return int(_waiting(charter).count())


def _waiting(charter: Charter) -> Any:
    accepted = {"decisions__superseded_at": None, "decisions__outcome__in": sorted(MERGING_OUTCOMES)}
    rows = Amendment.objects.filter(round__charter=charter, state=AmendmentState.DECIDED)
    return rows.filter(**accepted).distinct()


def with_changes(rows: Any) -> Any:
    """With all that a merge asks of an amendment, in a constant number of queries."""
    return (
        rows.select_related("round", "organisation__name", "text")
        .prefetch_related(
            "organisation__name__translations",
            "co_proposals__organisation__name__translations",
            "decisions__words",
            "text__changes__provision",
            "text__changes__base",
            "text__changes__after",
            "text__changes__new_provision",
            "compromises",
        )
        .order_by("round__number", "number")
    )


def asked(amendments: Iterable[Amendment], found: Ground) -> list[Asked]:
    """The changes of amendments that are about this article in this language, in the order of the amendments."""
    return [
        one
        for amendment in amendments
        for change in (amendment.text.changes.all() if amendment.text else ())
        if change.language == found.language and str(change.provision.key) in found.provisions
        if (one := _asked(amendment, change, found)) is not None
    ]


def result(found: Ground, ask: Sequence[Asked], choices: Mapping[str, Choice]) -> Result:
    """The merge with what was chosen for its conflicts. Choices for conflicts that are no more are left aside."""
    proposals: dict[Any, Document] = {one.change.pk: proposal(found, one) for one in ask if not one.fault}
    first = merge_texts(found.document, proposals)
    sides: list[tuple[str, Any]] = []
    written: dict[str, tuple[str, str]] = {}
    for conflict in first.conflicts:
        choice = choices.get(conflict.id, {})
        if "html" in choice:
            written[_key_of(conflict, ask)] = (conflict.id, choice["html"])
        elif (side := _side(conflict, choice)) is not None:
            sides.append((conflict.id, side))
    named = {pk: doc for pk, doc in proposals.items() if not _about(pk, written, ask)}
    for key, (name, html) in written.items():
        named[(SETTLED, name)] = _with_block(found, key, html)
    merged = merge_texts(found.document, named, sides)
    clashes = tuple(_clash(conflict, first, found, ask) for conflict in merged.conflicts)
    return Result(merged, clashes, written, tuple(name for name, _ in (*sides, *written.values())))


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
    else:
        moved = blocks.pop(place)
        if change.kind == ChangeKind.MOVE and not moves_out(one, found):
            keys = [block.key for block in blocks]
            after = str(change.after.key) if change.after else ""
            blocks.insert(keys.index(after) + 1 if after in keys else 0, moved)
    return texts.document(blocks, words)


def new_block(section: Section, one: Asked) -> Block:
    """The place of a provision that is put in: as deep as the one before it of its kind, or as its neighbour."""
    before = []
    for block in section.blocks:
        before.append(block)
        if block.key == str(one.change.provision.key):
            break
    same = [block.depth for block in before if block.kind == one.change.new_kind]
    return Block(one.new_key, one.change.new_kind, same[-1] if same else before[-1].depth)


def moves_out(one: Asked, found: Ground) -> bool:
    """Whether a change moves its provision into another article."""
    after = one.change.after
    return one.change.kind == ChangeKind.MOVE and after is not None and str(after.key) not in found.provisions


def _asked(amendment: Amendment, change: Change, found: Ground) -> Asked | None:
    """The change with the words that were accepted; None where a decision in part left it out or it is in the text."""
    decision = next((d for d in amendment.decisions.all() if d.superseded_at is None), None)
    given = {w.change_id: w for w in decision.words.all()} if decision else {}
    row = given.get(change.pk)
    if (row is not None and not row.taken) or change.carry == CarryState.MERGED:
        return None
    made = Asked(change, amendment, decision, change.html, f"change:{change.pk}")
    compromise = _agreed(amendment, change)
    if row is not None and row.html:
        made = replace(made, html=row.html, otherwise=f"decided:{change.pk}")
    if compromise is not None and change.kind == ChangeKind.REPLACE:
        made = replace(made, html=compromise.html, otherwise=f"compromise:{compromise.pk}")
    return replace(made, fault=_fault(made, found))


def _agreed(amendment: Amendment, change: Change) -> Compromise | None:
    """The agreed compromise on the provision of a change, the last one where there are several."""
    found = [
        c
        for c in amendment.compromises.all()
        if c.state == CompromiseState.CLOSED and c.agreed
        if (c.provision_id, c.language) == (change.provision_id, change.language)
    ]
    return found[-1] if found else None


def _fault(one: Asked, found: Ground) -> Words:
    """Why a change cannot be merged into the text that stands."""
    change = one.change
    now = found.standing.get(str(change.provision.key))
    if one.decision is None or one.decision.outcome not in MERGING_OUTCOMES:
        return _("It is not accepted.")
    if change.carry == CarryState.CHECK:
        return _("The text has moved under it, and its member has not checked it yet.")
    if change.carry == CarryState.VOID:
        return _("The words it wanted to change are no longer in the text.")
    if change.base is not None and (now is None or now.html != change.base.html):
        return _("The text has moved under it.")
    if change.kind == ChangeKind.INSERT and change.new_provision is None:
        return _("Its new provision has no identity yet.")
    return ""


def _key_of(conflict: Conflict, ask: Sequence[Asked]) -> str:
    """The block a conflict is in: that of a change of words in it, else that of any."""
    those = [one for one in ask if one.change.pk in conflict.marks]
    worded = [one for one in those if one.change.kind in (ChangeKind.REPLACE, ChangeKind.DELETE)]
    return (worded or those)[0].key


def _side(conflict: Conflict, choice: Choice) -> Any:
    if choice.get("base"):
        return replace(conflict.sides[0], marks=(NOBODY,))
    return next((side for side in conflict.sides if choice.get("side") in side.marks), None)


def _about(pk: int, written: Mapping[str, object], ask: Sequence[Asked]) -> bool:
    """Whether a change is about words that a moderator wrote whole."""
    one = next(a for a in ask if a.change.pk == pk)
    return one.key in written and one.change.kind in (ChangeKind.REPLACE, ChangeKind.DELETE)


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
        options.append(Option({"side": side.marks[0]}, html, who))
    return Clash(conflict, key, found.provisions.get(key), tuple(options))


def merges(charter: Charter) -> Any:
    """Merges of a charter with what a list shows of them, the open ones first."""
    rows = Merge.objects.filter(charter=charter).select_related("article", "round", "saved_by", "begun_by")
    return rows.prefetch_related("amendments").order_by("state", "-saved_at")
