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
from charter.actions.batches import Given
from charter.models import Amendment, Handling, Matter, MatterNote
from charter.queries import handling as handled
from charter.states import MatterKind
from charter.texts import digest


@transaction.atomic
def assign(
    *, kind: str, ref: str, to: Person | None, due_on: date | None, by: Person, at: datetime | None = None
) -> Matter:
    """Gives a thing to a moderator, or to nobody, until a day; both take the place of what was said before."""
    require(rules.may_moderate(by))
    if to is not None and rules.may_moderate(to) is not True:
        raise Refused(Refusal(_("Work is given to moderators alone.")))
    matter, _made = Matter.objects.select_for_update().get_or_create(kind=kind, ref=ref)
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
) -> None:
    """Gives several things to a moderator, or until a day, and writes one note to each; amendments are among them.

    A thing is named by its kind and its name among those of its kind; what is not said stays as it is.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    changes = given.changes_person or given.due_on is not None
    if not changes and not note.strip():
        raise Refused(Refusal(_("Say to whom they go, until which day, or write a note.")))
    for kind, ref in things:
        if kind == MatterKind.AMENDMENT:
            _share_amendment(ref, given if changes else None, note, by, at)
            continue
        if changes:
            _share_matter(kind, ref, given, by, at)
        if note.strip():
            _note(kind, ref, by, note, at)


def _share_matter(kind: str, ref: str, given: Given, by: Person, at: datetime) -> None:
    to, due_on = _merged(Matter.objects.filter(kind=kind, ref=ref).first(), given)
    assign(kind=kind, ref=ref, to=to, due_on=due_on, by=by, at=at)


def _merged(held: Matter | Handling | None, given: Given) -> tuple[Person | None, date | None]:
    """Who has it until when, once what was given is put over what was before."""
    had, was_due = (held.assigned_to, held.due_on) if held else (None, None)
    return given.to if given.changes_person else had, given.due_on or was_due


def _share_amendment(name: str, given: Given | None, note: str, by: Person, at: datetime) -> None:
    round_, _slash, number = name.partition("/")
    rows = Amendment.objects.select_related("handling__assigned_to", "round")
    amendment = rows.get(round__number=round_, number=number)
    if given is not None:
        to, due_on = _merged(handled.of(amendment), given)
        handling.assign(amendment=amendment, to=to, due_on=due_on, by=by, at=at)
    if note.strip():
        handling.note(amendment=amendment, by=by, text=note, at=at)


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
