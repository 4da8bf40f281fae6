"""The editor and due date of a task in a language, and the notes of editors and the secretariat about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import is_moderator
from accounts.views.acting import signed_in
from accounts.views.form_actions import run_form_action
from charter.actions.languages import tasks as task_actions
from charter.forms.acting import ActingForm
from charter.forms.languages.alignments import HandForm, NoteForm
from charter.models import Task
from charter.queries.languages import tasks
from charter.queries.languages.ledger import LedgerLine

ACTS = ("note", "hand")


@dataclass(frozen=True)
class Forms:
    """The two forms under a piece of work, bound where one of them was sent."""

    task: Task | None
    note: NoteForm
    hand: HandForm


def forms(request: HttpRequest, line: LedgerLine) -> Forms:
    """The forms as they are drawn, or as they were sent."""
    act, person = request.POST.get("act", ""), signed_in(request)
    task = tasks.task_of(line.provision, line.language)
    initial = {"editor": task.editor_id, "due": task.due} if task else {"editor": person.pk}
    arguments: dict[str, Any] = {"answers": is_moderator(person), "members": tasks.members_not_yet_translated(line)}
    note = NoteForm(request.POST if act == "note" else None, prefix="note", **arguments)
    editors = tasks.editors_of(line.language)
    hand = HandForm(request.POST if act == "hand" else None, prefix="hand", editors=editors, initial=initial)
    return Forms(task, note, hand)


def act(request: HttpRequest, line: LedgerLine, sent: Forms) -> HttpResponse | None:
    """Does what one of the two forms asks; None where it was refused, the reason in the form."""
    address = reverse("alignment", args=[line.language, line.provision.short])
    where: dict[str, Any] = {"provision": line.provision, "language": line.language, "by": signed_in(request)}
    if request.POST.get("act") == "hand":
        if not sent.hand.is_valid():
            return None
        data = sent.hand.cleaned_data
        action = partial(task_actions.assign_translation, **where, editor=data["editor"], due=data["due"])
        return run_form_action(request, sent.hand, action, address, _("Assigned to another person."))
    if not sent.note.is_valid():
        return None
    data, member = sent.note.cleaned_data, sent.note.chosen_member
    if member is not None:
        return run_form_action(
            request,
            sent.note,
            partial(task_actions.send_question, **where, member=member, text=data["text"]),
            address,
            _("Sent."),
        )
    return run_form_action(
        request,
        sent.note,
        partial(task_actions.write_note, **where, kind=data["kind"], text=data["text"]),
        address,
        _("Sent."),
    )


def later(request: HttpRequest, line: LedgerLine, address: str) -> HttpResponse | None:
    """Moves the task to the end of the list and opens the next one."""
    form = ActingForm(request.POST)
    action = partial(
        task_actions.postpone_translation, provision=line.provision, language=line.language, by=signed_in(request)
    )
    return run_form_action(request, form, action, address, _("Moved to the end of your list."))


def context(line: LedgerLine, drawn: Forms) -> dict[str, Any]:
    """The values for the page: the task, its notes, and the forms."""
    return {
        "task": drawn.task,
        "notes": tasks.task_notes(line.provision, line.language),
        "note_form": drawn.note,
        "hand_form": drawn.hand,
    }
