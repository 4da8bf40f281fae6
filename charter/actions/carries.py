"""Carrying over: when words of the charter move, what was written for the old ones is written for the new ones.

Nothing is ever shown against a text it was not written for: a change that could not be carried keeps its old base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.locales import listed
from accounts.models import Person
from charter import texts
from charter.actions import amendment_texts, notices
from charter.models import (
    Amendment,
    AmendmentText,
    Arrangement,
    Change,
    Charter,
    CoProposal,
    DecidedWords,
    Decision,
    Position,
    Provision,
    Standing,
    Wording,
)
from charter.states import AmendmentState, CarryState, ChangeKind, CoProposalState
from charter.text import Conflict, Document, rebase

# How long its member may look at an amendment under which the text moved, before it is decided on the old words.
TIME_TO_LOOK = timedelta(days=14)
Moves = Sequence[tuple[Wording | None, Wording]]


@dataclass(frozen=True)
class Carried:
    """What became of a change: its state, the words now, whether it asks for other words, and why."""

    state: CarryState
    base: Wording | None
    html: str
    note: str = ""
    same_words: bool = True


@transaction.atomic
def carry(moves: Moves, but: Collection[int] = ()) -> list[AmendmentText]:
    """Rebases every pending amendment on words that moved; `but` names those that moved them."""
    new = {old.pk: to for old, to in moves if old is not None}
    if not new:
        return []
    at = max(wording.at for wording in new.values())
    asking = Amendment.objects.pending().filter(text__changes__base__in=list(new))
    return [text for amendment in locked(asking, but) if (text := _carry(amendment, new, at)) is not None]


@transaction.atomic
def rearrange(charter: Charter, old: Arrangement, new: Arrangement, but: Collection[int] = ()) -> list[AmendmentText]:
    """Looks at every pending amendment whose provision, or the place it names, has left the text."""
    stands = set(new.keys())
    gone = [key for key in old.keys() if key not in stands]  # noqa: SIM118  keys() is in reading order
    if not gone:
        return []
    named = Q(text__changes__provision__key__in=gone) | Q(text__changes__after__key__in=gone)
    asking = Amendment.objects.pending().filter(named, round__charter=charter)
    places = _places(charter, old, stands)
    found = (_replace(amendment, places, new.made_at) for amendment in locked(asking, but))
    return [text for text in found if text is not None]


@transaction.atomic
def open_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> AmendmentText | None:
    """Brings a draft to the words that stand now; the text as it was before stays beside it. None if nothing moved."""
    at = at or timezone.now()
    if amendment.state != AmendmentState.DRAFT or amendment.text is None:
        return None
    held = next(iter(locked(Amendment.objects.filter(pk=amendment.pk), ())))
    assert held.text is not None
    bases = {c.base.pk: c for c in held.text.changes.all() if c.base is not None}
    standing = Standing.objects.filter(
        provision__in=[c.provision_id for c in bases.values()], language=held.text.language
    ).select_related("wording")
    now = {s.provision_id: s.wording for s in standing}
    new = {
        pk: now[c.provision_id] for pk, c in bases.items() if c.provision_id in now and now[c.provision_id].pk != pk
    }
    text = _carry(held, new, at) if new else None
    if text is not None:
        amendment.text, amendment.revision = text, held.revision
    return text


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
        return Carried(CarryState.VOID, base, html, _meets(found.conflicts), False)
    if found.state == "check":
        return Carried(CarryState.CHECK, new, words, _meets(found.conflicts), False)
    note = _("Part of what it asks for is in the text already.") if found.state == "partly adopted" else ""
    return Carried(CarryState.CLEAN, new, words, note, found.state == "clean")


def _meets(conflicts: Iterable[Conflict]) -> str:
    words = listed(f"“{conflict.base}”" for conflict in conflicts if conflict.base)
    if words:
        return _("The new text has changed the same words: %(words)s.") % {"words": words}
    return _("The new text has put other words in the same place.")


def locked(asking: QuerySet[Amendment], but: Collection[int]) -> Iterable[Amendment]:
    """The amendments with all that carrying asks of them, held until the deed is done."""
    found = asking.exclude(pk__in=list(but)).values_list("pk", flat=True).distinct()
    return (
        Amendment.objects.select_for_update(of=("self",))
        .filter(pk__in=list(found))
        .select_related("organisation__name", "round", "text__prepared_by", "text__title", "text__reason")
        .prefetch_related("text__changes__provision", "text__changes__base", "text__changes__after")
        .order_by("pk")
    )


def _carry(amendment: Amendment, new: dict[int, Wording], at: datetime) -> AmendmentText | None:
    """A new text where words differ; where only the wording's row is another, its base is set and no more."""
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    moved = [(c, c.base, new[c.base.pk]) for c in changes if c.base is not None and c.base.pk in new]
    if all(base.html == to.html for _change, base, to in moved):
        for change, _base, to in moved:
            Change.objects.filter(pk=change.pk).update(base=to)
        return None
    fates = {c.pk: _fate(c, base, to) for c, base, to in moved if c.carry != CarryState.VOID}
    return follow(amendment, changes, fates, at) if fates else None


