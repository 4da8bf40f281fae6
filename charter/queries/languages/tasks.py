"""Who has which task in a language until when, and what was referred to the secretariat."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import Mandate, Organisation, Person, Role, names_of
from accounts.states import RoleKind
from charter.models import Charter, Provision, Task, TaskNote
from charter.queries.languages.ledger import LedgerLine
from charter.states import TaskNoteKind

WITH_THE_DESK = (TaskNoteKind.UNSAYABLE, TaskNoteKind.ANSWER)


def task_of(provision: Provision, language: str) -> Task | None:
    return Task.objects.filter(provision=provision, language=language).select_related("editor").first()


def task_notes(provision: Provision, language: str) -> list[TaskNote]:
    """The notes about the work, the oldest first."""
    rows = TaskNote.objects.filter(provision=provision, language=language).select_related("by", "member__name")
    return list(rows.prefetch_related(*names_of("member")))


def members_not_yet_translated(line: LedgerLine) -> list[Organisation]:
    """The members whose amendments the language does not have yet, in the order of their adoption."""
    members = [adoption.change.text.amendment.organisation for adoption in line.lacking if adoption.change]
    return list({member.pk: member for member in members}.values())


def people_of(member: Organisation, at: datetime) -> list[Person]:
    """Everybody who belongs to the member at that moment."""
    mandates = Mandate.objects.holding(at).filter(organisation=member).select_related("person")
    return sorted({mandate.person for mandate in mandates}, key=lambda person: person.pk)


def question_to_member(pk: int) -> TaskNote | None:
    """A question to a member, with what its page shows."""
    rows = TaskNote.objects.filter(kind=TaskNoteKind.QUESTION, pk=pk)
    return rows.select_related("provision__charter__arrangement", "member__name", "reply__by", "by").first()


def list_unanswered_questions(member: Organisation) -> list[TaskNote]:
    """Questions of language editors that the member has not answered, the oldest first."""
    rows = TaskNote.objects.filter(kind=TaskNoteKind.QUESTION, member=member, reply=None)
    return list(rows.select_related("provision__charter__arrangement"))


def postponed_at(charter: Charter, language: str) -> dict[int, datetime]:
    """When work was put at the end of the row, by provision."""
    rows = Task.objects.filter(provision__charter=charter, language=language).exclude(put_off_at=None)
    return {pk: at for pk, at in rows.values_list("provision", "put_off_at") if at}


def editors_of(language: str) -> list[Person]:
    """Who holds the role of editor of that language, by name."""
    roles = Role.objects.holding(timezone.now()).filter(kind=RoleKind.LANGUAGE_EDITOR, language__in=["", language])
    return sorted(
        {role.person for role in roles.select_related("person")}, key=lambda person: (person.name, person.pk)
    )


def at_the_desk(charter: Charter) -> list[TaskNote]:
    """Provisions that cannot be translated into a language and need an answer of the secretariat, the oldest first."""
    waiting: dict[tuple[int, str], TaskNote] = {}
    rows = TaskNote.objects.filter(provision__charter=charter, kind__in=WITH_THE_DESK)
    for note in rows.select_related("provision", "by"):
        where = (note.provision_id, note.language)
        if note.kind == TaskNoteKind.UNSAYABLE:
            waiting.setdefault(where, note)
        else:
            waiting.pop(where, None)
    return list(waiting.values())


def tasks_by_provision(charter: Charter, language: str) -> dict[int, Task]:
    """Who updates the translation of which provision in a language, by id of the provision."""
    rows = Task.objects.filter(provision__charter=charter, language=language).select_related("editor")
    return {task.provision_id: task for task in rows}
