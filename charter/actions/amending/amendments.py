"""Proposing: a staff member drafts, the delegate confirms; only then an amendment has a number and is public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, Refused, member_mandate, require
from charter import clean, rules
from charter.actions.amending import amendment_letters, amendment_texts, on_behalf, resolutions
from charter.actions.amending import changes as change_actions
from charter.actions.amending.changes import ChangeInput, Fault, Faults
from charter.models import Amendment, AmendmentText, Round
from charter.states import AmendmentState, ChangeKind, CoProposalState, RebaseState

__all__ = ["ChangeInput", "Fault", "Faults"]
TO_UNDO = timedelta(hours=1)


@transaction.atomic
def begin_draft(
    *, round_: Round, organisation: Organisation, by: Person, language: str, at: datetime | None = None
) -> Amendment:
    """An empty draft of an organisation; only its own people see it."""
    at = at or timezone.now()
    require(rules.may_prepare(by, organisation))
    amendment = Amendment.objects.create(round=round_, organisation=organisation, begun_by=by, begun_at=at)
    amendment_texts.open_(amendment, by, language, at)
    append_acts(Act("amendment begun", amendment, by, member_mandate(by, organisation)), at=at)
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
    """Overwrites a draft. Saving is no act for the audit log, because the page saves drafts automatically.

    `revision` is the one that the writer saw. If the draft was saved since, raises `Faults` and stores nothing.
    """
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_edit(by, locked_amendment))
    if revision is not None and revision != locked_amendment.revision:
        raise Faults(Fault("", _saved_meanwhile(locked_amendment)))
    text = amendment_texts.open_(locked_amendment, by, language, at)
    title, reason, source, wish = (clean.clean_typed_text(words).text for words in (title, reason, source, wish))
    text.language, text.source, text.wish, text.wish_language = language, source, wish, wish_language
    text.title, text.reason = (
        amendment_texts.write_text(text.title, title, language, by),
        amendment_texts.write_text(text.reason, reason, language, by),
    )
    text.prepared_by, text.prepared_on, text.at = by, member_mandate(by, locked_amendment.organisation), at
    text.save()
    change_actions.write_changes(text, changes)
    _store(amendment, locked_amendment, text=text, revision=locked_amendment.revision + 1)
    return text


@transaction.atomic
def add_to_draft(
    *, amendment: Amendment, by: Person, changes: Sequence[ChangeInput], reason: str = "", at: datetime | None = None
) -> AmendmentText:
    """Adds changes and reasons to a draft, after those that it has. Saving is no act for the audit log."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_edit(by, locked_amendment))
    text = locked_amendment.text
    if text is None or text.fixed_at is not None:
        raise Refused(Refusal(_("Open the draft and save it first. Then import the file.")))
    reason = clean.clean_typed_text(reason).text
    reasons = [text.reason.text if text.reason else "", reason]
    text.reason = amendment_texts.write_text(text.reason, "\n\n".join(filter(None, reasons)), text.language, by)
    text.prepared_by, text.prepared_on, text.at = by, member_mandate(by, locked_amendment.organisation), at
    text.save()
    change_actions.append_changes(text, changes)
    require(
        not change_actions.repeats_provision(text)
        or Refusal(_("The draft already changes one of these provisions. Deselect the change, or edit the draft."))
    )
    _store(amendment, locked_amendment, text=text, revision=locked_amendment.revision + 1)
    return text


def faults_of(amendment: Amendment) -> tuple[Fault, ...]:
    """What keeps a draft from being sent, field by field; empty where nothing does."""
    if amendment.text is None:
        return (Fault("", _("The amendment does not change anything yet. Add a provision to it.")),)
    return (*change_actions.faults_of_text(amendment.text, amendment.round.charter), *_not_open(amendment))


def _not_open(amendment: Amendment) -> list[Fault]:
    """Changes to provisions that members cannot amend."""
    assert amendment.text is not None
    faults = []
    for change in amendment.text.changes.select_related("provision", "after"):
        joined = [change.after] if change.kind == ChangeKind.JOIN and change.after else []
        answer = rules.is_open_to_change(amendment.round, [change.provision, *joined], change.new_kind)
        if isinstance(answer, Refusal):
            faults.append(Fault("provision", answer.why, change.place))
    return faults


