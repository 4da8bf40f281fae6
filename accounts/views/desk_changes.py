"""Renaming a member, withholding its name, ending its membership and taking it up again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions import organisations
from accounts.forms.changing import ComeBackForm, LeaveForm, RenameForm, WithholdForm
from accounts.queries.members import members_with_names
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted

FORMS = {
    "rename": RenameForm,
    "withhold": WithholdForm,
    "show": WithholdForm,
    "leave": LeaveForm,
    "return": ComeBackForm,
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """One change, with a page that says what follows from it."""
    require(rules.may_keep_members(signed_in(request)))
    organisation = get_object_or_404(members_with_names(), slug=slug)
    if act not in FORMS:
        raise Http404
    form = FORMS[act](posted(request))
    back = reverse("desk_member", args=[slug])
    if request.method == "POST" and form.is_valid():
        arguments = {name: value for name, value in form.cleaned_data.items() if name not in ("token", "revision")}
        action = partial(_deed(act), organisation=organisation, by=signed_in(request), **arguments)
        answer = run_form_action(request, form, action, back, _("Done. The audit log contains an entry."))
        if answer is not None:
            return answer
    page = {"form": form, "organisation": organisation, "act": act, "back": back}
    return render(request, "members/desk/change.html", page, status=422 if form.errors else 200)


def _deed(act: str) -> Callable[..., Any]:
    ways: dict[str, Callable[..., Any]] = {
        "rename": organisations.rename_organisation,
        "withhold": organisations.withhold_name,
        "show": lambda **arguments: organisations.withhold_name(withheld=False, **arguments),
        "leave": organisations.leave_network,
        "return": organisations.rejoin_network,
    }
    return ways[act]
