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

from accounts.numbers import whole_number
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.secretariat import handling as handling_actions
from charter.forms.secretariat.handling import AssignForm, DeskNoteForm, ViewForm
from charter.models import Amendment, SavedView
from charter.queries.amending.amendments import amendments_for_rows
from charter.queries.secretariat import handling
from charter.states import ListKind
from charter.views.desk_frame import address_of, name_of

NO_FILTERS = ("page", "csrf", "list")
LISTS = {ListKind.QUEUE.value: "desk", ListKind.WAITING.value: "desk_waiting"}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def handle(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """To whom an amendment is given, until which day, and the notes about it."""
    require(rules.may_moderate(signed_in(request)))
    amendment = get_object_or_404(amendments_for_rows(), round__number=round, number=number)
    noting = request.POST.get("act") == "note"
    people = handling.moderators_at(timezone.now())
    assign = AssignForm(
        None if noting else request.POST or None, previous=handling.handling_of(amendment), moderators=people
    )
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
        "notes": handling.desk_notes(amendment),
        "crumbs": secretariat_breadcrumbs((str(amendment), address_of(amendment)), here=_("Assigned to")),
    }
    status = 422 if assign.errors or note.errors else 200
    return render(request, "charter/secretariat/handling.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def views(request: HttpRequest) -> HttpResponse:
    """The saved views of the moderator, and a field for naming the current filters."""
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
        "kept": [
            {"pk": saved_view.pk, "name": saved_view.name, "url": url_of(saved_view)}
            for saved_view in handling.views_of(person)
        ],
        "crumbs": secretariat_breadcrumbs(here=_("Your saved views")),
    }
    return render(request, "charter/secretariat/views.html", context, status=422 if form.errors else 200)


def _assign(request: HttpRequest, form: AssignForm, amendment: Amendment) -> HttpResponse | None:
    if not form.is_valid():
        return None
    arguments: dict[str, Any] = {"to": form.to(), "due_on": form.cleaned_data["due_on"]}
    return run_form_action(
        request,
        form,
        lambda: handling_actions.assign_amendment(amendment=amendment, by=signed_in(request), **arguments),
        request.path,
        _("Saved."),
    )


def _note(request: HttpRequest, form: DeskNoteForm, amendment: Amendment) -> HttpResponse | None:
    if not form.is_valid():
        return None
    text, by = form.cleaned_data["text"], signed_in(request)
    return run_form_action(
        request,
        form,
        lambda: handling_actions.add_note(amendment=amendment, by=by, text=text),
        f"{request.path}#notes",
    )


def _view(request: HttpRequest, form: ViewForm) -> HttpResponse | None:
    """Keeps a view or takes one away; a view of another person is not there."""
    by, gone = signed_in(request), whole_number(request.POST.get("remove", ""))
    if gone is not None:
        view = get_object_or_404(SavedView, pk=gone, person=by)
        form.is_valid()
        return run_form_action(
            request,
            form,
            lambda: handling_actions.remove_view(view=view, by=by),
            reverse("desk_views"),
            _("The saved view was removed."),
        )
    if not form.is_valid():
        return None
    query = _filters(QueryDict(form.cleaned_data["query"]))
    arguments = {
        "name": form.cleaned_data["name"],
        "list_": form.cleaned_data["list"] or ListKind.QUEUE,
        "query": query,
    }
    address = f"{reverse(LISTS[arguments['list_']])}?{query}"
    return run_form_action(
        request, form, lambda: handling_actions.save_view(by=by, **arguments), address, _("The view is saved.")
    )


def url_of(view: SavedView) -> str:
    """The list that it narrows, as it narrows it."""
    return f"{reverse(LISTS[view.list])}?{view.query}"


def kept(request: HttpRequest, list_: ListKind) -> list[dict[str, Any]]:
    """The views of a list that this moderator kept, as a bar; the one that is shown is marked."""
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    return [
        {"word": view.name, "url": url_of(view), "current": dict(parse_qsl(view.query)) == query}
        for view in handling.views_of(signed_in(request), list_)
    ]


def _list(request: HttpRequest) -> str:
    requested = request.GET.get("list", "")
    return requested if requested in ListKind.values else ListKind.QUEUE.value


def _filters(query: QueryDict) -> str:
    """The filters of an address without the page one stood on."""
    return urlencode([(name, value) for name, value in query.items() if value and name not in NO_FILTERS])
