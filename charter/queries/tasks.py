"""Who has which work in a language until when, and what was sent back to the desk."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import Mandate, Organisation, Person, Role, names_of
from accounts.states import RoleKind
from charter.models import Charter, Provision, Task, TaskNote
from charter.queries.ledger import Line
from charter.states import TaskNoteKind

WITH_THE_DESK = (TaskNoteKind.UNSAYABLE, TaskNoteKind.ANSWER)


def task(provision: Provision, language: str) -> Task | None:
    return Task.objects.filter(provision=provision, language=language).select_related("editor").first()


def notes(provision: Provision, language: str) -> list[TaskNote]:
    """What was said about the work, the oldest first."""
    rows = TaskNote.objects.filter(provision=provision, language=language).select_related("by", "member__name")
    return list(rows.prefetch_related(*names_of("member")))


def members(line: Line) -> list[Organisation]:
    """Whose amendments the language has not said yet, in the order in which they were adopted."""
    found = [adoption.change.text.amendment.organisation for adoption in line.lacking if adoption.change]
    return list({one.pk: one for one in found}.values())


def people_of(member: Organisation, at: datetime) -> list[Person]:
    """Everybody who belongs to the member at that moment."""
    held = Mandate.objects.holding(at).filter(organisation=member).select_related("person")
    return sorted({mandate.person for mandate in held}, key=lambda one: one.pk)


def question(pk: int) -> TaskNote | None:
    """A question to a member, with what its page shows."""
    rows = TaskNote.objects.filter(kind=TaskNoteKind.QUESTION, pk=pk)
    return rows.select_related("provision__charter__arrangement", "member__name", "reply__by", "by").first()


def asked_of(member: Organisation) -> list[TaskNote]:
    """Questions of language editors that the member has not answered, the oldest first."""
    rows = TaskNote.objects.filter(kind=TaskNoteKind.QUESTION, member=member, reply=None)
    return list(rows.select_related("provision__charter__arrangement"))


def put_off(charter: Charter, language: str) -> dict[int, datetime]:
    """When work was put at the end of the row, by provision."""
    rows = Task.objects.filter(provision__charter=charter, language=language).exclude(put_off_at=None)
    return {pk: at for pk, at in rows.values_list("provision", "put_off_at") if at}


def editors(language: str) -> list[Person]:
    """Who holds the role of editor of that language, by name."""
    held = Role.objects.holding(timezone.now()).filter(kind=RoleKind.LANGUAGE_EDITOR, language__in=["", language])
    return sorted({role.person for role in held.select_related("person")}, key=lambda one: (one.name, one.pk))


def at_the_desk(charter: Charter) -> list[TaskNote]:
    """What cannot be said in a language and waits for an answer of the desk, the oldest first."""
    waiting: dict[tuple[int, str], TaskNote] = {}
    rows = TaskNote.objects.filter(provision__charter=charter, kind__in=WITH_THE_DESK)
    for note in rows.select_related("provision", "by"):
        where = (note.provision_id, note.language)
        if note.kind == TaskNoteKind.UNSAYABLE:
            waiting.setdefault(where, note)
        else:
            waiting.pop(where, None)
    return list(waiting.values())
