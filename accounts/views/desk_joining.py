"""Joining forms at the desk: pledged, incomplete, complete; reminded, asked back, accepted, declined."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import rules
from accounts.actions import pledges
from accounts.forms.desk import AcceptForm, AnswerForm
from accounts.forms.people import ActionForm
from accounts.models import Pledge
from accounts.queries import joining
from accounts.queries.joining import has_people, pledges_for_page
from accounts.queries.site_settings import site_settings
from accounts.rules import require
from accounts.states import OPEN_PLEDGES, UNDECIDED_PLEDGES, WAVES, PledgeState
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .joining import answered_questions


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All forms, by where they stand."""
    require(rules.may_keep_members(signed_in(request)))
    state = request.GET.get("state", "")
    page = Paginator(joining.pledges_in_state(state), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "state": state,
        "counts": joining.count_pledges(),
        "late": joining.pledges_to_remind(timezone.now()).count(),
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
        lambda: pledges.remind_contacts(by=person),
        success_url,
        _("The reminders were created. The emails will be sent soon."),
    )
    return answer or redirect(success_url)


@login_required
@require_GET
@answers_refusals
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One form with its answers, and what can be done with it."""
    return _page(request, _pledge(request, pk))


def _on_pledge(act: Callable[[HttpRequest, Pledge], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view that does the act. Opened as a page, its address leads to the page of the form."""

    @login_required
    @require_http_methods(["GET", "POST"])
    @answers_refusals
    @wraps(act)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        pledge = _pledge(request, pk)
        return redirect("desk_pledge", pk) if request.method == "GET" else act(request, pledge)

    return view


@_on_pledge
def accept(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Makes the applicant a member."""
    form = AcceptForm(request.POST, prefix="accept")
    if not form.is_valid():
        return _page(request, pledge, accept=form)
    answer = run_form_action(
        request,
        form,
        partial(
            pledges.accept_pledge,
            pledge=pledge,
            by=signed_in(request),
            wave=int(form.cleaned_data.get("wave") or WAVES[-1]),
            joined_wave=form.cleaned_data.get("joined_wave", ""),
        ),
        lambda organisation: reverse("desk_member", args=[organisation.slug]),
        _("The application was accepted. The first invitations will be sent within minutes."),
    )
    return answer or _page(request, pledge, accept=form)


@_on_pledge
def ask_back(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Asks the contact for more information."""
    message = _("The request for information was sent. The email contains a new private link.")
    return _write(request, pledge, pledges.ask_back, message)


@_on_pledge
def decline(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Declines the application, with the reason."""
    return _write(
        request, pledge, pledges.decline_pledge, _("The application was declined. The reason will be sent by email.")
    )


@_on_pledge
def remind_contact(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Reminds the contact of an unfinished form."""
    message = _("The reminder was created. The email contains a new private link.")
    return _press(request, pledge, pledges.remind_contact, reverse("desk_pledge", args=[pledge.pk]), message)


@_on_pledge
def delete(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Deletes a form that no member came from."""
    message = _("The application was deleted.")
    return _press(request, pledge, pledges.delete_pledge, reverse("desk_joining"), message)


@_on_pledge
def delete_personal_data(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Deletes the personal data and the files of an accepted form."""
    message = _("The personal data and the files were deleted from the application.")
    return _press(request, pledge, pledges.delete_personal_data, reverse("desk_pledge", args=[pledge.pk]), message)


def _pledge(request: HttpRequest, pk: int) -> Pledge:
    require(rules.may_keep_members(signed_in(request)))
    return get_object_or_404(pledges_for_page(), pk=pk)


def _write(request: HttpRequest, pledge: Pledge, action: Callable[..., object], message: str) -> HttpResponse:
    """An email with a text of the secretariat."""
    form = AnswerForm(request.POST, prefix="ask")
    if not form.is_valid():
        return _page(request, pledge, ask=form)
    done = partial(action, pledge=pledge, by=signed_in(request), words=form.cleaned_data["words"])
    answer = run_form_action(request, form, done, reverse("desk_pledge", args=[pledge.pk]), message)
    return answer or _page(request, pledge, ask=form)


def _press(
    request: HttpRequest, pledge: Pledge, action: Callable[..., object], success_url: str, message: str
) -> HttpResponse:
    """A button without a field."""
    form = ActionForm(request.POST)
    done = partial(action, pledge=pledge, by=signed_in(request))
    answer = run_form_action(request, form, done, success_url, message) if form.is_valid() else None
    return answer or _page(request, pledge, button=form)


def _page(request: HttpRequest, pledge: Pledge, **refused: Form) -> HttpResponse:
    """One form, with what was typed where it was refused."""
    forms = {
        "ask": AnswerForm(prefix="ask"),
        "accept": AcceptForm(prefix="accept"),
        "button": ActionForm(),
        **refused,
    }
    faulty = next((form for form in forms.values() if form.errors), None)
    context = {
        "crumbs": breadcrumbs((_("Membership applications"), reverse("desk_joining")), here=str(pledge)),
        "pledge": pledge,
        "faulty": faulty,
        "pages": answered_questions(pledge),
        "forms": forms,
        "missing": [pledges.NEEDED[name] for name in pledges.missing_answers(pledge)],
        "has_people": has_people(pledge),
        "takes_answers": site_settings().has_pledge,
        "is_open": pledge.state in OPEN_PLEDGES,
        "is_undecided": pledge.state in UNDECIDED_PLEDGES,
        "is_complete": pledge.state == PledgeState.COMPLETE,
        "here": "joining",
    }
    return render(request, "members/desk/pledge.html", context, status=422 if faulty else 200)


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
