"""Sharing what waits at the desk besides amendments: who has it, until which day, what moderators say about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import handling
from charter.actions.handling import Given
from charter.models import Amendment, Batch, BatchRow, Matter, MatterNote
from charter.states import BatchKind, MatterKind
from charter.texts import digest


@transaction.atomic
def assign(
    *, kind: str, ref: str, to: Person | None, due_on: date | None, by: Person, at: datetime | None = None
) -> Matter:
    """Gives a thing to a moderator, or to nobody, until a day; both take the place of what was said before."""
    require(rules.may_moderate(by))
    if to is not None and rules.may_moderate(to) is not True:
        raise Refused(Refusal(_("Work is given to moderators alone.")))
    matter, _made = Matter.objects.select_for_update(no_key=True).get_or_create(kind=kind, ref=ref)
    before = _said(matter)
    matter.assigned_to, matter.due_on = to, due_on
    matter.save(update_fields=["assigned_to", "due_on"])
    append(Act("matter assigned", matter, by, content=changed(before, _said(matter))), at=at)
    return matter


@transaction.atomic
def note(*, kind: str, ref: str, by: Person, text: str, at: datetime | None = None) -> MatterNote:
    """A word about a thing that only moderators read."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    return _note(kind, ref, by, text, at)


@transaction.atomic
def share(
    *, things: Sequence[tuple[str, str]], given: Given, note: str, by: Person, at: datetime | None = None
) -> Batch | None:
    """Gives several things to a moderator, or until a day, and writes one note to each; amendments are among them.

    A thing is named by its kind and its name among those of its kind; what is not said stays as it is. What was given
    can be given back in one step; there is none where a note alone was written.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    if not given.changes and not note.strip():
        raise Refused(Refusal(_("Say to whom they go, until which day, or write a note.")))
    rows = [_given(kind, ref, given, by, at) for kind, ref in things] if given.changes else []
    if note.strip():
        for kind, ref in things:
            _noted(kind, ref, note, by, at)
    return _kept(rows, by, at) if rows else None


def _given(kind: str, ref: str, given: Given, by: Person, at: datetime) -> BatchRow:
    if kind == MatterKind.AMENDMENT:
        return handling.hand_over(amendment=_amendment(ref), given=given, by=by, at=at)
    row = BatchRow(**given.over(Matter.objects.filter(kind=kind, ref=ref).first()))
    row.matter = assign(kind=kind, ref=ref, to=row.assigned_after, due_on=row.due_after, by=by, at=at)
    return row


def _kept(rows: list[BatchRow], by: Person, at: datetime) -> Batch:
    batch = Batch.objects.create(kind=BatchKind.SHARED, by=by, at=at)
    handling.keep_together(batch, rows)
    append(Act("things assigned together", batch, by, content={"count": len(rows)}), at=at)
    return batch


def _amendment(name: str) -> Amendment:
    round_, _slash, number = name.partition("/")
    rows = Amendment.objects.select_related("handling__assigned_to", "round")
    return rows.get(round__number=round_, number=number)


def _noted(kind: str, ref: str, note: str, by: Person, at: datetime) -> None:
    if kind == MatterKind.AMENDMENT:
        handling.note(amendment=_amendment(ref), by=by, text=note, at=at)
    else:
        _note(kind, ref, by, note, at)


def _note(kind: str, ref: str, by: Person, text: str, at: datetime) -> MatterNote:
    text = clean.typed(text).text
    if not text:
        raise Refused(Refusal(_("Write your note.")))
    matter, _made = Matter.objects.get_or_create(kind=kind, ref=ref)
    made = MatterNote.objects.create(matter=matter, text=text, by=by, at=at)
    append(Act("desk note written", made, by, content={"text": digest(text)}), at=at)
    return made


def _said(matter: Matter) -> dict[str, object]:
    due = matter.due_on.isoformat() if matter.due_on else ""
    return {"to": matter.assigned_to_id, "due": due}
