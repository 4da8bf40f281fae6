"""Who has a piece of work in a language until when, and what editors and the desk say about it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules import is_moderator
from accounts.views.acting import signed_in
from accounts.views.deeds import do
from charter.actions import tasks as acts
from charter.forms.acting import ActingForm
from charter.forms.alignments import HandForm, NoteForm
from charter.models import Task
from charter.queries import tasks
from charter.queries.ledger import Line

ACTS = ("note", "hand")


@dataclass(frozen=True)
class Forms:
    """The two forms under a piece of work, bound where one of them was sent."""

    task: Task | None
    note: NoteForm
    hand: HandForm


def forms(request: HttpRequest, line: Line) -> Forms:
    """The forms as they are drawn, or as they were sent."""
    act, person = request.POST.get("act", ""), signed_in(request)
    task = tasks.task(line.provision, line.language)
    initial = {"editor": task.editor_id, "due": task.due} if task else {"editor": person.pk}
    given: dict[str, Any] = {"answers": is_moderator(person), "members": tasks.members(line)}
    note = NoteForm(request.POST if act == "note" else None, prefix="note", **given)
    editors = tasks.editors(line.language)
    hand = HandForm(request.POST if act == "hand" else None, prefix="hand", editors=editors, initial=initial)
    return Forms(task, note, hand)


def act(request: HttpRequest, line: Line, sent: Forms) -> HttpResponse | None:
    """Does what one of the two forms asks; None where it was refused, the reason in the form."""
    there = reverse("alignment", args=[line.language, line.provision.short])
    where: dict[str, Any] = {"provision": line.provision, "language": line.language, "by": signed_in(request)}
    if request.POST.get("act") == "hand":
        if not sent.hand.is_valid():
            return None
        data = sent.hand.cleaned_data
        deed = partial(acts.hand_over, **where, editor=data["editor"], due=data["due"])
        return do(request, sent.hand, deed, there, _("Handed over."))
    if not sent.note.is_valid():
        return None
    data, member = sent.note.cleaned_data, sent.note.asked
    if member is not None:
        return do(request, sent.note, partial(acts.ask, **where, member=member, text=data["text"]), there, _("Sent."))
    return do(request, sent.note, partial(acts.say, **where, kind=data["kind"], text=data["text"]), there, _("Sent."))


def later(request: HttpRequest, line: Line, there: str) -> HttpResponse | None:
    """Puts the work at the end of the row and goes on with the next."""
    form = ActingForm(request.POST)
    deed = partial(acts.put_off, provision=line.provision, language=line.language, by=signed_in(request))
    return do(request, form, deed, there, _("Put at the end of your row."))


def context(line: Line, drawn: Forms) -> dict[str, Any]:
    """What the page shows of the work and of what was said about it."""
    return {
        "task": drawn.task,
        "notes": tasks.notes(line.provision, line.language),
        "note_form": drawn.note,
        "hand_form": drawn.hand,
    }
