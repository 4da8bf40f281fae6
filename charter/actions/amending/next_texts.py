"""The next text of an amendment when text of the charter changes: written, fixed, and sent to all whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.locales import in_quotes, join_in_words
from charter import texts
from charter.actions.amending import amendment_letters, amendment_texts
from charter.models import (
    Amendment,
    AmendmentText,
    Change,
    CoProposal,
    DecidedWords,
    Decision,
    Position,
    Wording,
)
from charter.states import AmendmentState, ChangeKind, CoProposalState, RebaseState
from charter.text import Conflict, Document, Rebase, rebase

# How long its member may look at an amendment under which the text moved, before it is decided on the old words.
TIME_TO_LOOK = timedelta(days=14)
Reword = Callable[[str, Change, Change], str]


@dataclass(frozen=True)
class Also:
    """A further change that is necessary because the provision of a change was split."""

    kind: str
    base: Wording
    html: str


@dataclass(frozen=True)
class RebasedChange:
    """The result for a change: its state, its text now, whether its proposal changed, why, and its further changes."""

    state: RebaseState
    base: Wording | None
    html: str
    note: str = ""
    same_words: bool = True
    also: tuple[Also, ...] = ()


def mark_as_adopted(base: Wording | None, html: str) -> RebasedChange:
    """The proposal of a change was brought in by others: the change keeps its text and its supporters."""
    return RebasedChange(RebaseState.ADOPTED, base, html, _("The text already contains the proposed change."))


def rebase_change(kind: str, html: str, base: Wording, new: Wording) -> RebasedChange:
    """One change of an old base, as carried over to the new text of the same provision."""
    if base.html == new.html:
        return RebasedChange(RebaseState.CLEAN, new, html)
    proposal = Document() if kind == ChangeKind.DELETE else texts.single_block(html)
    now = texts.single_block(new.html)
    rebase_result = rebase(proposal, texts.single_block(base.html), now)
    words = "" if rebase_result.document is None else texts.words_of(rebase_result.document).get("one", "")
    if rebase_result.state == "adopted":
        return mark_as_adopted(base, html)
    if rebase_result.document is None or (rebase_result.state == "check" and rebase_result.document == now):
        # Nothing of it is left: it keeps the words it was written for.
        return RebasedChange(RebaseState.VOID, base, html, overlap_reason(rebase_result.conflicts), False)
    if rebase_result.state == "check":
        return RebasedChange(RebaseState.CHECK, new, words, why_to_check(rebase_result), False)
    note = (
        _("The text already contains part of the proposed change.") if rebase_result.state == "partly adopted" else ""
    )
    return RebasedChange(RebaseState.CLEAN, new, words, note, rebase_result.state == "clean")


def why_to_check(rebase_result: Rebase) -> str:
    """Why a person must check: the text overlaps the new text, or is beside text that changed."""
    if rebase_result.conflicts:
        return overlap_reason(rebase_result.conflicts)
    return _("The new text changed the wording next to this change. Check whether the meaning is still the same.")


def overlap_reason(conflicts: Iterable[Conflict]) -> str:
    """Why a text that was carried over overlaps the new one."""
    words = join_in_words(in_quotes(conflict.base) for conflict in conflicts if conflict.base)
    if words:
        return _("The new text has changed the same wording: %(words)s.") % {"words": words}
    return _("The new text has another wording in the same place.")


def _reworded(html: str, old: Change, new: Change) -> str:
    assert old.base is not None and new.base is not None
    return rebase_change(ChangeKind.REPLACE, html, old.base, new.base).html


def write_next_text(
    amendment: Amendment,
    changes: list[Change],
    fates: dict[int, RebasedChange],
    at: datetime,
    reword: Reword = _reworded,
) -> AmendmentText:
    """Writes the next text, and asks those whom its new text concerns again.

    `reword` gives the secretariat's text in a decision on an old change as it is in the new change.
    """
    old = amendment.text
    assert old is not None
    check = any(fate.state in (RebaseState.CHECK, RebaseState.VOID) for fate in fates.values())
    text = _next_text(amendment, old, at, check)
    pairs = []
    for change in changes:
        new_change = amendment_texts.copy_change(change, text)
        rebased = fates.get(change.pk)
        if rebased is not None:
            new_change.base, new_change.html, new_change.carry, new_change.carry_note = (
                rebased.base,
                rebased.html,
                rebased.state,
                rebased.note,
            )
        new_change.save()
        pairs.append((change, new_change))
    for change, rebased in [(change, fates[change.pk]) for change in changes if change.pk in fates]:
        pairs += [
            (change, _beside(change, also, rebased, text, len(pairs) + n)) for n, also in enumerate(rebased.also)
        ]
    if amendment.state != AmendmentState.DRAFT:
        amendment_texts.fix_text(text, at)
    amendment.text = text
    amendment.revision += 1
    if check and amendment.state == AmendmentState.UNDER_REVIEW:
        amendment.look_until = at + TIME_TO_LOOK
    amendment.save(update_fields=["text", "revision", "look_until"])
    _notify_proposers(amendment, old, text, all(fate.same_words for fate in fates.values()), check, at)
    _rebase_decided_text(amendment, text, pairs, reword)
    states = sorted({str(fate.state) for fate in fates.values()})
    append_acts(Act("amendment carried over", amendment, content={"text": text.digest, "states": states}), at=at)
    return text


def _beside(change: Change, also: Also, fate: RebasedChange, text: AmendmentText, place: int) -> Change:
    return Change.objects.create(
        text=text,
        place=place,
        kind=also.kind,
        provision=also.base.provision,
        language=change.language,
        base=also.base,
        html=also.html,
        carry=fate.state,
        carry_note=fate.note,
    )


def _next_text(amendment: Amendment, old: AmendmentText, at: datetime, check: bool) -> AmendmentText:
    text = AmendmentText(
        amendment=amendment,
        number=amendment.texts.count() + 1,
        language=old.language,
        title=amendment_texts.write_text(None, old.title.text, old.title.language, old.prepared_by)
        if old.title
        else None,
        reason=amendment_texts.write_text(None, old.reason.text, old.reason.language, old.prepared_by)
        if old.reason
        else None,
        source=old.source,
        wish=old.wish,
        wish_language=old.wish_language,
        carried_from=old,
        prepared_by=old.prepared_by,
        prepared_on_id=old.prepared_on_id,
        confirmed_by_id=None if check else old.confirmed_by_id,
        confirmed_on_id=None if check else old.confirmed_on_id,
        at=at,
    )
    text.save()
    return text


def _notify_proposers(
    amendment: Amendment, old: AmendmentText, text: AmendmentText, same_words: bool, check: bool, at: datetime
) -> None:
    if amendment.state == AmendmentState.DRAFT:
        return
    if check:
        amendment_letters.ask_to_check(amendment, text, at)
    # Where nobody can take a position any more, nobody is asked for one, and those that were taken stay.
    move_to_next_text(amendment, old, text, same_words or not amendment.round.text_stands_still(at), at)


def move_to_next_text(
    amendment: Amendment, old: AmendmentText, text: AmendmentText, same_words: bool, at: datetime
) -> None:
    """Positions and co-sponsors stay with an unchanged text; otherwise they lapse and are asked again.

    Where nobody can answer any more, the members learn that theirs no longer count.
    """
    asks = amendment.round.text_stands_still(at)
    for position in Position.objects.filter(text=old, superseded_at=None).select_related("organisation__name"):
        Position.objects.filter(pk=position.pk).update(superseded_at=at)
        if same_words:
            position.pk, position.text, position.superseded_at = None, text, None
            position.save()
        elif asks:
            amendment_letters.ask_for_position_again(position.organisation, amendment, text, at)
        else:
            amendment_letters.tell_of_lapsed_position(position.organisation, amendment, text, at)
    joined = CoProposal.objects.filter(amendment=amendment, state=CoProposalState.JOINED)
    for co in joined.select_related("organisation__name"):
        co.text = text
        if not same_words and asks:
            co.state = CoProposalState.ASKED
            amendment_letters.ask_to_cosponsor_again(co.organisation, amendment, text, at)
        elif not same_words:
            co.state = CoProposalState.LEFT
            amendment_letters.tell_of_lapsed_cosponsoring(co.organisation, amendment, text, at)
        co.save()


def _rebase_decided_text(
    amendment: Amendment, text: AmendmentText, pairs: list[tuple[Change, Change]], reword: Reword
) -> None:
    """A decision that holds follows to the new text, the secretariat's words in it rebased as well."""
    decision = Decision.objects.filter(amendment=amendment, superseded_at=None).first()
    if decision is None:
        return
    Decision.objects.filter(pk=decision.pk).update(text=text)
    decided_words = {words.change_id: words for words in DecidedWords.objects.filter(decision=decision)}
    for old, new in pairs:
        if old.pk in decided_words:
            words = copy(decided_words[old.pk])
            if words.html and old.base and new.base and old.base_id != new.base_id:
                before = _words_before(words, new.base)
                words.earlier = [*words.earlier, {"base": old.base_id, "html": words.html}]
                words.html = before or reword(words.html, old, new)
            words.pk = words.pk if new.place == old.place else None
            words.change = new
            words.save()


def _words_before(words: DecidedWords, base: Wording) -> str | None:
    """What was decided over the same text earlier: carried over and back, it may have lost some of its words."""
    bases = Wording.objects.in_bulk([row["base"] for row in words.earlier])
    rows = [row for row in words.earlier if row["base"] in bases and bases[row["base"]].html == base.html]
    return rows[-1]["html"] if rows else None
