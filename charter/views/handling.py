"""Who of the secretariat handles an amendment until when, the notes among moderators, and the views they keep."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.numbers import whole
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import handling as acts
from charter.forms.handling import AssignForm, DeskNoteForm, ViewForm
from charter.models import Amendment, SavedView
from charter.queries import handling
from charter.states import ListKind

from .desk_frame import address_of, name_of

NO_FILTERS = ("page", "csrf", "list")
LISTS = {ListKind.QUEUE.value: "desk", ListKind.WAITING.value: "desk_waiting"}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def handle(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """To whom an amendment is given, until which day, and the notes about it."""
    require(rules.may_moderate(signed_in(request)))
    found = Amendment.objects.for_rows().select_related("handling__assigned_to")
    amendment = get_object_or_404(found, round__number=round, number=number)
    noting = request.POST.get("act") == "note"
    people = handling.moderators(timezone.now())
    assign = AssignForm(None if noting else request.POST or None, held=handling.of(amendment), moderators=people)
    note = DeskNoteForm(request.POST if noting else None)
    if request.method == "POST":
        answer = _note(request, note, amendment) if noting else _assign(request, assign, amendment)
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "cities": name_of(amendment),
        "assign": assign,
        "note": note,
        "faulty": note if note.errors else assign,
        "notes": handling.notes(amendment),
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": str(amendment), "url": address_of(amendment)},
            {"word": _("Who handles it"), "url": ""},
        ],
    }
    status = 422 if assign.errors or note.errors else 200
    return render(request, "charter/desk/handling.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def views(request: HttpRequest) -> HttpResponse:
    """The views one keeps, and a name for the filters that one came with."""
    person = signed_in(request)
    require(rules.may_moderate(person))
    form = ViewForm(request.POST or None, initial={"query": _filters(request.GET), "list": _list(request)})
    if request.method == "POST":
        answer = _view(request, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "query": form["query"].value() or "",
        "kept": [{"pk": one.pk, "name": one.name, "url": url_of(one)} for one in handling.views_of(person)],
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Your views"), "url": ""}],
    }
    return render(request, "charter/desk/views.html", context, status=422 if form.errors else 200)


def _assign(request: HttpRequest, form: AssignForm, amendment: Amendment) -> HttpResponse | None:
    if not form.is_valid():
        return None
    given: dict[str, Any] = {"to": form.to(), "due_on": form.cleaned_data["due_on"]}
    return do(
        request,
        form,
        lambda: acts.assign(amendment=amendment, by=signed_in(request), **given),
        request.path,
        _("Saved."),
    )


def _note(request: HttpRequest, form: DeskNoteForm, amendment: Amendment) -> HttpResponse | None:
    if not form.is_valid():
        return None
    text, by = form.cleaned_data["text"], signed_in(request)
    return do(request, form, lambda: acts.note(amendment=amendment, by=by, text=text), f"{request.path}#notes")


def _view(request: HttpRequest, form: ViewForm) -> HttpResponse | None:
    """Keeps a view or takes one away; a view of another person is not there."""
    by, gone = signed_in(request), whole(request.POST.get("remove", ""))
    if gone is not None:
        view = get_object_or_404(SavedView, pk=gone, person=by)
        form.is_valid()
        return do(request, form, lambda: acts.remove_view(view=view, by=by), reverse("desk_views"), _("Removed."))
    if not form.is_valid():
        return None
    query = _filters(QueryDict(form.cleaned_data["query"]))
    said = {"name": form.cleaned_data["name"], "list_": form.cleaned_data["list"] or ListKind.QUEUE, "query": query}
    there = f"{reverse(LISTS[said['list_']])}?{query}"
    return do(request, form, lambda: acts.save_view(by=by, **said), there, _("The view is kept."))


def url_of(view: SavedView) -> str:
    """The list that it narrows, as it narrows it."""
    return f"{reverse(LISTS[view.list])}?{view.query}"


def kept(request: HttpRequest, list_: ListKind) -> list[dict[str, Any]]:
    """The views of a list that this moderator kept, as a bar; the one that is shown is marked."""
    asked = {name: value for name, value in request.GET.items() if value and name != "page"}
    return [
        {"word": view.name, "url": url_of(view), "current": dict(parse_qsl(view.query)) == asked}
        for view in handling.views_of(signed_in(request), list_)
    ]


def _list(request: HttpRequest) -> str:
    asked = request.GET.get("list", "")
    return asked if asked in ListKind.values else ListKind.QUEUE.value


def _filters(asked: QueryDict) -> str:
    """The filters of an address without the page one stood on."""
    return urlencode([(name, value) for name, value in asked.items() if value and name not in NO_FILTERS])
