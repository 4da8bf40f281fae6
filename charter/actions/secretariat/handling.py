"""Sharing the work of the secretariat: who handles an amendment, the due date, and notes between moderators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.amending.amendments import lock_amendment
from charter.models import Amendment, Batch, BatchRow, DeskNote, Handling, SavedView, WorkItem
from charter.queries.secretariat import handling
from charter.states import ListKind

MOST_VIEWS = 30


@dataclass(frozen=True)
class Assignment:
    """The new person for several items, if it changes, and the new due date, if it changes."""

    changes_person: bool = False
    to: Person | None = None
    due_on: date | None = None

    @property
    def changes(self) -> bool:
        return self.changes_person or self.due_on is not None

    def over(self, item: Handling | WorkItem | None) -> dict[str, Any]:
        """The values that a batch stores for one item: its person and due date before, and after this change."""
        had, was_due = (item.assigned_to, item.due_on) if item else (None, None)
        return {
            "assigned_before": had,
            "assigned_after": self.to if self.changes_person else had,
            "due_before": was_due,
            "due_after": self.due_on or was_due,
        }


@transaction.atomic
def assign_amendment(
    *, amendment: Amendment, to: Person | None, due_on: date | None, by: Person, at: datetime | None = None
) -> Handling:
    """Assigns an amendment to a moderator, or to nobody, until a day; both replace the earlier values."""
    at = at or timezone.now()
    locked_amendment = lock_amendment(amendment)
    require(rules.may_handle(by, locked_amendment))
    if to is not None and rules.may_moderate(to) is not True:
        raise Refused(Refusal(_("Work can be assigned only to moderators. Choose a moderator.")))
    old_handling = Handling.objects.filter(amendment=locked_amendment).first()
    handling, _made = Handling.objects.update_or_create(
        amendment=locked_amendment, defaults={"assigned_to": to, "due_on": due_on}
    )
    content = changed_values(_recorded_values(old_handling) if old_handling else None, _recorded_values(handling))
    append_acts(Act("amendment assigned", locked_amendment, by, content=content), at=at)
    return handling


def assign_in_batch(*, amendment: Amendment, assignment: Assignment, by: Person, at: datetime) -> BatchRow:
    """Assigns one of several amendments, and returns a row, not stored yet, with the person before."""
    row = BatchRow(amendment=amendment, **assignment.over(handling.handling_of(amendment)))
    assign_amendment(amendment=amendment, to=row.assigned_after, due_on=row.due_after, by=by, at=at)
    return row


def store_assignments(batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Stores the assignments of several items as one batch, which is undone in one step."""
    for row in rows:
        row.batch = batch
    BatchRow.objects.bulk_create(rows)


def _recorded_values(handling: Handling) -> dict[str, object]:
    return {"to": handling.assigned_to_id, "due": handling.due_on.isoformat() if handling.due_on else ""}


@transaction.atomic
def add_note(*, amendment: Amendment, by: Person, text: str, at: datetime | None = None) -> DeskNote:
    """A note about an amendment that only moderators read."""
    at = at or timezone.now()
    require(rules.may_handle(by, amendment))
    text = clean.clean_typed_text(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    note = DeskNote.objects.create(amendment=amendment, text=text, by=by, at=at)
    append_acts(Act("desk note written", note, by, content={"text": digest_of_json(text)}), at=at)
    return note


@transaction.atomic
def save_view(
    *, name: str, query: str, by: Person, list_: str = ListKind.QUEUE, at: datetime | None = None
) -> SavedView:
    """Keeps filters of a list under a name; the same name again takes the new filters."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    mine = SavedView.objects.filter(person=by)
    if not mine.filter(name=name, list=list_).exists() and mine.count() >= MOST_VIEWS:
        raise Refused(Refusal(_("You have 30 saved views. Remove a view first.")))
    view, _made = SavedView.objects.update_or_create(person=by, name=name, list=list_, defaults={"query": query})
    append_acts(Act("view saved", view, by), at=at)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Person, at: datetime | None = None) -> None:
    """Takes away a view of one's own."""
    require(rules.may_moderate(by))
    if view.person_id != by.pk:
        raise Refused(Refusal(_("The view belongs to another moderator."), hidden=True))
    append_acts(Act("view removed", view, by), at=at or timezone.now())
    view.delete()
