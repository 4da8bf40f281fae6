"""Sharing what waits at the desk besides amendments: who has it, until which day, what moderators say about it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Matter, MatterNote
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
    append(Act("matter assigned", matter, by, content={"before": before, "after": _said(matter)}), at=at)
    return matter


@transaction.atomic
def note(*, kind: str, ref: str, by: Person, text: str, at: datetime | None = None) -> MatterNote:
    """A word about a thing that only moderators read."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
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
