"""The secretariat's list of members, and one member with its people and their history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import rules
from accounts.actions import members as member_actions
from accounts.forms.desk import MandateForm, MemberFilter
from accounts.models import Mandate, Organisation
from accounts.queries import members, people
from accounts.queries.members import members_with_names
from accounts.queries.waves import wave_codes
from accounts.rules import require
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .people import context
from .posting import posted, uploaded


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All members, narrowed by what is asked."""
    require(rules.may_keep_members(signed_in(request)))
    form = MemberFilter(request.GET)
    member_filter = members.MemberFilter(**form.cleaned_data) if form.is_valid() else members.MemberFilter()
    page = Paginator(members.members_with_counts(member_filter, timezone.now()), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "members/desk/index.html", {"form": form, "page": page, "here": "members"})


@login_required
@require_GET
@answers_refusals
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One member: people, invitations, absences, mandates that are over."""
    require(rules.may_keep_members(signed_in(request)))
    organisation = get_object_or_404(members_with_names(), slug=slug)
    page = {
        **context(request, organisation),
        "crumbs": breadcrumbs((_("Members"), reverse("desk_members")), here=str(organisation)),
        "over": people.former_mandates(organisation, timezone.now()),
        "absences": people.delegate_absences(organisation),
        "at_the_desk": True,
        "has_campaign": bool(wave_codes()),
        "here": "members",
    }
    return render(request, "members/desk/member.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """Enters a mandate for somebody who has an account."""
    require(rules.may_keep_members(signed_in(request)))
    organisation = get_object_or_404(members_with_names(), slug=slug)
    initial = {"since": timezone.localdate()}
    form = MandateForm(posted(request), uploaded(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _give(request, form, organisation)
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "back": reverse("desk_member", args=[slug])}
    return render(request, "members/desk/mandate.html", page, status=422 if form.errors else 200)


def _give(request: HttpRequest, form: MandateForm, organisation: Organisation) -> HttpResponse | None:
    data = form.cleaned_data

    def action() -> object:
        return member_actions.give_mandate(
            person=data["person"],
            organisation=organisation,
            kind=data["kind"],
            since=_morning(data["since"]) or timezone.now(),
            until=_morning(data["until"]),
            office=data["office"],
            evidence=data["evidence"],
            evidence_file=data["evidence_file"] or "",
            by=signed_in(request),
        )

    success_url = reverse("desk_member", args=[organisation.slug])
    return run_form_action(
        request, form, action, success_url, _("The mandate was entered. The team of the member is notified.")
    )


@login_required
@require_GET
@answers_refusals
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file on which a mandate stands, for the secretariat alone."""
    require(rules.may_keep_members(signed_in(request)))
    held_mandate = get_object_or_404(Mandate, pk=pk)
    if not held_mandate.evidence_file:
        raise Http404(_("There is no file."))
    return FileResponse(held_mandate.evidence_file.open("rb"), as_attachment=True)


def _morning(day: Any) -> datetime | None:
    return member_actions.start_of_day(day) if day else None
