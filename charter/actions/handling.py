"""Sharing the work of the desk: who handles an amendment, until which day, and what moderators tell each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.amendments import lock
from charter.models import Amendment, Batch, BatchRow, DeskNote, Handling, Matter, SavedView
from charter.queries import handling as handled
from charter.states import ListKind
from charter.texts import digest

MOST_VIEWS = 30


@dataclass(frozen=True)
class Given:
    """To whom several things go, where that changes, and until which day, where that changes."""

    changes_person: bool = False
    to: Person | None = None
    due_on: date | None = None

    @property
    def changes(self) -> bool:
        return self.changes_person or self.due_on is not None

    def over(self, held: Handling | Matter | None) -> dict[str, Any]:
        """What a batch keeps of one thing: who had it until when, and who has it once this is put over that."""
        had, was_due = (held.assigned_to, held.due_on) if held else (None, None)
        return {
            "assigned_before": had,
            "assigned_after": self.to if self.changes_person else had,
            "due_before": was_due,
            "due_after": self.due_on or was_due,
        }


@transaction.atomic
def assign(
    *, amendment: Amendment, to: Person | None, due_on: date | None, by: Person, at: datetime | None = None
) -> Handling:
    """Gives an amendment to a moderator, or to nobody, until a day; both take the place of what was said before."""
    at = at or timezone.now()
    held = lock(amendment)
    require(rules.may_handle(by, held))
    if to is not None and rules.may_moderate(to) is not True:
        raise Refused(Refusal(_("Work is given to moderators alone.")))
    was = Handling.objects.filter(amendment=held).first()
    handling, _made = Handling.objects.update_or_create(amendment=held, defaults={"assigned_to": to, "due_on": due_on})
    content = changed(_said(was) if was else None, _said(handling))
    append(Act("amendment assigned", held, by, content=content), at=at)
    return handling


def hand_over(*, amendment: Amendment, given: Given, by: Person, at: datetime) -> BatchRow:
    """Gives one of several, and says in a row that is not stored yet who had it before."""
    row = BatchRow(amendment=amendment, **given.over(handled.of(amendment)))
    assign(amendment=amendment, to=row.assigned_after, due_on=row.due_after, by=by, at=at)
    return row


def keep_together(batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Stores what was given to several as one batch, from which it can be taken back in one step."""
    for row in rows:
        row.batch = batch
    BatchRow.objects.bulk_create(rows)


def _said(handling: Handling) -> dict[str, object]:
    return {"to": handling.assigned_to_id, "due": handling.due_on.isoformat() if handling.due_on else ""}


@transaction.atomic
def note(*, amendment: Amendment, by: Person, text: str, at: datetime | None = None) -> DeskNote:
    """A word about an amendment that only moderators read."""
    at = at or timezone.now()
    require(rules.may_handle(by, amendment))
    text = clean.typed(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    made = DeskNote.objects.create(amendment=amendment, text=text, by=by, at=at)
    append(Act("desk note written", made, by, content={"text": digest(text)}), at=at)
    return made


@transaction.atomic
def save_view(
    *, name: str, query: str, by: Person, list_: str = ListKind.QUEUE, at: datetime | None = None
) -> SavedView:
    """Keeps filters of a list under a name; the same name again takes the new filters."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    mine = SavedView.objects.filter(person=by)
    if not mine.filter(name=name, list=list_).exists() and mine.count() >= MOST_VIEWS:
        raise Refused(Refusal(_("You have 30 views. Remove one first.")))
    view, _made = SavedView.objects.update_or_create(person=by, name=name, list=list_, defaults={"query": query})
    append(Act("view saved", view, by), at=at)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Person, at: datetime | None = None) -> None:
    """Takes away a view of one's own."""
    require(rules.may_moderate(by))
    if view.person_id != by.pk:
        raise Refused(Refusal(_("This view belongs to another moderator."), hidden=True))
    append(Act("view removed", view, by), at=at or timezone.now())
    view.delete()
