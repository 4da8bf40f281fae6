"""What organisations say to the words of others: support, reservation, objection, and asking together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, Refused, member_mandate, require
from charter import rules
from charter.actions import notices
from charter.actions.amendments import lock
from charter.actions.changes import Fault, Faults
from charter.models import Advice, Amendment, AmendmentText, CoProposal, Position
from charter.states import AdviceState, AmendmentState, CoProposalState, Stance

LONGEST_LINE = 500


@transaction.atomic
def take(
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
    held = lock(text.amendment)
    require(rules.may_take_position(by, organisation, held, at))
    if held.text_id != text.pk:
        raise Faults(Fault("", _("The words changed since you opened this page. Read them again first.")))
    if len(line) > LONGEST_LINE:
        raise Faults(Fault("line", _("This is longer than 500 characters. Shorten it.")))
    _supersede(organisation, text, at)
    answer_advice(organisation, text, AdviceState.TAKEN, at, stance)
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
    append(Act(f"position {stance}", held, by, mandate, {"text": text.digest}), at=at)
    return position


@transaction.atomic
def retire(*, organisation: Organisation, text: AmendmentText, by: Person, at: datetime | None = None) -> None:
    """Takes a stance back without another in its place."""
    at = at or timezone.now()
    held = lock(text.amendment)
    require(rules.may_take_position(by, organisation, held, at))
    _supersede(organisation, text, at)
    mandate = rules.commitment(by, organisation)
    append(Act("position retired", held, by, mandate, {"text": text.digest}), at=at)


@transaction.atomic
def join(*, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None) -> CoProposal:
    """Asks together with the first one, which ends the own position; an officer's asking waits for the delegate."""
    at = at or timezone.now()
    held = lock(amendment)
    may = rules.may_join(by, organisation, held, at)
    officer = isinstance(may, Refusal) and _only_lacks_the_delegate(by, organisation, held, at)
    if not officer:
        require(may)
    state = CoProposalState.ASKED if officer else CoProposalState.JOINED
    said = {"text": held.text, "state": state, "by": by, "at": at}
    joined, _new = CoProposal.objects.update_or_create(amendment=held, organisation=organisation, defaults=said)
    assert held.text is not None
    if officer:
        notices.asked_to_join(organisation, held, by, at)
    else:
        _supersede(organisation, held.text, at)
        answer_advice(organisation, held.text, AdviceState.CHANGED, at)
    mandate = member_mandate(by, organisation) if officer else rules.commitment(by, organisation)
    append(Act(f"co-proposing {state}", held, by, mandate, {"text": held.text.digest}), at=at)
    return joined


@transaction.atomic
def leave(*, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None) -> CoProposal:
    """No longer asks together with the first organisation."""
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_commit(by, organisation))
    rows = CoProposal.objects.select_for_update(no_key=True).filter(amendment=held, organisation=organisation)
    joined = rows.exclude(state=CoProposalState.LEFT).first()
    if joined is None:
        raise Refused(Refusal(_("This member does not ask for it, so there is nothing to leave.")))
    joined.state, joined.by, joined.at = CoProposalState.LEFT, by, at
    joined.save()
    append(Act("co-proposing left", held, by, rules.commitment(by, organisation)), at=at)
    return joined


def may_carry_on(person: Person | None, organisation: Organisation, amendment: Amendment) -> Answer:
    """A co-proposer, by who may bind it, where the first organisation withdrew and nothing was released."""
    commit = rules.may_commit(person, organisation)
    if isinstance(commit, Refusal):
        return commit
    joined = amendment.co_proposals.filter(organisation=organisation, state=CoProposalState.JOINED).exists()
    if not joined or amendment.state != AmendmentState.WITHDRAWN or amendment.undone_at:
        return Refusal(_("Only a co-proposer can carry on an amendment that was withdrawn."))
    if amendment.round.closed_at is not None or amendment.decisions.filter(release__isnull=False).exists():
        return Refusal(_("The round is over. This amendment cannot be carried on any more."))
    return True


@transaction.atomic
def carry_on(*, amendment: Amendment, organisation: Organisation, by: Person, at: datetime | None = None) -> Amendment:
    """A co-proposer takes the place of the organisation that withdrew; words and number stay."""
    at = at or timezone.now()
    held = lock(amendment)
    require(may_carry_on(by, organisation, held))
    first, text = held.organisation, held.text
    assert text is not None
    held.co_proposals.filter(organisation=organisation).delete()
    left = {"text": text, "state": CoProposalState.LEFT, "by": by, "at": at}
    CoProposal.objects.update_or_create(amendment=held, organisation=first, defaults=left)
    mandate = rules.commitment(by, organisation)
    text.confirmed_by, text.confirmed_on = by, mandate
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    for row in (held, amendment):
        row.organisation, row.state, row.ended_at = organisation, AmendmentState.UNDER_REVIEW, None
    held.revision += 1
    held.save(update_fields=["organisation", "state", "ended_at", "revision"])
    append(Act("amendment carried on", held, by, mandate, {"text": text.digest}), at=at)
    return amendment


def answer_advice(
    organisation: Organisation, text: AmendmentText, state: AdviceState, at: datetime, stance: str = ""
) -> None:
    """What was suggested for these words waits no more; taken with another `stance`, it counts as changed."""
    waiting = Advice.objects.filter(organisation=organisation, text=text, state=AdviceState.WAITING)
    if stance:
        waiting.exclude(stance=stance).update(state=AdviceState.CHANGED, answered_at=at)
    waiting.update(state=state, answered_at=at)


def _supersede(organisation: Organisation, text: AmendmentText, at: datetime) -> None:
    Position.objects.filter(organisation=organisation, text=text, superseded_at=None).update(superseded_at=at)


def _only_lacks_the_delegate(by: Person, organisation: Organisation, amendment: Amendment, at: datetime) -> bool:
    if not organisation.is_government or not rules.may_prepare(by, organisation):
        return False
    commit = rules.may_commit(by, organisation)
    asking = {amendment.organisation_id, *(one.organisation_id for one in amendment.joined)}
    pending = amendment.state == AmendmentState.UNDER_REVIEW and organisation.pk not in asking
    return isinstance(commit, Refusal) and pending and amendment.round.text_stands_still(at)
