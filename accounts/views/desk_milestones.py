"""The milestones of the campaign on the secretariat pages."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.actions import milestones as milestone_actions
from accounts.forms.milestones import MilestoneForm
from accounts.forms.people import ActionForm
from accounts.queries import milestones
from accounts.rules import require

from .acting import answers_refusals, refuse_form, signed_in
from .form_actions import run_form_action
from .paging import ROWS_ON_A_PAGE
from .posting import posted, uploaded


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All milestones in pages, the latest first, and a form for a new one."""
    require(rules.may_keep_members(signed_in(request)))
    form = MilestoneForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        action = partial(milestone_actions.add_milestone, entry=form.entry(), by=signed_in(request))
        done = _("The addition was saved. The audit log contains an entry.")
        answer = run_form_action(request, form, action, reverse("desk_milestones"), done)
        if answer is not None:
            return answer
    rows = milestones.milestones_with_texts().order_by("-on", "-pk")
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "here": "milestones"}
    return render(request, "members/desk/milestones.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One milestone: its day, its title, its text, its link, its picture."""
    require(rules.may_keep_members(signed_in(request)))
    milestone = get_object_or_404(milestones.milestones_with_texts(), pk=pk)
    form = MilestoneForm(posted(request), uploaded(request), milestone=milestone)
    if request.method == "POST" and form.is_valid():
        entry, by = form.entry(), signed_in(request)
        action = partial(milestone_actions.change_milestone, milestone=milestone, entry=entry, by=by)
        done = _("The change was saved. The audit log contains an entry.")
        answer = run_form_action(request, form, action, reverse("desk_milestones"), done)
        if answer is not None:
            return answer
    page = {"form": form, "milestone": milestone, "back": reverse("desk_milestones")}
    return render(request, "members/desk/milestone.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
@answers_refusals
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Deletes a milestone."""
    require(rules.may_keep_members(signed_in(request)))
    milestone = get_object_or_404(milestones.milestones_with_texts(), pk=pk)
    form = ActionForm(request.POST)
    action = partial(milestone_actions.delete_milestone, milestone=milestone, by=signed_in(request))
    answer = run_form_action(request, form, action, reverse("desk_milestones"), _("The milestone was deleted."))
    return answer or refuse_form(request, form)
