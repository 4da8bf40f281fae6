"""Positions of organisations on the amendments of others: support, reservation, objection, co-sponsoring."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions.amending import amendment_letters
from charter.actions.amending.amendments import lock_amendment
from charter.actions.amending.changes import Fault, Faults
from charter.models import Amendment, AmendmentText, CoProposal, Position, SuggestedPosition
from charter.states import AmendmentState, CoProposalState, Stance, SuggestionState

LONGEST_LINE = 500


@transaction.atomic
def take_position(
    *,
    organisation: Organisation,
    text: AmendmentText,
    by: Person,
    stance: str,
    line: str = "",
    language: str = "",
    at: datetime | None = None,
) -> Position:
    """One stance of an organisation to one text; taken again, it replaces the one before."""
    at = at or timezone.now()
    amendment = lock_amendment(text.amendment)
    require(rules.may_take_position(by, organisation, amendment, at))
    if amendment.text_id != text.pk:
        raise Faults(Fault("", _("The text changed since you opened this page. Read it again first.")))
    if len(line) > LONGEST_LINE:
        raise Faults(Fault("line", _("The text is longer than 500 characters. Shorten it.")))
    _supersede(organisation, text, at)
    answer_advice(organisation, text, SuggestionState.TAKEN, at, stance)
    mandate = rules.commitment(by, organisation)
    position = Position.objects.create(
        organisation=organisation,
        text=text,
        stance=Stance(stance),
        line=line.strip(),
        language=language,
        by=by,
        mandate=mandate,
        at=at,
    )
    append_acts(Act(f"position {stance}", amendment, by, mandate, {"text": text.digest}), at=at)
    return position


@transaction.atomic
def retire_position(
    *, organisation: Organisation, text: AmendmentText, by: Person, at: datetime | None = None
) -> None:
    """Takes a stance back without another in its place."""
    at = at or timezone.now()
    amendment = lock_amendment(text.amendment)
    require(rules.may_take_position(by, organisation, amendment, at))
    _supersede(organisation, text, at)
    mandate = rules.commitment(by, organisation)
    append_acts(Act("position retired", amendment, by, mandate, {"text": text.digest}), at=at)


@transaction.atomic
def join_amendment(
    *, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None
) -> CoProposal:
    """Co-sponsors, which ends the organisation's own position; a request of a staff member needs the delegate."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    may = rules.may_join(by, organisation, locked_amendment, at)
    officer = isinstance(may, Refusal) and _only_lacks_the_delegate(by, organisation, locked_amendment, at)
    if not officer:
        require(may)
    state = CoProposalState.ASKED if officer else CoProposalState.JOINED
    values = {"text": locked_amendment.text, "state": state, "by": by, "at": at}
    joined, _new = CoProposal.objects.update_or_create(
        amendment=locked_amendment, organisation=organisation, defaults=values
    )
    assert locked_amendment.text is not None
    if officer:
        amendment_letters.ask_to_cosponsor(organisation, locked_amendment, by, at)
    else:
        _supersede(organisation, locked_amendment.text, at)
        answer_advice(organisation, locked_amendment.text, SuggestionState.CHANGED, at)
    mandate = member_mandate(by, organisation) if officer else rules.commitment(by, organisation)
    append_acts(
        Act(f"co-proposing {state}", locked_amendment, by, mandate, {"text": locked_amendment.text.digest}), at=at
    )
    return joined


@transaction.atomic
def leave_amendment(
    *, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None
) -> CoProposal:
    """No longer asks together with the first organisation."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_commit(by, organisation))
    rows = CoProposal.objects.select_for_update(no_key=True).filter(
        amendment=locked_amendment, organisation=organisation
    )
    joined = rows.exclude(state=CoProposalState.LEFT).first()
    if joined is None:
        raise Refused(
            Refusal(_("The member is not a proposer of the amendment, so the member cannot withdraw from it."))
        )
    joined.state, joined.by, joined.at = CoProposalState.LEFT, by, at
    joined.save()
    append_acts(Act("co-proposing left", locked_amendment, by, rules.commitment(by, organisation)), at=at)
    return joined


def may_carry_on(person: Person | None, organisation: Organisation, amendment: Amendment) -> Answer:
    """A co-sponsor, by a person who may bind it, if the first organisation withdrew and no decision was published."""
    commit = rules.may_commit(person, organisation)
    if isinstance(commit, Refusal):
        return commit
    is_withdrawn = amendment.state == AmendmentState.WITHDRAWN and not amendment.undone_at
    joined = amendment.co_proposals.filter(organisation=organisation, state=CoProposalState.JOINED)
    if not is_withdrawn or not joined.exists():
        return Refusal(_("Only a co-sponsor can take over an amendment that was withdrawn."))
    if amendment.round.closed_at is not None or amendment.decisions.filter(release__isnull=False).exists():
        return Refusal(_("The round is over. This amendment can no longer be taken over."))
    return True


@transaction.atomic
def take_over_amendment(
    *, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None
) -> Amendment:
    """A co-sponsor takes the place of the organisation that withdrew; text and number do not change."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(may_carry_on(by, organisation, locked_amendment))
    first, text = locked_amendment.organisation, locked_amendment.text
    assert text is not None
    locked_amendment.co_proposals.filter(organisation=organisation).delete()
    left = {"text": text, "state": CoProposalState.LEFT, "by": by, "at": at}
    CoProposal.objects.update_or_create(amendment=locked_amendment, organisation=first, defaults=left)
    mandate = rules.commitment(by, organisation)
    text.confirmed_by, text.confirmed_on = by, mandate
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    for row in (locked_amendment, amendment):
        row.organisation, row.state, row.ended_at = organisation, AmendmentState.UNDER_REVIEW, None
        row.revision += 1
    locked_amendment.save(update_fields=["organisation", "state", "ended_at", "revision"])
    append_acts(Act("amendment carried on", locked_amendment, by, mandate, {"text": text.digest}), at=at)
    return amendment


def answer_advice(
    organisation: Organisation, text: AmendmentText, state: SuggestionState, at: datetime, stance: str = ""
) -> None:
    """The suggestion for this text is no longer pending; with another `stance`, it counts as changed."""
    waiting = SuggestedPosition.objects.filter(organisation=organisation, text=text, state=SuggestionState.WAITING)
    if stance:
        waiting.exclude(stance=stance).update(state=SuggestionState.CHANGED, answered_at=at)
    waiting.update(state=state, answered_at=at)


def _supersede(organisation: Organisation, text: AmendmentText, at: datetime) -> None:
    Position.objects.filter(organisation=organisation, text=text, superseded_at=None).update(superseded_at=at)


def _only_lacks_the_delegate(by: Person, organisation: Organisation, amendment: Amendment, at: datetime) -> bool:
    if not organisation.is_government or not rules.may_prepare(by, organisation):
        return False
    commit = rules.may_commit(by, organisation)
    asking = {amendment.organisation_id, *(co_proposal.organisation_id for co_proposal in amendment.joined)}
    pending = amendment.state == AmendmentState.UNDER_REVIEW and organisation.pk not in asking
    return isinstance(commit, Refusal) and pending and amendment.round.text_stands_still(at)
