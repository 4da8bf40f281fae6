"""The permissions of moderators on the secretariat pages, and of people who may only read them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.dates import date_format
from accounts.models import Person
from accounts.rules import Answer, Refusal, has_role, is_moderator
from accounts.states import RoleKind
from charter.models import Amendment, Batch, Decision, ProposedTimetable, Publication, Round
from charter.states import AmendmentState, ProposalState, RebaseState

from .people import MODERATORS_ONLY, SECOND_PERSON, or_now


def may_moderate(person: Person | None) -> Answer:
    return is_moderator(person) or Refusal(MODERATORS_ONLY, hidden=True)


def may_read_decisions_before_release(person: Person | None) -> Answer:
    inside = is_moderator(person) or has_role(person, RoleKind.BODY_MEMBER)
    return inside or Refusal(MODERATORS_ONLY, hidden=True)


def may_decide(person: Person | None, amendment: Amendment) -> Answer:
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return Refusal(_("A decision is possible only on an amendment under review."))
    return True


def is_checked(amendment: Amendment, now: datetime | None = None) -> Answer:
    """Whether the member has had its time to check the amendment after the text changed; a void one needs none."""
    until = amendment.look_until
    if until is None or until <= or_now(now) or amendment.text is None:
        return True
    if not amendment.text.changes.filter(carry=RebaseState.CHECK).exists():
        return True
    why = _(
        "The text of the provision in amendment %(number)s has changed. The member that proposed "
        "the amendment can check it until %(day)s. Decide after that date."
    )
    day = date_format(until.astimezone(amendment.round.tz), "DATETIME_FORMAT")
    return Refusal(why % {"number": amendment.number, "day": day})


def may_handle(person: Person | None, amendment: Amendment) -> Answer:
    """May the person assign it with a due date, and write notes that only moderators read?"""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    return amendment.number is not None or Refusal(_("Only an amendment that its delegate confirmed can be assigned."))


def may_undo(person: Person | None, batch: Batch) -> Answer:
    """May the person undo a batch? Once, and before one of its decisions is published."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if batch.undone_at is not None:
        return Refusal(_("The action was already undone."))
    if batch.pk and batch.rows.filter(decision__release__isnull=False).exists():
        return Refusal(_("Some of these decisions are public. Correct them one by one."))
    return True


def may_release(person: Person | None, round_: Round, now: datetime | None = None) -> Answer:
    """Decisions become public when support has ended."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if round_.text_stands_still(or_now(now)):
        return Refusal(_("The secretariat can publish decisions only after the support period has ended."))
    return True


def may_send_back(person: Person | None, decision: Decision) -> Answer:
    """A member of the endorsing body returns a decision, with a word, before it is public."""
    if not has_role(person, RoleKind.BODY_MEMBER):
        return Refusal(_("Only members of the endorsing body can return a decision."), hidden=True)
    if decision.is_released or decision.superseded_at is not None:
        return Refusal(_("Only a decision that is not public yet can be returned."))
    return decision.returned_at is None or Refusal(_("The decision was already returned."))


def may_agree_to_publish(person: Person | None, publication: Publication) -> Answer:
    """A second moderator; the same one if the settings allow one person to publish (`PUBLISH_NEEDS_TWO`)."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if publication.version_id or publication.dropped_at:
        return Refusal(_("The publication is no longer pending."))
    assert person is not None
    if not settings.PUBLISH_NEEDS_TWO:
        return True
    return publication.proposed_by_id != person.pk or Refusal(SECOND_PERSON)


def may_answer_timetable(person: Person | None, proposed: ProposedTimetable) -> Answer:
    """A moderator who did not propose the earlier dates confirms or refuses them."""
    pending = _is_pending(person, proposed)
    if isinstance(pending, Refusal):
        return pending
    assert person is not None
    return proposed.proposed_by_id != person.pk or Refusal(SECOND_PERSON)


def may_withdraw_timetable(person: Person | None, proposed: ProposedTimetable) -> Answer:
    """Who proposed the earlier dates withdraws them."""
    pending = _is_pending(person, proposed)
    if isinstance(pending, Refusal):
        return pending
    assert person is not None
    return proposed.proposed_by_id == person.pk or Refusal(
        _("Only the person who proposed the dates can withdraw them.")
    )


def _is_pending(person: Person | None, proposed: ProposedTimetable) -> Answer:
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    return proposed.state == ProposalState.PENDING or Refusal(_("The proposed dates are no longer pending."))
