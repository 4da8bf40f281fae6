"""Who aligns what until when, and what editors say to each other and to the desk about it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person, Role
from accounts.rules import Refusal, Refused, is_language_editor, is_moderator, require
from accounts.states import MailKind, RoleKind
from charter import clean, rules
from charter.actions import notices
from charter.actions.notices import Words
from charter.models import Alignment, Provision, Task, TaskNote
from charter.queries import ledger, tasks
from charter.states import AlignmentState, TaskNoteKind


@transaction.atomic
def hand_over(
    *,
    provision: Provision,
    language: str,
    editor: Person | None,
    due: date | None,
    by: Person,
    at: datetime | None = None,
) -> Task:
    """Says who brings a provision in step in a language and until when; that editor is told."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    holds = editor is None or is_language_editor(editor, language)
    require(holds or Refusal(_("Only an editor of this language can take the work.")))
    require(due is None or due >= timezone.localdate(at) or Refusal(_("Name a day that has not passed.")))
    values = {"editor": editor, "due": due}
    task, _is_new = Task.objects.update_or_create(provision=provision, language=language, defaults=values)
    if editor is not None and editor != by:
        subject = gettext_lazy("Work was handed to you")
        body = gettext_lazy("Bring this provision in step in your language.")
        day = due.isoformat() if due else ""
        _tell([editor], subject, body, f"task:{task.pk}:{editor.pk}:{day}:{at.timestamp():.0f}", task, at)
    content = {"language": language, "editor": editor.pk if editor else None, "due": due.isoformat() if due else None}
    append(Act("task handed over", task, by, content=content), at=at)
    return task


@transaction.atomic
def put_off(*, provision: Provision, language: str, by: Person, at: datetime | None = None) -> Task:
    """Puts the work at the end of the row; who has it and its day stay."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    task, _is_new = Task.objects.update_or_create(provision=provision, language=language, defaults={"put_off_at": at})
    append(Act("task put off", task, by, content={"language": language}), at=at)
    return task


@transaction.atomic
def ask(
    *, provision: Provision, language: str, member: Organisation, text: str, by: Person, at: datetime | None = None
) -> TaskNote:
    """A question to the member whose amendment changed these words; its people answer it in a page of their own."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    text = _word(text)
    where = {"provision": provision, "language": language}
    line = ledger.line(provision.charter, provision, language)
    asked_for = tasks.members(line) if line else []
    require(member in asked_for or Refusal(_("No amendment of this member waits to be said in this language.")))
    note = TaskNote.objects.create(**where, kind=TaskNoteKind.QUESTION, text=text, member=member, by=by, at=at)
    concerns = notices.About(organisation=member, provision=provision)
    subject = gettext_lazy("An editor of a language asks what your amendment means")
    address = ("language_question", note.pk)
    key, people = f"task_note:{note.pk}", tasks.people_of(member, at)
    notices.tell(people, MailKind.LANGUAGE_QUESTION, subject, text, key, address, concerns, at=at)
    append(Act("question put", note, by, content={"language": language, "member": member.pk}), at=at)
    return note


@transaction.atomic
def reply(*, question: TaskNote, text: str, by: Person, at: datetime | None = None) -> TaskNote:
    """The answer of the member that was asked; the first one stands, and who works on the words is told."""
    at = at or timezone.now()
    question = (
        TaskNote.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provision", "member")
        .get(pk=question.pk)
    )
    if question.member is None:
        raise Refused(Refusal(_("This is no question."), hidden=True))
    require(rules.may_reply_to_editors(by, question.member))
    there = TaskNote.objects.filter(question=question).exists()
    require(not there or Refusal(_("A colleague of yours has answered this already.")))
    where = {"provision": question.provision, "language": question.language, "member": question.member}
    note = TaskNote.objects.create(**where, kind=TaskNoteKind.REPLY, text=_word(text), question=question, by=by, at=at)
    to = [one for one in _taking_part(note) if one != by]
    _tell(to, gettext_lazy("The member answers your question"), note.text, f"task_note:{note.pk}", note, at)
    append(Act("question answered", note, by, content={"question": question.pk}), at=at)
    return note


def _word(text: str) -> str:
    said = clean.typed(text).text
    require(bool(said) or Refusal(_("Write a word.")))
    return said


@transaction.atomic
def say(
    *, provision: Provision, language: str, kind: str, text: str, by: Person, at: datetime | None = None
) -> TaskNote:
    """A word to the other editors; "cannot be said" goes to the desk, which alone answers it."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    if kind == TaskNoteKind.ANSWER:
        require(rules.may_moderate(by))
    text = _word(text)
    note = TaskNote.objects.create(provision=provision, language=language, kind=kind, text=text, by=by, at=at)
    to = _moderators(at) if kind == TaskNoteKind.UNSAYABLE else _taking_part(note)
    _tell([one for one in to if one != by], _subject(kind), text, f"task_note:{note.pk}", note, at)
    append(Act("task note written", note, by, content={"language": language, "kind": kind}), at=at)
    return note


def _subject(kind: str) -> Words:
    if kind == TaskNoteKind.UNSAYABLE:
        return gettext_lazy("Words cannot be said in a language")
    if kind == TaskNoteKind.ANSWER:
        return gettext_lazy("The desk answers")
    return gettext_lazy("A word from another editor")


def _moderators(at: datetime) -> list[Person]:
    held = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR)
    return sorted({role.person for role in held.select_related("person")}, key=lambda one: one.pk)


def _taking_part(note: TaskNote) -> list[Person]:
    """Who has the work, who writes the words, and who said something about them."""
    where = {"provision": note.provision, "language": note.language}
    notes = TaskNote.objects.filter(**where).select_related("by")
    tasks = Task.objects.filter(**where).exclude(editor=None).select_related("editor")
    running = Alignment.objects.filter(**where).exclude(state=AlignmentState.APPROVED).select_related("written_by")
    people = (
        {one.by for one in notes} | {one.written_by for one in running} | {one.editor for one in tasks if one.editor}
    )
    held = [one for one in people if is_moderator(one) or is_language_editor(one, note.language)]
    return sorted(held, key=lambda one: one.pk)


def _tell(people: list[Person], subject: Words, body: Words, key: str, about: Task | TaskNote, at: datetime) -> None:
    address = ("alignment", about.language, about.provision.short)
    concerns = notices.About(provision=about.provision)
    notices.tell(people, MailKind.ALIGNMENT_NOTE, subject, body, key, address, concerns, at=at)
