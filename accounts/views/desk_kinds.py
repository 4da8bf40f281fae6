"""The list of official kinds at the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions import kinds as kind_actions
from accounts.forms.kinds import KindForm
from accounts.queries import kinds
from accounts.queries.kinds import kinds_with_names
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All kinds, and a form for a new one."""
    require(rules.may_keep_members(signed_in(request)))
    form = KindForm(posted(request))
    if request.method == "POST" and form.is_valid():
        person, of = signed_in(request), form.cleaned_data["kind"]
        action = partial(kind_actions.add_kind, names=form.names(), by=person, kind=of, **_values(form))
        answer = run_form_action(
            request, form, action, reverse("desk_kinds"), _("The addition was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {"form": form, "kinds": kinds.kinds_with_counts(), "here": "kinds"}
    return render(request, "members/desk/kinds.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, code: str) -> HttpResponse:
    """One kind: its names, its place, whether it is offered."""
    require(rules.may_keep_members(signed_in(request)))
    official_kind = get_object_or_404(kinds_with_names(), code=code)
    form = KindForm(posted(request), official_kind=official_kind)
    back = reverse("desk_kinds")
    if request.method == "POST" and form.is_valid():
        action = partial(
            kind_actions.change_kind,
            official_kind=official_kind,
            names=form.names(),
            by=signed_in(request),
            **_values(form),
        )
        answer = run_form_action(
            request, form, action, back, _("The change was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    page = {"form": form, "one": official_kind, "back": back}
    return render(request, "members/desk/kind.html", page, status=422 if form.errors else 200)


def _values(form: KindForm) -> dict[str, Any]:
    return {"place": form.cleaned_data["place"], "is_offered": form.cleaned_data["is_offered"]}
