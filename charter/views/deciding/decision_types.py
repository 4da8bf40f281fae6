"""The types of decision that the secretariat defines, under Settings, with their history."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.locales import labelled
from accounts.models import Person, Record
from accounts.rules import may_keep_members, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Page, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter.actions.deciding import decision_types as actions
from charter.forms.acting import ActingForm
from charter.forms.deciding.decision_types import DecisionTypeForm
from charter.models import DecisionType
from charter.queries.deciding import decision_types
from charter.wording.decisions import outcome_labels

SAVED = gettext_lazy("Saved. The audit log contains an entry.")
DELETED = gettext_lazy("The type was deleted. The audit log contains an entry.")
ACTS = {
    "decision type added": pgettext_lazy("a type of decision", "Added"),
    "decision type changed": pgettext_lazy("a type of decision", "Changed"),
    "decision type deleted": pgettext_lazy("a type of decision", "Deleted"),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All types, a form for a new one, and the latest changes."""
    require(may_keep_members(signed_in(request)))
    form = DecisionTypeForm(posted(request))
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        action = partial(actions.add_type, outcome=outcome, by=signed_in(request), **_values(form))
        done = _("The addition was saved. The audit log contains an entry.")
        answer = run_form_action(request, form, action, reverse("desk_decision_types"), done)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "types": [_row(decision_type) for decision_type in decision_types.types_with_counts()],
        "changes": [_change(*change) for change in decision_types.latest_changes()],
        "crumbs": secretariat_breadcrumbs(_settings(), here=_("Types of decision")),
    }
    return render(request, "charter/deciding/decision_types/index.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One type: its names, its place, whether it is offered; it is deleted where no decision has it."""
    by = signed_in(request)
    require(may_keep_members(by))
    decision_type = get_object_or_404(decision_types.types_with_counts(), pk=pk)
    is_deleting, back = request.POST.get("act") == "delete", reverse("desk_decision_types")
    form = DecisionTypeForm(None if is_deleting else posted(request), decision_type=decision_type)
    sent = ActingForm(request.POST) if is_deleting else form
    if sent.is_valid():
        deleting = partial(actions.delete_type, type_=decision_type, by=by)
        action = deleting if is_deleting else partial(actions.change_type, type_=decision_type, by=by, **_values(form))
        answer = run_form_action(request, sent, action, back, DELETED if is_deleting else SAVED)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "sent": sent,
        **_row(decision_type),
        "crumbs": secretariat_breadcrumbs(_settings(), (_("Types of decision"), back), here=str(decision_type)),
    }
    return render(request, "charter/deciding/decision_types/change.html", context, status=422 if sent.errors else 200)


def _settings() -> Page:
    return _("Settings"), reverse("desk_settings")


def _values(form: DecisionTypeForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {"names": form.names(), "place": typed["place"], "is_offered": typed["is_offered"]}


def _row(decision_type: DecisionType) -> dict[str, Any]:
    return {"type": decision_type, "outcome": dict(outcome_labels())[decision_type.outcome]}


def _change(act: Record, by: Person | None, decision_type: DecisionType | None) -> dict[str, Any]:
    number = act.about.rpartition(":")[2]
    name = str(decision_type) if decision_type else _("type No. %(number)s") % {"number": number}
    return {"at": act.at, "by": (by.name or by.email) if by else "", "what": labelled(ACTS[act.act], name)}
