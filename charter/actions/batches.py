"""One act on several amendments at the desk, and the undoing of what was done to several in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.records import Act, append
from accounts.locales import listed
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions import decisions, handling, matters
from charter.actions.handling import Given
from charter.models import Amendment, Batch, BatchRow, Round
from charter.queries import desk
from charter.queries import handling as handled
from charter.states import SINGLE_OUTCOMES, AmendmentState, BatchKind, Outcome


@transaction.atomic
def decide(
    *,
    amendments: Sequence[Amendment],
    by: Person,
    outcome: str,
    reason: Mapping[str, str],
    because_of: Amendment | None = None,
    at: datetime | None = None,
) -> Batch:
    """The same decision with the same reason on several amendments under review: on all of them, or on none."""
    at = at or timezone.now()
    round_ = _one_round(amendments, by)
    if outcome in SINGLE_OUTCOMES:
        raise Refused(Refusal(_("This decision is made for each amendment by itself.")))
    _refuse_decided(amendments)
    if outcome == Outcome.ACCEPTED:
        _refuse_clashing(round_, amendments)
    batch = Batch.objects.create(round=round_, kind=BatchKind.DECIDED, by=by, at=at)
    said = {"by": by, "outcome": outcome, "reason": reason, "because_of": because_of, "at": at}
    made = [(one, decisions.decide(amendment=one, **said)) for one in amendments]  # type: ignore[arg-type]
    BatchRow.objects.bulk_create(BatchRow(batch=batch, amendment=one, decision=d) for one, d in made)
    append(_act("amendments decided together", batch, amendments, by), at=at)
    return batch


@transaction.atomic
def assign(*, amendments: Sequence[Amendment], given: Given, by: Person, at: datetime | None = None) -> Batch:
    """Gives several amendments to a moderator, or until a day; what is not said stays as it is."""
    at = at or timezone.now()
    round_ = _one_round(amendments, by)
    if not given.changes:
        raise Refused(Refusal(_("Say to whom they go, or until which day.")))
    batch = Batch.objects.create(round=round_, kind=BatchKind.ASSIGNED, by=by, at=at)
    rows = [handling.hand_over(amendment=one, given=given, by=by, at=at) for one in amendments]
    handling.keep_together(batch, rows)
    append(_act("amendments assigned together", batch, amendments, by), at=at)
    return batch


@transaction.atomic
def undo(*, batch: Batch, by: Person, at: datetime | None = None) -> Batch:
    """Undoes it in one step, before a release; what somebody changed since then by itself stays changed."""
    at = at or timezone.now()
    held = Batch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    require(rules.may_undo(by, held))
    rows = held.rows.select_related("amendment__handling__assigned_to", "matter", "assigned_before", "decision")
    for row in rows:
        if held.kind == BatchKind.DECIDED:
            _reopen(row, by, at)
        else:
            _give_back(row, by, at)
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    append(Act("batch undone", held, by), at=at)
    return held


def _one_round(amendments: Sequence[Amendment], by: Person) -> Round:
    require(rules.may_moderate(by))
    rounds = {one.round_id: one.round for one in amendments}
    if len(rounds) != 1:
        raise Refused(Refusal(_("Choose amendments of one round.") if rounds else _("Choose at least one amendment.")))
    return next(iter(rounds.values()))


def _refuse_decided(amendments: Sequence[Amendment]) -> None:
    """Refuses what is not under review any more, as it is stored now."""
    ids = [one.pk for one in amendments]
    held = Amendment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("number")
    done = [one for one in held if one.state != AmendmentState.UNDER_REVIEW]
    if done:
        said = ngettext(
            "No. %(numbers)s is not under review any more. Leave it out.",
            "No. %(numbers)s are not under review any more. Leave them out.",
            len(done),
        )
        raise Refused(Refusal(said % {"numbers": listed(one.number for one in done)}))


def _refuse_clashing(round_: Round, amendments: Sequence[Amendment]) -> None:
    pairs = desk.clashing(round_, amendments)
    if pairs:
        met = [_("No. %(one)s with No. %(other)s") % {"one": a.number, "other": b.number} for a, b in pairs]
        said = _("These clash and cannot be accepted together: %(pairs)s. Leave some out, or decide one by one.")
        raise Refused(Refusal(said % {"pairs": "; ".join(met)}))


def _reopen(row: BatchRow, by: Person, at: datetime) -> None:
    if row.amendment is None or row.amendment.state != AmendmentState.DECIDED:
        return
    if row.decision is not None and row.decision.superseded_at is None:
        decisions.reopen(amendment=row.amendment, by=by, at=at)


def _give_back(row: BatchRow, by: Person, at: datetime) -> None:
    now = handled.of(row.amendment) if row.amendment else row.matter
    if now is None or (now.assigned_to_id, now.due_on) != (row.assigned_after_id, row.due_after):
        return
    before = row.assigned_before if rules.may_moderate(row.assigned_before) is True else None
    said: dict[str, Any] = {"to": before, "due_on": row.due_before, "by": by, "at": at}
    if row.amendment:
        handling.assign(amendment=row.amendment, **said)
    elif row.matter:
        matters.assign(kind=row.matter.kind, ref=row.matter.ref, **said)


def _act(name: str, batch: Batch, amendments: Sequence[Amendment], by: Person) -> Act:
    return Act(name, batch, by, content={"amendments": sorted(one.pk for one in amendments)})
