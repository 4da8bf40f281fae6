"""Joining forms at the desk: pledged, incomplete, complete; reminded, asked back, accepted, declined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import rules
from accounts.actions import pledges
from accounts.forms.desk import AcceptForm, AnswerForm
from accounts.forms.people import ActionForm
from accounts.models import Pledge
from accounts.queries import joining
from accounts.queries.joining import has_people, pledges_for_page
from accounts.rules import require
from accounts.states import OPEN_PLEDGES, UNDECIDED_PLEDGES, PledgeState
from accounts.views.breadcrumbs import breadcrumbs

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .joining import answered_questions

PAGE = 50
SAID = {
    "remind": gettext_lazy("Reminder created. The email contains a new private link."),
    "ask": gettext_lazy("Information requested. The email contains a new private link."),
    "decline": gettext_lazy("Declined. The reason is sent by email."),
    "delete": gettext_lazy("The application was deleted."),
    "forget": gettext_lazy("The personal data and the letter were deleted from the application."),
}


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All forms, by where they stand."""
    require(rules.may_keep_members(signed_in(request)))
    state = request.GET.get("state", "")
    page = Paginator(joining.pledges_in_state(state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "counts": joining.count_pledges(),
        "late": joining.to_remind(timezone.now()).count(),
        "remind": ActionForm(),
        "here": "joining",
    }
    return render(request, "members/desk/joining.html", context)


@login_required
@require_POST
@answers_refusals
def remind(request: HttpRequest) -> HttpResponse:
    """Reminds everybody whose form has lain for a week."""
    person, success_url = signed_in(request), reverse("desk_joining")
    require(rules.may_keep_members(person))
    form = ActionForm(request.POST)
    answer = run_form_action(
        request,
        form,
        lambda: pledges.remind_all(by=person),
        success_url,
        _("Reminders created. The emails are sent soon."),
    )
    return answer or redirect(success_url)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One form with its answers, and what can be done with it."""
    require(rules.may_keep_members(signed_in(request)))
    pledge = get_object_or_404(pledges_for_page(), pk=pk)
    act = request.POST.get("act", "")
    forms = {
        "ask": AnswerForm(request.POST if act in ("ask", "decline") else None, prefix="ask"),
        "accept": AcceptForm(request.POST if act == "accept" else None, prefix="accept"),
        "deed": ActionForm(request.POST if act in ("remind", "delete", "forget") else None),
    }
    if request.method == "POST":
        answer = _act(request, pledge, act, forms)
        if answer is not None:
            return answer
    faulty = next((form for form in forms.values() if form.errors), None)
    context = {
        "crumbs": breadcrumbs((_("Membership applications"), reverse("desk_joining")), here=str(pledge)),
        "pledge": pledge,
        "faulty": faulty,
        "pages": answered_questions(pledge),
        "forms": forms,
        "missing": [pledges.NEEDED[name] for name in pledges.missing_answers(pledge)],
        "has_people": has_people(pledge),
        "is_open": pledge.state in OPEN_PLEDGES,
        "is_undecided": pledge.state in UNDECIDED_PLEDGES,
        "is_complete": pledge.state == PledgeState.COMPLETE,
        "here": "joining",
    }
    return render(request, "members/desk/pledge.html", context, status=422 if faulty else 200)


def _act(request: HttpRequest, pledge: Pledge, act: str, forms: dict[str, Any]) -> HttpResponse | None:
    form = forms["ask" if act in ("ask", "decline") else "accept" if act == "accept" else "deed"]
    by = signed_in(request)
    if not form.is_valid():
        return None
    data = form.cleaned_data
    deeds: dict[str, Callable[[], object]] = {
        "remind": lambda: pledges.remind_contact(pledge=pledge, by=by),
        "ask": lambda: pledges.ask_back(pledge=pledge, by=by, words=data["words"]),
        "decline": lambda: pledges.decline_pledge(pledge=pledge, by=by, words=data["words"]),
        "accept": lambda: pledges.accept_pledge(
            pledge=pledge, by=by, wave=int(data["wave"]), joined_wave=data.get("joined_wave", "")
        ),
        "delete": lambda: pledges.delete_pledge(pledge=pledge, by=by),
        "forget": lambda: pledges.forget_people(pledge=pledge, by=by),
    }
    if act not in deeds:
        raise Http404
    pledge_url = reverse("desk_pledge", args=[pledge.pk])
    if act == "accept":
        success_url: Any = lambda organisation: reverse("desk_member", args=[organisation.slug])  # noqa: E731
        return run_form_action(
            request, form, deeds[act], success_url, _("Accepted. The first invitations are sent within minutes.")
        )
    return run_form_action(
        request, form, deeds[act], reverse("desk_joining") if act == "delete" else pledge_url, SAID[act]
    )


@login_required
@require_GET
@answers_refusals
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed letter, for the secretariat alone."""
    require(rules.may_keep_members(signed_in(request)))
    pledge = get_object_or_404(Pledge, pk=pk)
    if not pledge.letter:
        raise Http404(_("There is no email."))
    return FileResponse(pledge.letter.open("rb"), as_attachment=True)
