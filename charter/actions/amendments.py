"""Proposing: an officer prepares, the delegate confirms; only then an amendment has a number and is public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, member_mandate, require
from charter import clean, rules
from charter.actions import amendment_texts, notices, receipts
from charter.actions import changes as asked
from charter.actions.changes import ChangeInput, Fault, Faults
from charter.models import Amendment, AmendmentText, Round
from charter.states import AmendmentState, CarryState, ChangeKind, CoProposalState

__all__ = ["ChangeInput", "Fault", "Faults"]
TO_UNDO = timedelta(hours=1)


@transaction.atomic
def begin(
    *, round_: Round, organisation: Organisation, by: Person, language: str, at: datetime | None = None
) -> Amendment:
    """An empty draft of an organisation; only its own people see it."""
    at = at or timezone.now()
    require(rules.may_prepare(by, organisation))
    amendment = Amendment.objects.create(round=round_, organisation=organisation, begun_by=by, begun_at=at)
    amendment_texts.open_(amendment, by, language, at)
    append(Act("amendment begun", amendment, by, member_mandate(by, organisation)), at=at)
    return amendment


@transaction.atomic
def save_draft(
    *,
    amendment: Amendment,
    by: Person,
    changes: Sequence[ChangeInput],
    title: str = "",
    reason: str = "",
    source: str = "",
    language: str,
    wish: str = "",
    wish_language: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> AmendmentText:
    """Writes a draft over. Saving is no act for the record: a draft saves itself as often as it likes.

    `revision` is the one the writer saw; where the draft was saved since, `Faults` says so and nothing is stored.
    """
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_edit(by, held))
    if revision is not None and revision != held.revision:
        raise Faults(Fault("", _saved_meanwhile(held)))
    text = amendment_texts.open_(held, by, language, at)
    title, reason, source, wish = (clean.typed(words).text for words in (title, reason, source, wish))
    text.language, text.source, text.wish, text.wish_language = language, source, wish, wish_language
    text.title, text.reason = (
        amendment_texts.say(text.title, title, language, by),
        amendment_texts.say(text.reason, reason, language, by),
    )
    text.prepared_by, text.prepared_on, text.at = by, member_mandate(by, held.organisation), at
    text.save()
    asked.write(text, changes)
    _store(amendment, held, text=text, revision=held.revision + 1)
    return text


def faults(amendment: Amendment) -> tuple[Fault, ...]:
    """What keeps a draft from being sent, field by field; empty where nothing does."""
    if amendment.text is None:
        return (Fault("", _("This amendment changes nothing yet. Add a provision to it.")),)
    return (*asked.faults(amendment.text, amendment.round.charter), *_not_open(amendment))


def _not_open(amendment: Amendment) -> list[Fault]:
    """Changes to provisions that the round leaves as they are."""
    assert amendment.text is not None
    found = []
    for change in amendment.text.changes.all() if amendment.round.changed_only else ():
        joined = [change.after_id] if change.kind == ChangeKind.JOIN and change.after_id else []
        answer = rules.is_open_to_change(amendment.round, [change.provision_id, *joined])
        if isinstance(answer, Refusal):
            found.append(Fault("provision", answer.why, change.place))
    return found


@transaction.atomic
def send(*, amendment: Amendment, by: Person, confirm: bool = False, at: datetime | None = None) -> Amendment:
    """Fixes the words and lays them before the delegate; `confirm` where the sender may bind the organisation."""
    at = at or timezone.now()
    if confirm:
        _hold_round(amendment)
    held = lock(amendment)
    require(rules.may_send(by, held, at))
    found = faults(held)
    if found:
        raise Faults(*found)
    text = amendment.text = amendment_texts.fix(held.text, at)
    step(amendment, held, AmendmentState.SENT, sent_at=at, sent_back_with="")
    if confirm:
        _confirm(amendment, held, by, at)
    else:
        notices.to_confirm(held, text, at)
    acts = [Act("amendment sent", held, by, member_mandate(by, held.organisation), {"text": text.digest})]
    append(*acts, *([_confirmation(held, by)] if confirm else []), at=at)
    return amendment


@transaction.atomic
def take_back(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Makes one that waits for its delegate a draft again."""
    held = lock(amendment)
    require(rules.may_take_back(by, held))
    step(amendment, held, AmendmentState.DRAFT, sent_at=None)
    notices.nothing_to_confirm(held)
    append(Act("amendment taken back", held, by, member_mandate(by, held.organisation)), at=at)
    return amendment


@transaction.atomic
def send_back(*, amendment: Amendment, by: Person, word: str, at: datetime | None = None) -> Amendment:
    """The delegate gives it back to who prepared it, with a word."""
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_confirm(by, held, at))
    if not word.strip():
        raise Faults(Fault("word", _("Say in a word what should change.")))
    step(amendment, held, AmendmentState.DRAFT, sent_at=None, sent_back_with=word.strip())
    assert held.text is not None
    notices.sent_back(held, held.text, by, word.strip(), at)
    append(Act("amendment sent back", held, by, rules.commitment(by, held.organisation)), at=at)
    return amendment


@transaction.atomic
def confirm(*, amendment: Amendment, by: Person, seen_text: int, at: datetime | None = None) -> Amendment:
    """Binds the organisation: the amendment gets the round's next number and is public at once.

    `seen_text` is the id of the `AmendmentText` that the page showed; other words are not confirmed unseen.
    """
    at = at or timezone.now()
    _hold_round(amendment)
    held = lock(amendment)
    require(rules.may_confirm(by, held, at))
    if held.text_id != seen_text:
        raise Faults(Fault("", _("The words changed since you opened this page. Read them again, then confirm.")))
    found = faults(held)
    if found:
        raise Faults(*found)
    _confirm(amendment, held, by, at)
    append(_confirmation(held, by), at=at)
    return amendment


