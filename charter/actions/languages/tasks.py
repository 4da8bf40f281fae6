"""Who updates which translation until when, and the notes between editors and to the secretariat about it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person, Role
from accounts.rules import Refusal, Refused, is_language_editor, is_moderator, require
from accounts.states import MailKind, RoleKind
from charter import clean, rules
from charter.actions.amending import amendment_letters
from charter.actions.amending.amendment_letters import Words
from charter.models import Alignment, Provision, Task, TaskNote
from charter.queries.languages import ledger, tasks
from charter.states import AlignmentState, TaskNoteKind


@transaction.atomic
def assign_translation(
    *,
    provision: Provision,
    language: str,
    editor: Person | None,
    due: date | None,
    by: Person,
    at: datetime | None = None,
) -> Task:
    """Sets who updates the translation of a provision in a language, and until when; that editor is told."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    holds = editor is None or is_language_editor(editor, language)
    require(holds or Refusal(_("Only an editor of this language can take the task.")))
    require(due is None or due >= timezone.localdate(at) or Refusal(_("Enter a date that has not passed.")))
    values = {"editor": editor, "due": due}
    task, _is_new = Task.objects.update_or_create(provision=provision, language=language, defaults=values)
    if editor is not None and editor != by:
        subject = gettext_lazy("A task was assigned to you")
        body = gettext_lazy("Update this provision in your language.")
        day = due.isoformat() if due else ""
        _tell([editor], subject, body, f"task:{task.pk}:{editor.pk}:{day}:{at.timestamp():.0f}", task, at)
    content = {"language": language, "editor": editor.pk if editor else None, "due": due.isoformat() if due else None}
    append_acts(Act("task handed over", task, by, content=content), at=at)
    return task


@transaction.atomic
def postpone_translation(*, provision: Provision, language: str, by: Person, at: datetime | None = None) -> Task:
    """Puts the work at the end of the row; who has it and its day stay."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    task, _is_new = Task.objects.update_or_create(provision=provision, language=language, defaults={"put_off_at": at})
    append_acts(Act("task put off", task, by, content={"language": language}), at=at)
    return task


@transaction.atomic
def send_question(
    *, provision: Provision, language: str, member: Organisation, text: str, by: Person, at: datetime | None = None
) -> TaskNote:
    """A question to the member whose amendment changed this text; its team answers on a page of its own."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    text = _word(text)
    where = {"provision": provision, "language": language}
    line = ledger.ledger_line(provision.charter, provision, language)
    asked_for = tasks.members_not_yet_translated(line) if line else []
    require(member in asked_for or Refusal(_("No amendment of this member awaits translation into this language.")))
    note = TaskNote.objects.create(**where, kind=TaskNoteKind.QUESTION, text=text, member=member, by=by, at=at)
    concerns = amendment_letters.About(organisation=member, provision=provision)
    subject = gettext_lazy("A language editor asks what your amendment means")
    address = ("language_question", note.pk)
    key, people = f"task_note:{note.pk}", tasks.people_of(member, at)
    amendment_letters.write_letters(people, MailKind.LANGUAGE_QUESTION, subject, text, key, address, concerns, at=at)
    append_acts(Act("question put", note, by, content={"language": language, "member": member.pk}), at=at)
    return note


@transaction.atomic
def reply_to_question(*, question: TaskNote, text: str, by: Person, at: datetime | None = None) -> TaskNote:
    """The answer of the member that was asked; the first one counts, and the editor of the text is told."""
    at = at or timezone.now()
    question = (
        TaskNote.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provision", "member")
        .get(pk=question.pk)
    )
    if question.member is None:
        raise Refused(Refusal(_("The item is not a question."), hidden=True))
    require(rules.may_reply_to_editors(by, question.member))
    answered = TaskNote.objects.filter(question=question).exists()
    require(not answered or Refusal(_("One of your colleagues has already answered this question.")))
    where = {"provision": question.provision, "language": question.language, "member": question.member}
    note = TaskNote.objects.create(**where, kind=TaskNoteKind.REPLY, text=_word(text), question=question, by=by, at=at)
    to = [person for person in _taking_part(note) if person != by]
    _tell(to, gettext_lazy("A member answered your question"), note.text, f"task_note:{note.pk}", note, at)
    append_acts(Act("question answered", note, by, content={"question": question.pk}), at=at)
    return note


def _word(text: str) -> str:
    words = clean.clean_typed_text(text).text
    require(bool(words) or Refusal(_("Write a note.")))
    return words


@transaction.atomic
def write_note(
    *, provision: Provision, language: str, kind: str, text: str, by: Person, at: datetime | None = None
) -> TaskNote:
    """A note to the other editors; “not translatable” goes to the secretariat, and only moderators answer it."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    if kind == TaskNoteKind.ANSWER:
        require(rules.may_moderate(by))
    text = _word(text)
    note = TaskNote.objects.create(provision=provision, language=language, kind=kind, text=text, by=by, at=at)
    to = _moderators(at) if kind == TaskNoteKind.UNSAYABLE else _taking_part(note)
    _tell([person for person in to if person != by], _subject(kind), text, f"task_note:{note.pk}", note, at)
    append_acts(Act("task note written", note, by, content={"language": language, "kind": kind}), at=at)
    return note


def _subject(kind: str) -> Words:
    if kind == TaskNoteKind.UNSAYABLE:
        return gettext_lazy("A wording was reported as untranslatable")
    if kind == TaskNoteKind.ANSWER:
        return gettext_lazy("The secretariat answered a note")
    return gettext_lazy("A note from another editor")


def _moderators(at: datetime) -> list[Person]:
    roles = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR)
    return sorted({role.person for role in roles.select_related("person")}, key=lambda person: person.pk)


def _taking_part(note: TaskNote) -> list[Person]:
    """The editor of the task, the writers of the text, and the authors of notes about it."""
    where = {"provision": note.provision, "language": note.language}
    notes = TaskNote.objects.filter(**where).select_related("by")
    tasks = Task.objects.filter(**where).exclude(editor=None).select_related("editor")
    running = Alignment.objects.filter(**where).exclude(state=AlignmentState.APPROVED).select_related("written_by")
    people = (
        {task_note.by for task_note in notes}
        | {alignment.written_by for alignment in running}
        | {task.editor for task in tasks if task.editor}
    )
    current_people = [person for person in people if is_moderator(person) or is_language_editor(person, note.language)]
    return sorted(current_people, key=lambda participant: participant.pk)


def _tell(people: list[Person], subject: Words, body: Words, key: str, about: Task | TaskNote, at: datetime) -> None:
    address = ("alignment", about.language, about.provision.short)
    concerns = amendment_letters.About(provision=about.provision)
    amendment_letters.write_letters(people, MailKind.ALIGNMENT_NOTE, subject, body, key, address, concerns, at=at)
