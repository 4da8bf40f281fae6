"""One act of the secretariat on several amendments, and undoing such an act in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.records import Act, append_acts
from accounts.locales import join_in_words, semicolon
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.deciding import decision_writing
from charter.actions.deciding.decision_writing import Decided
from charter.actions.secretariat import handling, work_items
from charter.actions.secretariat.handling import Assignment
from charter.models import Amendment, Batch, BatchRow, Decision, DecisionType, Round
from charter.queries.secretariat import handling as handling_queries
from charter.queries.secretariat import queue
from charter.states import SINGLE_OUTCOMES, AmendmentState, BatchKind, Outcome


@transaction.atomic
def decide_batch(
    *,
    amendments: Sequence[Amendment],
    by: Person,
    outcome: str,
    reason: Mapping[str, str],
    because_of: Amendment | None = None,
    type_: DecisionType | None = None,
    at: datetime | None = None,
) -> Batch:
    """The same decision with the same reason on several amendments under review: on all of them, or on none."""
    at = at or timezone.now()
    round_ = _one_round(amendments, by)
    if outcome in SINGLE_OUTCOMES:
        raise Refused(Refusal(_("Make this decision on one amendment at a time.")))
    _refuse_decided(amendments)
    if outcome == Outcome.ACCEPTED:
        _refuse_conflicting(round_, amendments)
    decided = Decided(outcome, reason, because_of, type_=type_)
    pairs = [decision_writing.write_first_decision(amendment, decided, by, at) for amendment in amendments]
    batch = store_decisions(round_, [new for _old, new in pairs], by, at)
    content = {**decisions_content([new for _old, new in pairs]), **decision_writing.changed_content(*pairs[0])}
    append_acts(Act("amendments decided together", batch, by, content=content), at=at)
    return batch


def store_decisions(round_: Round, decisions: Sequence[Decision], by: Person, at: datetime) -> Batch:
    """Stores decisions as one batch, from which they can be taken back in one step."""
    batch = Batch.objects.create(round=round_, kind=BatchKind.DECIDED, by=by, at=at)
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, amendment=decision.amendment, decision=decision) for decision in decisions
    )
    return batch


def decisions_content(decisions: Sequence[Decision]) -> dict[str, object]:
    """The content for the audit log: each decision of a batch, with its amendments."""
    amendments = sorted(decision.amendment_id for decision in decisions)
    return {
        "amendments": amendments,
        "decisions": [decision_writing.decision_content(decision) for decision in decisions],
    }


@transaction.atomic
def assign_batch(
    *, amendments: Sequence[Amendment], assignment: Assignment, by: Person, at: datetime | None = None
) -> Batch:
    """Assigns several amendments to a moderator, or sets a due date; a value that is not given stays."""
    at = at or timezone.now()
    round_ = _one_round(amendments, by)
    if not assignment.changes:
        raise Refused(Refusal(_("Choose a person or a due date.")))
    batch = Batch.objects.create(round=round_, kind=BatchKind.ASSIGNED, by=by, at=at)
    rows = [
        handling.assign_in_batch(amendment=amendment, assignment=assignment, by=by, at=at) for amendment in amendments
    ]
    handling.store_assignments(batch, rows)
    append_acts(_act("amendments assigned together", batch, amendments, by), at=at)
    return batch


@transaction.atomic
def undo_batch(*, batch: Batch, by: Person, at: datetime | None = None) -> Batch:
    """Undoes a batch in one step, before publication; an item that somebody changed since then stays changed."""
    at = at or timezone.now()
    locked_batch = Batch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    require(rules.may_undo(by, locked_batch))
    rows = locked_batch.rows.select_related(
        "amendment__handling__assigned_to", "work_item", "assigned_before", "decision"
    )
    reopened = []
    for row in rows:
        if locked_batch.kind == BatchKind.DECIDED:
            reopened += _reopen(row, by, at)
        else:
            _give_back(row, by, at)
    locked_batch.undone_at = at
    locked_batch.save(update_fields=["undone_at"])
    content = (
        {**decisions_content(reopened), **decision_writing.changed_content(reopened[0], None)} if reopened else {}
    )
    append_acts(Act("batch undone", locked_batch, by, content=content), at=at)
    return locked_batch


def _one_round(amendments: Sequence[Amendment], by: Person) -> Round:
    require(rules.may_moderate(by))
    rounds = {amendment.round_id: amendment.round for amendment in amendments}
    if len(rounds) != 1:
        raise Refused(
            Refusal(
                _("The selected amendments belong to different rounds. Select amendments of one round only.")
                if rounds
                else _("Choose at least one amendment.")
            )
        )
    return next(iter(rounds.values()))


def _refuse_decided(amendments: Sequence[Amendment]) -> None:
    """Refuses amendments that are stored as no longer under review."""
    ids = [amendment.pk for amendment in amendments]
    locked_amendments = (
        Amendment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("number")
    )
    decided = [amendment for amendment in locked_amendments if amendment.state != AmendmentState.UNDER_REVIEW]
    if decided:
        sentence = ngettext(
            "Amendment %(numbers)s is no longer under review. Deselect this amendment.",
            "Amendments %(numbers)s are no longer under review. Deselect these amendments.",
            len(decided),
        )
        raise Refused(Refusal(sentence % {"numbers": join_in_words(amendment.number for amendment in decided)}))


def _refuse_conflicting(round_: Round, amendments: Sequence[Amendment]) -> None:
    pairs = queue.conflicting_pairs(round_, amendments)
    if pairs:
        met = [
            _("amendment %(one)s with amendment %(other)s") % {"one": a.number, "other": b.number} for a, b in pairs
        ]
        sentence = _(
            "Some amendments conflict and cannot all be accepted: %(pairs)s. Deselect some of them, "
            "or decide on each amendment separately."
        )
        raise Refused(Refusal(sentence % {"pairs": semicolon().join(met)}))


def _reopen(row: BatchRow, by: Person, at: datetime) -> list[Decision]:
    """The decision that was taken back; none where somebody decided otherwise since."""
    if row.amendment is None or row.amendment.state != AmendmentState.DECIDED:
        return []
    if row.decision is None or row.decision.superseded_at is not None:
        return []
    return [decision_writing.withdraw_decision(row.amendment, by, at)]


def _give_back(row: BatchRow, by: Person, at: datetime) -> None:
    now = handling_queries.handling_of(row.amendment) if row.amendment else row.work_item
    if now is None or (now.assigned_to_id, now.due_on) != (row.assigned_after_id, row.due_after):
        return
    before = row.assigned_before if rules.may_moderate(row.assigned_before) is True else None
    arguments: dict[str, Any] = {"to": before, "due_on": row.due_before, "by": by, "at": at}
    if row.amendment:
        handling.assign_amendment(amendment=row.amendment, **arguments)
    elif row.work_item:
        work_items.assign_item(kind=row.work_item.kind, ref=row.work_item.ref, **arguments)


def _act(name: str, batch: Batch, amendments: Sequence[Amendment], by: Person) -> Act:
    return Act(name, batch, by, content={"amendments": sorted(amendment.pk for amendment in amendments)})
