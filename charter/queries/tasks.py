"""Who has which work in a language until when, and what was sent back to the desk."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Person, Role
from accounts.states import RoleKind
from charter.models import Charter, Provision, Task, TaskNote
from charter.states import TaskNoteKind


def task(provision: Provision, language: str) -> Task | None:
    return Task.objects.filter(provision=provision, language=language).select_related("editor").first()


def notes(provision: Provision, language: str) -> list[TaskNote]:
    """What was said about the work, the oldest first."""
    return list(TaskNote.objects.filter(provision=provision, language=language).select_related("by"))


def editors(language: str) -> list[Person]:
    """Who holds the role of editor of that language, by name."""
    held = Role.objects.holding(timezone.now()).filter(kind=RoleKind.LANGUAGE_EDITOR, language__in=["", language])
    return sorted({role.person for role in held.select_related("person")}, key=lambda one: (one.name, one.pk))


def at_the_desk(charter: Charter) -> list[TaskNote]:
    """What cannot be said in a language and waits for an answer of the desk, the oldest first."""
    waiting: dict[tuple[int, str], TaskNote] = {}
    rows = TaskNote.objects.filter(provision__charter=charter).exclude(kind=TaskNoteKind.COMMENT)
    for note in rows.select_related("provision", "by"):
        where = (note.provision_id, note.language)
        if note.kind == TaskNoteKind.UNSAYABLE:
            waiting.setdefault(where, note)
        else:
            waiting.pop(where, None)
    return list(waiting.values())
