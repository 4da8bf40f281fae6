"""The entry of a member: what stands in the directory, what rounds ask of it, and the form that adds a member."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions import organisations
from accounts.forms.entry import EntryForm, NewMemberForm
from accounts.models import Organisation
from accounts.queries.members import members_with_names
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with what stands now; what differs is changed and recorded."""
    require(rules.may_keep_members(signed_in(request)))
    organisation = get_object_or_404(members_with_names(), slug=slug)
    form = EntryForm(posted(request), organisation=organisation)
    back = reverse("desk_member", args=[slug])
    if request.method == "POST" and form.is_valid():
        action = partial(
            organisations.correct_organisation, organisation=organisation, entry=form.entry(), by=signed_in(request)
        )
        answer = run_form_action(
            request, form, action, back, _("The change was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "back": back}
    return render(request, "members/desk/entry.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def add(request: HttpRequest) -> HttpResponse:
    """The form that puts one member on the list; leads to the member, where its people are invited."""
    require(rules.may_keep_members(signed_in(request)))
    form = NewMemberForm(posted(request), initial={"name_language": get_language()})
    if request.method == "POST" and form.is_valid():
        action = partial(organisations.register_organisation, entry=form.entry(), by=signed_in(request))
        answer = run_form_action(request, form, action, _page_of, _("The member was added. Now invite its team."))
        if answer is not None:
            return answer
    page = {"form": form, "here": "members"}
    return render(request, "members/desk/add.html", page, status=422 if form.errors else 200)


def _page_of(member: Organisation) -> str:
    return reverse("desk_member", args=[member.slug])
