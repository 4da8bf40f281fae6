"""Who holds a role for the consultation: moderators, editors, drafters, administrators."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.actions import members as member_actions
from accounts.actions import role_invitations
from accounts.actions.role_invitations import GivenRole
from accounts.actions.tokens import new_token
from accounts.forms.desk import RoleForm
from accounts.forms.people import ActionForm
from accounts.queries import members
from accounts.rules import require

from .acting import answers_refusals, refuse_form, signed_in
from .form_actions import run_form_action
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
    current_roles = [
        {"role": role, "may_end": rules.may_give_role(signed_in(request), role.kind) is True}
        for role in members.list_current_roles(now)
    ]
    page = {
        "form": form,
        "held": current_roles,
        "over": members.roles_before(now)[:50],
        "token": new_token(),
        "here": "roles",
    }
    return render(request, "members/desk/roles.html", page, status=422 if form.errors else 200)


def _give(request: HttpRequest, form: RoleForm) -> HttpResponse | None:
    data = form.cleaned_data

    def action() -> GivenRole:
        return role_invitations.invite_to_role(
            email=data["person"],
            kind=data["kind"],
            name=data["name"],
            mail_language=data["mail_language"],
            language=data["language"],
            scope=form.scope(),
            by=signed_in(request),
        )

    return run_form_action(request, form, action, lambda given_role: _given(request, given_role, data["person"]))


def _given(request: HttpRequest, given_role: GivenRole, email: str) -> str:
    invited = _("The invitation was created: %(email)s. The email will be sent within minutes.") % {"email": email}
    messages.success(request, invited if given_role.is_mailed else _("The role was given."))
    return reverse("desk_roles")


@login_required
@require_POST
@answers_refusals
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a role; the person is signed out where the role held power over others."""
    require(rules.may_keep_members(signed_in(request)))
    role = get_object_or_404(members.roles_with_people(), pk=pk)
    form = ActionForm(request.POST)
    action = partial(member_actions.end_role, role=role, by=signed_in(request))
    answer = run_form_action(request, form, action, reverse("desk_roles"), _("The role has ended."))
    return answer or refuse_form(request, form)