def may_undo_confirmation(person: Person | None, amendment: Amendment, at: datetime) -> Answer:
    """For one hour, by who may bind the organisation, while nothing was decided."""
    commit = rules.may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    confirmed = amendment.confirmed_at
    if amendment.state != AmendmentState.UNDER_REVIEW or confirmed is None or at - confirmed > TO_UNDO:
        return Refusal(_("A confirmation can be taken back for one hour. The delegate can still withdraw it."))
    return True


@transaction.atomic
def undo_confirmation(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Ends it as withdrawn, its number stays used; gives back a fresh draft of the same words."""
    at = at or timezone.now()
    held = lock(amendment)
    require(may_undo_confirmation(by, held, at))
    step(amendment, held, AmendmentState.WITHDRAWN, ended_at=at, undone_at=at)
    draft = Amendment.objects.create(
        round=held.round,
        organisation=held.organisation,
        begun_by=by,
        begun_at=at,
        suggested_by_id=held.suggested_by_id,
    )
    amendment_texts.copy(held.text, draft, by, at)
    mandate = rules.commitment(by, held.organisation)
    append(Act("confirmation taken back", held, by, mandate), Act("amendment begun", draft, by, mandate), at=at)
    return draft


@transaction.atomic
def copy(*, amendment: Amendment, by: Person, round_: Round | None = None, at: datetime | None = None) -> Amendment:
    """A new draft with the words of one that was not confirmed in time, in the round given, else in its own."""
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_copy(by, held))
    draft = Amendment.objects.create(
        round=round_ or held.round,
        organisation=held.organisation,
        begun_by=by,
        begun_at=at,
        suggested_by_id=held.suggested_by_id,
    )
    amendment_texts.copy(held.text, draft, by, at)
    content = {"copied": held.pk}
    append(Act("amendment begun", draft, by, member_mandate(by, held.organisation), content), at=at)
    return draft


@transaction.atomic
def withdraw(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Ends a public amendment until its decision is released; its co-proposers may carry it on."""
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_withdraw(by, held, at))
    held.decisions.filter(superseded_at=None).update(superseded_at=at)
    step(amendment, held, AmendmentState.WITHDRAWN, ended_at=at)
    for joined in held.co_proposals.filter(state=CoProposalState.JOINED).select_related("organisation__name"):
        notices.may_carry_on(joined.organisation, held, at)
    append(Act("amendment withdrawn", held, by, rules.commitment(by, held.organisation)), at=at)
    return amendment


@transaction.atomic
def discard(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """Throws a draft away, its words with it."""
    held = lock(amendment)
    require(rules.may_edit(by, held))
    mandate = member_mandate(by, held.organisation)
    number = held.pk
    Amendment.objects.filter(pk=number).update(text=None)
    held.texts.update(carried_from=None)
    held.texts.all().delete()
    receipts.throw_away(held)
    held.delete()
    append(Act("draft discarded", Amendment(pk=number), by, mandate), at=at)


def lock(amendment: Amendment) -> Amendment:
    """The amendment as it stands now, held until the transaction ends."""
    held = Amendment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__name", "round__charter__arrangement", "text__title", "text__reason", "text__prepared_by"
    )
    return held.get(pk=amendment.pk)


def _hold_round(amendment: Amendment) -> Round:
    """The round before its amendments, as whoever closes it takes them, so that neither waits for the other."""
    return Round.objects.select_for_update(no_key=True).get(pk=amendment.round_id)


def _confirm(amendment: Amendment, held: Amendment, by: Person, at: datetime) -> None:
    require(rules.may_confirm(by, held, at))
    round_ = _hold_round(held)
    round_.last_number += 1
    round_.save(update_fields=["last_number"])
    text = amendment.text = held.text
    assert text is not None
    text.confirmed_by, text.confirmed_on = by, rules.commitment(by, held.organisation)
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    text.changes.filter(carry=CarryState.CHECK).update(carry=CarryState.CLEAN)
    amendment_texts.give_identities(text)
    step(amendment, held, AmendmentState.UNDER_REVIEW, number=round_.last_number, confirmed_at=at)
    notices.confirmed(held, text, by, at)


def _saved_meanwhile(held: Amendment) -> str:
    """Who saved it, and what becomes of both texts."""
    who = held.text.prepared_by if held.text else held.begun_by
    said = _(
        "%(person)s saved this draft while you wrote. Your words stand below, not saved yet. "
        "Save them, and the words of %(person)s are kept as a draft of their own."
    )
    return said % {"person": who}


def _confirmation(held: Amendment, by: Person) -> Act:
    assert held.text is not None
    content = {"number": held.number, "text": held.text.digest}
    return Act("amendment confirmed", held, by, rules.commitment(by, held.organisation), content)


def step(amendment: Amendment, held: Amendment, state: AmendmentState, **fields: object) -> None:
    """Goes to a state that the table of steps allows, on the locked row and the caller's."""
    require(rules.can_become(held, state))
    _store(amendment, held, state=state, revision=held.revision + 1, **fields)


def _store(amendment: Amendment, held: Amendment, **fields: object) -> None:
    for row in {id(amendment): amendment, id(held): held}.values():
        for name, value in fields.items():
            setattr(row, name, value)
    held.save(update_fields=list(fields))
