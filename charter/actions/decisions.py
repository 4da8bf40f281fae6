"""Deciding on amendments: provisional at first, public together, corrected with a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions import deciding, release_letters
from charter.actions.deciding import Decided, Reasons
from charter.models import Amendment, Decision, Release, Round
from charter.queries import decisions as decided
from charter.states import AmendmentState


@dataclass(frozen=True)
class Endorsed:
    """The body that stands behind released decisions, the day it did so, and where its minutes are found."""

    body: str = ""
    on: date | None = None
    minutes: str = ""


NOBODY = Endorsed()


@transaction.atomic
def decide(
    *,
    amendment: Amendment,
    by: Person,
    outcome: str,
    reason: Reasons,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Decision:
    """Decides on an amendment, with a reason by language; takes the place of a decision not released yet.

    `words` are inner HTML by id of a change, the secretariat's in place of the proposer's; `taken` says which changes
    are taken in part. Where another moderator decided since the revision `seen`, it is refused with who and what.
    """
    at = at or timezone.now()
    held = deciding.locked(amendment)
    require(rules.may_decide(by, held) and rules.is_looked_at(held, at))
    if seen is not None and seen != held.revision:
        raise Refused(Refusal(decided.meanwhile(held)))
    if held.decision is not None and held.decision.is_released:
        raise Refused(Refusal(_("This decision is public. Correct it, with a note that says what was wrong.")))
    before = held.decision
    decision = deciding.make(held, Decided(outcome, reason, because_of, words or {}, taken or {}), by, at)
    deciding.step(held, AmendmentState.DECIDED)
    deciding.bring(amendment, held)
    append(Act("amendment decided", held, by, content=deciding.changed(before, decision)), at=at)
    return decision


@transaction.atomic
def reopen(*, amendment: Amendment, by: Person, at: datetime | None = None) -> Amendment:
    """Takes a decision back that is not released: the amendment is under review again."""
    at = at or timezone.now()
    held = deciding.locked(amendment)
    require(rules.may_decide(by, held))
    if held.decision is None or held.decision.is_released:
        raise Refused(Refusal(_("Only a decision that is not public yet can be taken back.")))
    before = held.decision
    deciding.supersede(held, at)
    deciding.step(held, AmendmentState.UNDER_REVIEW)
    deciding.bring(amendment, held)
    append(Act("decision taken back", held, by, content=deciding.changed(before, None)), at=at)
    return amendment


@transaction.atomic
def release(
    *,
    round_: Round,
    by: Person,
    endorsed: Endorsed = NOBODY,
    amendments: Iterable[Amendment] | None = None,
    at: datetime | None = None,
) -> Release:
    """Makes decisions public together, all that wait or those of the amendments named; one letter a member.

    What the body returned waits until it is decided anew.
    """
    at = at or timezone.now()
    require(rules.may_release(by, round_, at))
    complete(endorsed)
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    waiting = decided.to_release(round_).select_for_update(of=("self",), no_key=True)
    if amendments is not None:
        waiting = waiting.filter(amendment__in=[a.pk for a in amendments])
    decisions = list(waiting)
    if not decisions:
        raise Refused(Refusal(_("No decision waits to be released.")))
    made = Release.objects.create(
        round=round_, by=by, body=endorsed.body, endorsed_on=endorsed.on, minutes=endorsed.minutes, at=at
    )
    Decision.objects.filter(pk__in=[d.pk for d in decisions]).update(release=made)
    release_letters.tell(made, decisions)
    content = {"decisions": sorted(d.pk for d in decisions), **changed({"public": False}, {"public": True})}
    append(Act("decisions released", made, by, content=content), at=at)
    return made


@transaction.atomic
def correct(
    *,
    decision: Decision,
    by: Person,
    outcome: str,
    reason: Reasons,
    note: str,
    because_of: Amendment | None = None,
    words: Mapping[int, str] | None = None,
    taken: Mapping[int, bool] | None = None,
    at: datetime | None = None,
) -> Decision:
    """Puts another decision in the place of a released one; the note that says why is public at once."""
    at = at or timezone.now()
    held = deciding.locked(decision.amendment)
    require(rules.may_moderate(by))
    if held.decision is None or held.decision.pk != decision.pk or decision.release is None:
        raise Refused(Refusal(_("Only the public decision that holds can be corrected.")))
    if held.state != AmendmentState.DECIDED:
        raise Refused(Refusal(_("The words of this amendment are in the text. Undo that first.")))
    if not note.strip():
        raise Refused(Refusal(_("Say what was wrong. The note stands beside the decision.")))
    made = deciding.make(held, Decided(outcome, reason, because_of, words or {}, taken or {}), by, at)
    deciding.publish(made, decision, note.strip(), by, at)
    append(Act("decision corrected", held, by, content=deciding.changed(decision, made)), at=at)
    return made


def complete(endorsed: Endorsed) -> None:
    """Refuses a body without the day and the minutes of its decision."""
    if endorsed.body and not (endorsed.on and endorsed.minutes):
        raise Refused(Refusal(_("Name the day on which the body endorsed these decisions, and its minutes.")))
