"""Publishing decisions at a scheduled time, and comments of the body before it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decisions
from charter.actions.deciding.decisions import Endorsed
from charter.models import Decision, Release, ReleasePlan, Round
from charter.queries.deciding import decisions as decision_queries
from charter.queries.deciding import releases


@transaction.atomic
def plan_release(
    *, round_: Round, due: datetime, by: Person, endorsed: Endorsed, at: datetime | None = None
) -> ReleasePlan:
    """Schedules the publication of all decisions that are then unpublished; replaces an earlier schedule."""
    at = at or timezone.now()
    require(rules.may_release(by, round_, max(due, at)))
    if due <= at:
        raise Refused(Refusal(_("Enter a time in the future, or publish the decisions now.")))
    decisions.require_complete_endorsement(endorsed)
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    require(decisions.may_be_public_together(round_, list(decision_queries.decisions_to_release(round_))))
    before = round_.release_plans.filter(release=None, dropped_at=None)
    due_before = before.values_list("due", flat=True).first()
    before.update(dropped_at=at)
    plan = ReleasePlan.objects.create(
        round=round_,
        due=due,
        body=endorsed.body,
        body_names=dict(endorsed.body_names),
        endorsed_on=endorsed.on,
        minutes=endorsed.minutes,
        by=by,
        at=at,
    )
    releases.forget_next()
    append_acts(Act("release planned", plan, by, content=_moved(due_before, due)), at=at)
    return plan


@transaction.atomic
def drop_plan(*, plan: ReleasePlan, by: Person, at: datetime | None = None) -> ReleasePlan:
    """Nothing becomes public at that hour."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    release_plan = ReleasePlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if release_plan.release_id or release_plan.dropped_at:
        raise Refused(Refusal(_("The publication is no longer scheduled for this time.")))
    release_plan.dropped_at = at
    release_plan.save(update_fields=["dropped_at"])
    releases.forget_next()
    append_acts(Act("release plan dropped", release_plan, by, content=_moved(release_plan.due, None)), at=at)
    return release_plan


def release_due(*, now: datetime) -> list[Release]:
    """Publishes all decisions that are due, once, on the first call by the worker or by a reader after that time."""
    return [release for plan in releases.due_release_plans(now) if (release := _release(plan, now)) is not None]


@transaction.atomic
def _release(plan: ReleasePlan, now: datetime) -> Release | None:
    """Public as of the hour that was set, what was decided by then.

    Where nothing waits, or it may not be released after all, the plan is dropped.
    """
    release_plan = (
        ReleasePlan.objects.select_for_update(of=("self",), no_key=True).select_related("round", "by").get(pk=plan.pk)
    )
    if release_plan.release_id or release_plan.dropped_at:
        return None
    may = rules.may_release(release_plan.by, release_plan.round, release_plan.due)
    due = list(decision_queries.decisions_to_release(release_plan.round).filter(at__lte=release_plan.due))
    waiting = [row.amendment for row in due]
    together = decisions.may_be_public_together(release_plan.round, due)
    if isinstance(may, Refusal) or isinstance(together, Refusal) or not waiting:
        release_plan.dropped_at = now
        release_plan.save(update_fields=["dropped_at"])
        append_acts(Act("release plan dropped", release_plan, content=_moved(release_plan.due, None)), at=now)
        return None
    endorsed = Endorsed(release_plan.body, release_plan.endorsed_on, release_plan.minutes, release_plan.body_names)
    release_plan.release = decisions.release_decisions(
        round_=release_plan.round, by=release_plan.by, endorsed=endorsed, amendments=waiting, at=release_plan.due
    )
    release_plan.save(update_fields=["release"])
    releases.forget_next()
    return release_plan.release


@transaction.atomic
def send_back(*, decision: Decision, by: Person, word: str, at: datetime | None = None) -> Decision:
    """A member of the body returns a provisional decision with comments; it must be decided again first."""
    at = at or timezone.now()
    rows = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("amendment__round")
    locked_decision = rows.get(pk=decision.pk)
    require(rules.may_send_back(by, locked_decision))
    if not word.strip():
        raise Refused(Refusal(_("Explain what should be checked again.")))
    locked_decision.returned_at, locked_decision.returned_by, locked_decision.returned_with = at, by, word.strip()
    locked_decision.save(update_fields=["returned_at", "returned_by", "returned_with"])
    content = {"decision": locked_decision.pk, **changed_values({"returned": False}, {"returned": True})}
    append_acts(Act("decision returned", locked_decision.amendment, by, content=content), at=at)
    return locked_decision


def _moved(before: datetime | None, after: datetime | None) -> dict[str, object]:
    return changed_values({"due": before and before.isoformat()}, {"due": after and after.isoformat()})
