"""Asking the proposers of an amendment whether they accept the text of the secretariat as their own."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.deciding import compromises
from charter.forms.deciding.compromises import PutForm
from charter.models import Amendment, Decision
from charter.queries.amending import amendments
from charter.queries.deciding.compromises import answers_on_decision
from charter.views.desk_frame import address_of, name_of
from charter.wording.charter_text import charter_words, language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def put(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """The changed text of a decision, and the day until which its members answer whether they accept it."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    amendment = get_object_or_404(amendments.amendments_for_page(), round__number=round, number=number)
    decision, address = amendment.decision, address_of(amendment)
    form = PutForm(request.POST or None)
    if decision is not None and form.is_valid():
        action = partial(
            compromises.propose_decided_text, decision=decision, answer_by=form.until(amendment.round), by=by
        )
        answer = run_form_action(request, form, action, address, _("Sent to the members that proposed the amendment."))
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "cities": name_of(amendment),
        "form": form,
        "rows": [
            {"words": charter_words(row.html), **language_attributes(row.change.language)}
            for row in _unsent_texts(decision)
        ],
        "crumbs": secretariat_breadcrumbs((str(amendment), address), here=_("Do you accept this text as your own?")),
    }
    return render(request, "charter/deciding/changed_words.html", context, status=422 if form.errors else 200)


def shown(amendment: Amendment) -> dict[str, Any]:
    """For the page of the decision: the address for sending changed text, and the answers to text that was sent."""
    decision = amendment.decision
    if decision is None:
        return {}
    place = [amendment.round.number, amendment.number]
    return {
        "asked": answers_on_decision(decision),
        "put_url": reverse("desk_put_words", args=place) if _unsent_texts(decision) else "",
    }


def _unsent_texts(decision: Decision | None) -> list[Any]:
    if decision is None:
        return []
    return list(decision.words.exclude(html="").filter(taken=True, put=None).select_related("change"))
