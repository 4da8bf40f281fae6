"""Sharing pending items of the secretariat besides amendments: the person, the due date, notes of moderators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.secretariat import handling
from charter.actions.secretariat.handling import Assignment
from charter.models import Amendment, Batch, BatchRow, WorkItem, WorkItemNote
from charter.states import BatchKind, WorkItemKind


@transaction.atomic
def assign_item(
    *, kind: str, ref: str, to: Person | None, due_on: date | None, by: Person, at: datetime | None = None
) -> WorkItem:
    """Assigns an item to a moderator, or to nobody, until a day; both values replace the previous ones."""
    require(rules.may_moderate(by))
    if to is not None and rules.may_moderate(to) is not True:
        raise Refused(Refusal(_("Work can be assigned only to moderators. Choose a moderator.")))
    work_item, _made = WorkItem.objects.select_for_update(no_key=True).get_or_create(kind=kind, ref=ref)
    before = _assignment(work_item)
    work_item.assigned_to, work_item.due_on = to, due_on
    work_item.save(update_fields=["assigned_to", "due_on"])
    append_acts(Act("matter assigned", work_item, by, content=changed_values(before, _assignment(work_item))), at=at)
    return work_item


@transaction.atomic
def add_note(*, kind: str, ref: str, by: Person, text: str, at: datetime | None = None) -> WorkItemNote:
    """A note about an item that only moderators read."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    return _note(kind, ref, by, text, at)


@transaction.atomic
def share_items_out(
    *, items: Sequence[tuple[str, str]], assignment: Assignment, note: str, by: Person, at: datetime | None = None
) -> Batch | None:
    """Assigns several items, amendments among them, or sets a due date, and writes one note to each.

    An item is identified by its kind and its name among those of its kind; values that are not given do not change.
    The assignment can be undone in one step; if only a note was written, there is nothing to undo.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    if not assignment.changes and not note.strip():
        raise Refused(Refusal(_("Choose a person or a due date, or write a note.")))
    rows = [_given(kind, ref, assignment, by, at) for kind, ref in items] if assignment.changes else []
    if note.strip():
        for kind, ref in items:
            _noted(kind, ref, note, by, at)
    return _kept(rows, by, at) if rows else None


def _given(kind: str, ref: str, assignment: Assignment, by: Person, at: datetime) -> BatchRow:
    if kind == WorkItemKind.AMENDMENT:
        return handling.assign_in_batch(amendment=_amendment(ref), assignment=assignment, by=by, at=at)
    row = BatchRow(**assignment.over(WorkItem.objects.filter(kind=kind, ref=ref).first()))
    row.work_item = assign_item(kind=kind, ref=ref, to=row.assigned_after, due_on=row.due_after, by=by, at=at)
    return row


def _kept(rows: list[BatchRow], by: Person, at: datetime) -> Batch:
    batch = Batch.objects.create(kind=BatchKind.SHARED, by=by, at=at)
    handling.store_assignments(batch, rows)
    append_acts(Act("things assigned together", batch, by, content={"count": len(rows)}), at=at)
    return batch


def _amendment(name: str) -> Amendment:
    round_, _slash, number = name.partition("/")
    rows = Amendment.objects.select_related("handling__assigned_to", "round")
    return rows.get(round__number=round_, number=number)


def _noted(kind: str, ref: str, note: str, by: Person, at: datetime) -> None:
    if kind == WorkItemKind.AMENDMENT:
        handling.add_note(amendment=_amendment(ref), by=by, text=note, at=at)
    else:
        _note(kind, ref, by, note, at)


def _note(kind: str, ref: str, by: Person, text: str, at: datetime) -> WorkItemNote:
    text = clean.clean_typed_text(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    work_item, _made = WorkItem.objects.get_or_create(kind=kind, ref=ref)
    note = WorkItemNote.objects.create(work_item=work_item, text=text, by=by, at=at)
    append_acts(Act("desk note written", note, by, content={"text": digest_of_json(text)}), at=at)
    return note


def _assignment(work_item: WorkItem) -> dict[str, object]:
    due = work_item.due_on.isoformat() if work_item.due_on else ""
    return {"to": work_item.assigned_to_id, "due": due}
