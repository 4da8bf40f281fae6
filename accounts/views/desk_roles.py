"""Who holds a role for the consultation: moderators, editors, drafters, administrators."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.actions import members as acts
from accounts.forms.acting import new_token
from accounts.forms.desk import RoleForm
from accounts.forms.people import DeedForm
from accounts.models import Role
from accounts.queries import members
from accounts.rules import Refusal, require

from .acting import answers_refusals, refuse, signed_in
from .deeds import do
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Roles held now and before, and the form that gives one."""
    require(rules.may_keep_members(signed_in(request)))
    form = RoleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        answer = _give(request, form)
        if answer is not None:
            return answer
    now = timezone.now()
    held = [
        {"role": role, "may_end": rules.may_give_role(signed_in(request), role.kind) is True}
        for role in members.roles(now)
    ]
    page = {"form": form, "held": held, "over": members.roles_before(now)[:50], "token": new_token(), "here": "roles"}
    return render(request, "members/desk/roles.html", page, status=422 if form.errors else 200)


def _give(request: HttpRequest, form: RoleForm) -> HttpResponse | None:
    data = form.cleaned_data

    def deed() -> object:
        return acts.give_role(
            person=data["person"],
            kind=data["kind"],
            language=data["language"],
            scope=form.scope(),
            since=timezone.now(),
            by=signed_in(request),
        )

    return do(request, form, deed, reverse("desk_roles"), _("The role is given."))


@login_required
@require_POST
@answers_refusals
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a role; the person is signed out where the role held power over others."""
    require(rules.may_keep_members(signed_in(request)))
    role = get_object_or_404(Role.objects.select_related("person"), pk=pk)
    form = DeedForm(request.POST)
    deed = lambda: acts.end_role(role=role, by=signed_in(request))  # noqa: E731
    answer = do(request, form, deed, reverse("desk_roles"), _("The role has ended."))
    return answer or refuse(request, Refusal(" ".join(str(error) for error in form.non_field_errors())))
