"""Releasing decisions at an hour that is set, and what the body says before it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions import decisions
from charter.actions.decisions import Endorsed
from charter.models import Decision, Release, ReleasePlan, Round
from charter.queries import decisions as decided
from charter.queries import releases as planned


@transaction.atomic
def plan(*, round_: Round, due: datetime, by: Person, endorsed: Endorsed, at: datetime | None = None) -> ReleasePlan:
    """Sets the hour at which all that waits then becomes public; takes the place of an hour that was set before."""
    at = at or timezone.now()
    require(rules.may_release(by, round_, max(due, at)))
    if due <= at:
        raise Refused(Refusal(_("Set an hour that is still to come, or release the decisions now.")))
    decisions.complete(endorsed)
    Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    before = round_.release_plans.filter(release=None, dropped_at=None)
    was = before.values_list("due", flat=True).first()
    before.update(dropped_at=at)
    made = ReleasePlan.objects.create(
        round=round_,
        due=due,
        body=endorsed.body,
        endorsed_on=endorsed.on,
        minutes=endorsed.minutes,
        by=by,
        at=at,
    )
    planned.forget_next()
    append(Act("release planned", made, by, content=_moved(was, due)), at=at)
    return made


@transaction.atomic
def drop_plan(*, plan: ReleasePlan, by: Person, at: datetime | None = None) -> ReleasePlan:
    """Nothing becomes public at that hour."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    held = ReleasePlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if held.release_id or held.dropped_at:
        raise Refused(Refusal(_("This hour is no longer set.")))
    held.dropped_at = at
    held.save(update_fields=["dropped_at"])
    planned.forget_next()
    append(Act("release plan dropped", held, by, content=_moved(held.due, None)), at=at)
    return held


def release_due(*, now: datetime) -> list[Release]:
    """Makes public what is due at that moment, once, whoever asks first: the worker, or the first reader after it."""
    return [made for plan in planned.due(now) if (made := _release(plan, now)) is not None]


@transaction.atomic
def _release(plan: ReleasePlan, now: datetime) -> Release | None:
    """Public as of the hour that was set, what was decided by then.

    Where nothing waits, or it may not be released after all, the plan is dropped.
    """
    held = (
        ReleasePlan.objects.select_for_update(of=("self",), no_key=True).select_related("round", "by").get(pk=plan.pk)
    )
    if held.release_id or held.dropped_at:
        return None
    may = rules.may_release(held.by, held.round, held.due)
    waiting = [row.amendment for row in decided.to_release(held.round).filter(at__lte=held.due)]
    if isinstance(may, Refusal) or not waiting:
        held.dropped_at = now
        held.save(update_fields=["dropped_at"])
        append(Act("release plan dropped", held, content=_moved(held.due, None)), at=now)
        return None
    endorsed = Endorsed(held.body, held.endorsed_on, held.minutes)
    held.release = decisions.release(round_=held.round, by=held.by, endorsed=endorsed, amendments=waiting, at=held.due)
    held.save(update_fields=["release"])
    planned.forget_next()
    return held.release


@transaction.atomic
def send_back(*, decision: Decision, by: Person, word: str, at: datetime | None = None) -> Decision:
    """A member of the body returns a provisional decision with a word: it is not released before it is made anew."""
    at = at or timezone.now()
    rows = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("amendment__round")
    held = rows.get(pk=decision.pk)
    require(rules.may_send_back(by, held))
    if not word.strip():
        raise Refused(Refusal(_("Say what should be looked at again.")))
    held.returned_at, held.returned_by, held.returned_with = at, by, word.strip()
    held.save(update_fields=["returned_at", "returned_by", "returned_with"])
    content = {"decision": held.pk, **changed({"returned": False}, {"returned": True})}
    append(Act("decision returned", held.amendment, by, content=content), at=at)
    return held


def _moved(before: datetime | None, after: datetime | None) -> dict[str, object]:
    return changed({"due": before and before.isoformat()}, {"due": after and after.isoformat()})
