"""The text that follows when words of the charter move: written, fixed, and put to all whom its new words concern."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.locales import listed
from charter import texts
from charter.actions import amendment_texts, notices
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
from charter.states import AmendmentState, CarryState, ChangeKind, CoProposalState
from charter.text import Conflict, Document, rebase

# How long its member may look at an amendment under which the text moved, before it is decided on the old words.
TIME_TO_LOOK = timedelta(days=14)
Reword = Callable[[str, Change, Change], str]


@dataclass(frozen=True)
class Also:
    """A further change that one becomes where its provision was divided."""

    kind: str
    base: Wording
    html: str


@dataclass(frozen=True)
class Carried:
    """What became of a change: its state, the words now, whether it asks for other ones, why, what it asks beside."""

    state: CarryState
    base: Wording | None
    html: str
    note: str = ""
    same_words: bool = True
    also: tuple[Also, ...] = ()


def over(kind: str, html: str, base: Wording, new: Wording) -> Carried:
    """One change written for a base, as it reads over the new words of the same provision."""
    if base.html == new.html:
        return Carried(CarryState.CLEAN, new, html)
    proposal = Document() if kind == ChangeKind.DELETE else texts.single(html)
    now = texts.single(new.html)
    found = rebase(proposal, texts.single(base.html), now)
    words = "" if found.document is None else texts.words_of(found.document).get("one", "")
    if found.state == "adopted":
        return Carried(CarryState.VOID, base, html, _("The text already says what it asks for."), False)
    if found.document is None or (found.state == "check" and found.document == now):
        # Nothing of it is left: it keeps the words it was written for.
        return Carried(CarryState.VOID, base, html, meets(found.conflicts), False)
    if found.state == "check":
        return Carried(CarryState.CHECK, new, words, meets(found.conflicts), False)
    note = _("Part of what it asks for is in the text already.") if found.state == "partly adopted" else ""
    return Carried(CarryState.CLEAN, new, words, note, found.state == "clean")


def meets(conflicts: Iterable[Conflict]) -> str:
    """Why words that were carried over meet the new ones."""
    words = listed(f"“{conflict.base}”" for conflict in conflicts if conflict.base)
    if words:
        return _("The new text has changed the same words: %(words)s.") % {"words": words}
    return _("The new text has put other words in the same place.")


def _reworded(html: str, old: Change, new: Change) -> str:
    assert old.base is not None and new.base is not None
    return over(ChangeKind.REPLACE, html, old.base, new.base).html


def follow(
    amendment: Amendment,
    changes: list[Change],
    fates: dict[int, Carried],
    at: datetime,
    reword: Reword = _reworded,
) -> AmendmentText:
    """Writes the text that follows, and asks again whom its new words concern.

    `reword` says how the secretariat's words in a decision on an old change read in the new one.
    """
    old = amendment.text
    assert old is not None
    check = any(fate.state != CarryState.CLEAN for fate in fates.values())
    text = _next_text(amendment, old, at, check)
    pairs = []
    for change in changes:
        made = amendment_texts.copied(change, text)
        fate = fates.get(change.pk)
        if fate is not None:
            made.base, made.html, made.carry, made.carry_note = fate.base, fate.html, fate.state, fate.note
        made.save()
        pairs.append((change, made))
    for change, fate in [(change, fates[change.pk]) for change in changes if change.pk in fates]:
        pairs += [(change, _beside(change, also, fate, text, len(pairs) + n)) for n, also in enumerate(fate.also)]
    if amendment.state != AmendmentState.DRAFT:
        amendment_texts.fix(text, at)
    amendment.text = text
    amendment.revision += 1
    if check and amendment.state == AmendmentState.UNDER_REVIEW:
        amendment.look_until = at + TIME_TO_LOOK
    amendment.save(update_fields=["text", "revision", "look_until"])
    _tell_all(amendment, old, text, all(fate.same_words for fate in fates.values()), check, at)
    _carry_decided_words(amendment, text, pairs, reword)
    states = sorted({str(fate.state) for fate in fates.values()})
    append(Act("amendment carried over", amendment, content={"text": text.digest, "states": states}), at=at)
    return text


def _beside(change: Change, also: Also, fate: Carried, text: AmendmentText, place: int) -> Change:
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
        title=amendment_texts.say(None, old.title.text, old.title.language, old.prepared_by) if old.title else None,
        reason=amendment_texts.say(None, old.reason.text, old.reason.language, old.prepared_by)
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


def _tell_all(
    amendment: Amendment, old: AmendmentText, text: AmendmentText, same_words: bool, check: bool, at: datetime
) -> None:
    if amendment.state == AmendmentState.DRAFT:
        return
    notices.moved(amendment, text, check, at)
    hand_over(amendment, old, text, same_words, at)


def hand_over(amendment: Amendment, old: AmendmentText, text: AmendmentText, same_words: bool, at: datetime) -> None:
    """Positions and co-proposers go with the words where these are the same; else they lapse and are asked again."""
    for position in Position.objects.filter(text=old, superseded_at=None).select_related("organisation__name"):
        Position.objects.filter(pk=position.pk).update(superseded_at=at)
        if same_words:
            position.pk, position.text, position.superseded_at = None, text, None
            position.save()
        else:
            notices.ask_again(position.organisation, amendment, text, at)
    joined = CoProposal.objects.filter(amendment=amendment, state=CoProposalState.JOINED)
    for co in joined.select_related("organisation__name"):
        co.text = text
        if not same_words:
            co.state = CoProposalState.ASKED
            notices.ask_again(co.organisation, amendment, text, at)
        co.save()


def _carry_decided_words(
    amendment: Amendment, text: AmendmentText, pairs: list[tuple[Change, Change]], reword: Reword
) -> None:
    """A decision that holds follows to the new text, the secretariat's words in it rebased as well."""
    decision = Decision.objects.filter(amendment=amendment, superseded_at=None).first()
    if decision is None:
        return
    Decision.objects.filter(pk=decision.pk).update(text=text)
    held = {words.change_id: words for words in DecidedWords.objects.filter(decision=decision)}
    for old, new in pairs:
        if old.pk in held:
            words = copy(held[old.pk])
            if words.html and old.base and new.base and old.base_id != new.base_id:
                words.html = reword(words.html, old, new)
            words.pk = words.pk if new.place == old.place else None
            words.change = new
            words.save()