def _fate(change: Change, base: Wording, new: Wording) -> Carried:
    """A change that waits to be looked at goes on waiting, however cleanly it is carried further."""
    fate = over(change.kind, change.html, base, new)
    if change.carry == CarryState.CHECK and fate.state == CarryState.CLEAN:
        return replace(fate, state=CarryState.CHECK, note=fate.note or change.carry_note)
    return fate


def follow(amendment: Amendment, changes: list[Change], fates: dict[int, Carried], at: datetime) -> AmendmentText:
    """Writes the text that follows, and asks again whom its new words concern."""
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
    if amendment.state != AmendmentState.DRAFT:
        amendment_texts.fix(text, at)
    amendment.text = text
    amendment.revision += 1
    if check and amendment.state == AmendmentState.UNDER_REVIEW:
        amendment.look_until = at + TIME_TO_LOOK
    amendment.save(update_fields=["text", "revision", "look_until"])
    _tell_all(amendment, old, text, all(fate.same_words for fate in fates.values()), check, at)
    _carry_decided_words(amendment, text, pairs)
    states = sorted({str(fate.state) for fate in fates.values()})
    append(Act("amendment carried over", amendment, content={"text": text.digest, "states": states}), at=at)
    return text


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


def _carry_decided_words(amendment: Amendment, text: AmendmentText, pairs: list[tuple[Change, Change]]) -> None:
    """A decision that holds follows to the new text, the secretariat's words in it rebased as well."""
    decision = Decision.objects.filter(amendment=amendment, superseded_at=None).first()
    if decision is None:
        return
    Decision.objects.filter(pk=decision.pk).update(text=text)
    for old, new in pairs:
        for words in DecidedWords.objects.filter(decision=decision, change=old):
            if words.html and old.base and new.base and old.base_id != new.base_id:
                words.html = over(ChangeKind.REPLACE, words.html, old.base, new.base).html
            words.change = new
            words.save()


def _places(charter: Charter, old: Arrangement, stands: set[str]) -> dict[str, Provision | None]:
    """For each provision that left: the one that stood before it in its article and still stands."""
    keys: dict[str, str | None] = {}
    for section in old.sections:
        before = None
        for block in section.blocks:
            if block.key in stands:
                before = block.key
            else:
                keys[block.key] = before
    known = {str(p.key): p for p in Provision.objects.filter(key__in=[k for k in keys.values() if k])}
    return {key: known.get(before or "") for key, before in keys.items()}


def _replace(amendment: Amendment, places: dict[str, Provision | None], at: datetime) -> AmendmentText | None:
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    fates = {}
    for change in changes:
        fate = _placed(change, places)
        if fate is not None and change.carry != CarryState.VOID:
            fates[change.pk] = fate
    return follow(amendment, changes, fates, at) if fates else None


def _placed(change: Change, places: dict[str, Provision | None]) -> Carried | None:
    """What becomes of a change when the provision it is on, or the place it names, has left the text."""
    own, after = str(change.provision.key), str(change.after.key) if change.after else ""
    if own not in places and after not in places:
        return None
    if own in places and change.kind != ChangeKind.INSERT:
        return Carried(CarryState.VOID, change.base, change.html, _("This provision has left the text."), False)
    place = places[own if change.kind == ChangeKind.INSERT else after]
    if place is None:
        why = _("The provision after which it was to stand has left the text.")
        return Carried(CarryState.VOID, change.base, change.html, why, False)
    if change.kind == ChangeKind.INSERT:
        change.provision = place
    else:
        change.after = place
    why = _("The provision after which it was to stand has left the text. It stands after the one before it now.")
    return Carried(CarryState.CHECK, change.base, change.html, why, False)