@transaction.atomic
def send_to_delegate(
    *, amendment: Amendment, by: Person, confirm: bool = False, at: datetime | None = None
) -> Amendment:
    """Fixes the text and sends it to the delegate; with `confirm`, if the sender may bind the organisation."""
    at = at or timezone.now()
    if confirm:
        _hold_round(amendment)
    locked_amendment = lock_amendment(amendment)
    require(rules.may_send(by, locked_amendment, at))
    faults = faults_of(locked_amendment)
    if faults:
        raise Faults(*faults)
    _take_over(locked_amendment, by)
    text = amendment.text = amendment_texts.fix_text(locked_amendment.text, at)
    step_to_state(amendment, locked_amendment, AmendmentState.SENT, sent_at=at, sent_back_with="")
    if confirm:
        _confirm(amendment, locked_amendment, by, at)
    else:
        amendment_letters.ask_to_confirm(locked_amendment, text, at)
    acts = [
        Act(
            "amendment sent",
            locked_amendment,
            by,
            member_mandate(by, locked_amendment.organisation),
            {"text": text.digest},
        )
    ]
    append_acts(*acts, *([_confirmation(locked_amendment, by)] if confirm else []), at=at)
    return amendment


@transaction.atomic
def take_back(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Turns an amendment that was sent to its delegate into a draft again."""
    locked_amendment = lock_amendment(amendment)
    require(rules.may_take_back(by, locked_amendment))
    step_to_state(amendment, locked_amendment, AmendmentState.DRAFT, sent_at=None)
    amendment_letters.cancel_requests_to_confirm(locked_amendment)
    append_acts(
        Act("amendment taken back", locked_amendment, by, member_mandate(by, locked_amendment.organisation)), at=at
    )
    return amendment


@transaction.atomic
def send_back(*, amendment: Amendment, by: Person, word: str, at: datetime | None = None) -> Amendment:
    """The delegate returns the amendment to the person who prepared it, with comments."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_confirm(by, locked_amendment, at))
    if not word.strip():
        raise Faults(Fault("word", _("Give the amendment a title.")))
    step_to_state(amendment, locked_amendment, AmendmentState.DRAFT, sent_at=None, sent_back_with=word.strip())
    assert locked_amendment.text is not None
    amendment_letters.tell_of_returned_draft(locked_amendment, locked_amendment.text, by, word.strip(), at)
    append_acts(
        Act("amendment sent back", locked_amendment, by, rules.commitment(by, locked_amendment.organisation)), at=at
    )
    return amendment


@transaction.atomic
def confirm_amendment(*, amendment: Amendment, by: Person, seen_text: int, at: datetime | None = None) -> Amendment:
    """Binds the organisation: the amendment gets the round's next number and is public at once.

    `seen_text` is the id of the `AmendmentText` that the page showed; no other text is confirmed.
    """
    at = at or timezone.now()
    _hold_round(amendment)
    locked_amendment = lock_amendment(amendment)
    require(rules.may_confirm(by, locked_amendment, at))
    if locked_amendment.text_id != seen_text:
        raise Faults(Fault("", _("The text changed since you opened this page. Read it again, then confirm.")))
    faults = faults_of(locked_amendment)
    if faults:
        raise Faults(*faults)
    _confirm(amendment, locked_amendment, by, at)
    append_acts(_confirmation(locked_amendment, by), at=at)
    return amendment


def may_undo_confirmation(person: Person | None, amendment: Amendment, at: datetime) -> Answer:
    """For one hour, by who may bind the organisation, while nothing was decided."""
    commit = rules.may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    confirmed = amendment.confirmed_at
    if amendment.state != AmendmentState.UNDER_REVIEW or confirmed is None or at - confirmed > TO_UNDO:
        return Refusal(
            _("A confirmation can be undone only within one hour. The delegate can still withdraw the amendment.")
        )
    return True


@transaction.atomic
def undo_confirmation(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Ends the amendment as withdrawn, with its number used; returns a new draft of the same text."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(may_undo_confirmation(by, locked_amendment, at))
    step_to_state(amendment, locked_amendment, AmendmentState.WITHDRAWN, ended_at=at, undone_at=at)
    draft = Amendment.objects.create(
        round=locked_amendment.round,
        organisation=locked_amendment.organisation,
        begun_by=by,
        begun_at=at,
        suggested_by_id=locked_amendment.suggested_by_id,
    )
    amendment_texts.copy_text(locked_amendment.text, draft, by, at)
    mandate = rules.commitment(by, locked_amendment.organisation)
    append_acts(
        Act("confirmation taken back", locked_amendment, by, mandate),
        Act("amendment begun", draft, by, mandate),
        at=at,
    )
    return draft


@transaction.atomic
def copy_draft(
    *, amendment: Amendment, by: Person, round_: Round | None = None, at: datetime | None = None
) -> Amendment:
    """A new draft with the text of one that was not confirmed in time, in the round given, otherwise in its own."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_copy(by, locked_amendment))
    draft = Amendment.objects.create(
        round=round_ or locked_amendment.round,
        organisation=locked_amendment.organisation,
        begun_by=by,
        begun_at=at,
        suggested_by_id=locked_amendment.suggested_by_id,
    )
    amendment_texts.copy_text(locked_amendment.text, draft, by, at)
    content = {"copied": locked_amendment.pk}
    append_acts(Act("amendment begun", draft, by, member_mandate(by, locked_amendment.organisation), content), at=at)
    return draft


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Ends a public amendment before its decision is published; its co-sponsors may take it over."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_withdraw(by, locked_amendment, at))
    locked_amendment.decisions.filter(superseded_at=None).update(superseded_at=at)
    step_to_state(amendment, locked_amendment, AmendmentState.WITHDRAWN, ended_at=at)
    for joined in locked_amendment.co_proposals.filter(state=CoProposalState.JOINED).select_related(
        "organisation__name"
    ):
        amendment_letters.offer_takeover(joined.organisation, locked_amendment, at)
    append_acts(
        Act("amendment withdrawn", locked_amendment, by, rules.commitment(by, locked_amendment.organisation)), at=at
    )
    return amendment


@transaction.atomic
def discard_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """Discards a draft with its text."""
    locked_amendment = lock_amendment(amendment)
    require(rules.may_edit(by, locked_amendment))
    mandate = member_mandate(by, locked_amendment.organisation)
    number = locked_amendment.pk
    Amendment.objects.filter(pk=number).update(text=None)
    locked_amendment.texts.update(carried_from=None)
    locked_amendment.texts.all().delete()
    on_behalf.delete_evidence(locked_amendment)
    resolutions.delete_resolution(locked_amendment)
    locked_amendment.delete()
    append_acts(Act("draft discarded", Amendment(pk=number), by, mandate), at=at)


def lock_amendment(amendment: Amendment) -> Amendment:
    """The current row of the amendment, locked until the transaction ends."""
    amendments = Amendment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__name", "round__charter__arrangement", "text__title", "text__reason", "text__prepared_by"
    )
    return amendments.get(pk=amendment.pk)


def _take_over(locked_amendment: Amendment, by: Person) -> None:
    """Who sends a draft as the secretariat imported it has prepared it: the member's answers go to its own team."""
    text = locked_amendment.text
    if text is not None and text.prepared_on_id is None and text.fixed_at is None and not locked_amendment.on_behalf:
        text.prepared_by, text.prepared_on = by, member_mandate(by, locked_amendment.organisation)
        text.save(update_fields=["prepared_by", "prepared_on"])


def _hold_round(amendment: Amendment) -> Round:
    """The round before its amendments, as whoever closes it takes them, so that neither waits for the other."""
    return Round.objects.select_for_update(no_key=True).get(pk=amendment.round_id)


def _confirm(amendment: Amendment, locked_amendment: Amendment, by: Person, at: datetime) -> None:
    require(rules.may_confirm(by, locked_amendment, at))
    round_ = _hold_round(locked_amendment)
    round_.last_number += 1
    round_.save(update_fields=["last_number"])
    text = amendment.text = locked_amendment.text
    assert text is not None
    text.confirmed_by, text.confirmed_on = by, rules.commitment(by, locked_amendment.organisation)
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    text.changes.filter(carry=RebaseState.CHECK).update(carry=RebaseState.CLEAN)
    amendment_texts.give_identities(text)
    step_to_state(amendment, locked_amendment, AmendmentState.UNDER_REVIEW, number=round_.last_number, confirmed_at=at)
    amendment_letters.tell_of_confirmation(locked_amendment, text, by, at)


def _saved_meanwhile(locked_amendment: Amendment) -> str:
    """Who saved it, and what becomes of both texts."""
    person = locked_amendment.text.prepared_by if locked_amendment.text else locked_amendment.begun_by
    sentence = _(
        "%(person)s saved this draft while you were writing. Your text is below and is not saved yet. If you "
        "save it, the text of %(person)s is kept as a separate draft."
    )
    return sentence % {"person": person}


def _confirmation(locked_amendment: Amendment, by: Person) -> Act:
    assert locked_amendment.text is not None
    content = {"number": locked_amendment.number, "text": locked_amendment.text.digest}
    return Act(
        "amendment confirmed", locked_amendment, by, rules.commitment(by, locked_amendment.organisation), content
    )


def step_to_state(amendment: Amendment, locked_amendment: Amendment, state: AmendmentState, **fields: object) -> None:
    """Changes the state, if the table of states allows it, on the locked row and on the caller's object."""
    require(rules.can_become(locked_amendment, state))
    _store(amendment, locked_amendment, state=state, revision=locked_amendment.revision + 1, **fields)


def _store(amendment: Amendment, locked_amendment: Amendment, **fields: object) -> None:
    for row in {id(amendment): amendment, id(locked_amendment): locked_amendment}.values():
        for name, value in fields.items():
            setattr(row, name, value)
    locked_amendment.save(update_fields=list(fields))
