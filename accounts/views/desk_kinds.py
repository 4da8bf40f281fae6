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
from accounts.actions import kinds as acts
from accounts.forms.kinds import KindForm
from accounts.models import OfficialKind
from accounts.queries import kinds
from accounts.rules import require

from .acting import answers_refusals, signed_in
from .deeds import do
from .posting import posted


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All kinds, and a form for a new one."""
    require(rules.may_keep_members(signed_in(request)))
    form = KindForm(posted(request))
    if request.method == "POST" and form.is_valid():
        who, of = signed_in(request), form.cleaned_data["kind"]
        deed = partial(acts.add, names=form.names(), by=who, kind=of, **_said(form))
        answer = do(request, form, deed, reverse("desk_kinds"), _("Added. It stands in the record."))
        if answer is not None:
            return answer
    page = {"form": form, "kinds": kinds.listed(), "here": "kinds"}
    return render(request, "members/desk/kinds.html", page, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, code: str) -> HttpResponse:
    """One kind: its names, its place, whether it is offered."""
    require(rules.may_keep_members(signed_in(request)))
    one = get_object_or_404(OfficialKind.objects.with_names(), code=code)
    form = KindForm(posted(request), official_kind=one)
    back = reverse("desk_kinds")
    if request.method == "POST" and form.is_valid():
        deed = partial(acts.change, official_kind=one, names=form.names(), by=signed_in(request), **_said(form))
        answer = do(request, form, deed, back, _("Changed. It stands in the record."))
        if answer is not None:
            return answer
    page = {"form": form, "one": one, "back": back}
    return render(request, "members/desk/kind.html", page, status=422 if form.errors else 200)


def _said(form: KindForm) -> dict[str, Any]:
    return {"place": form.cleaned_data["place"], "is_offered": form.cleaned_data["is_offered"]}
