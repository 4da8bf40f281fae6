"""Membership applications that came on paper: the secretariat enters them, corrects them and opens the scan."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import rules
from accounts.actions import pledges
from accounts.forms.joining import PaperForm
from accounts.models import Pledge
from accounts.queries.joining import pledges_for_page
from accounts.rules import require
from accounts.states import UNDECIDED_PLEDGES
from accounts.views.breadcrumbs import breadcrumbs

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted, uploaded


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def enter(request: HttpRequest) -> HttpResponse:
    """A form with the questions of the paper form."""
    require(rules.may_keep_members(signed_in(request)))
    pledges.require_applications()
    form = PaperForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        action = partial(pledges.enter_paper, by=signed_in(request), **form.answers())
        done = _("Entered. The contact receives an email.")
        answer = run_form_action(request, form, action, _address_of, done)
        if answer is not None:
            return answer
    return _page(request, form, title=_("Enter a paper application"), back=reverse("desk_joining"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form with what was entered, until the application is decided on."""
    require(rules.may_keep_members(signed_in(request)))
    pledges.require_applications()
    entered = pledges_for_page().exclude(received_on=None).filter(state__in=UNDECIDED_PLEDGES)
    pledge = get_object_or_404(entered, pk=pk)
    form = PaperForm(posted(request), uploaded(request), pledge=pledge)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        action = partial(
            pledges.correct_paper, pledge=pledge, by=signed_in(request), revision=revision, **form.answers()
        )
        answer = run_form_action(request, form, action, _address_of, _("Saved. The audit log contains an entry."))
        if answer is not None:
            return answer
        form.data = request.POST.copy()  # what was typed can be saved after it was compared
        form.data["revision"] = str(pledge.revision)
    return _page(request, form, title=_("Correct the answers"), back=_address_of(pledge), name=str(pledge))


@login_required
@require_GET
@answers_refusals
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan of the paper form, for the secretariat alone."""
    require(rules.may_keep_members(signed_in(request)))
    pledge = get_object_or_404(Pledge, pk=pk)
    if not pledge.scan:
        raise Http404(_("There is no scan."))
    return FileResponse(pledge.scan.open("rb"), as_attachment=True)


def _address_of(pledge: Pledge) -> str:
    return reverse("desk_pledge", args=[pledge.pk])


def _page(request: HttpRequest, form: PaperForm, *, title: str, back: str, name: str = "") -> HttpResponse:
    above = [(_("Membership applications"), reverse("desk_joining")), *([(name, back)] if name else [])]
    context: dict[str, Any] = {
        "crumbs": breadcrumbs(*above, here=title),
        "form": form,
        "title": title,
        "name": name,
        "back": back,
        "here": "joining",
    }
    return render(request, "members/desk/paper.html", context, status=422 if form.errors else 200)
