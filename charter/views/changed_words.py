"""Asking those who asked for an amendment whether the secretariat's words are their own."""

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
from accounts.views.deeds import do
from charter import rules
from charter.actions import compromises
from charter.forms.compromises import PutForm
from charter.models import Amendment, Compromise, Decision
from charter.queries import amendments as found
from charter.queries import assents
from charter.templatetags.charter_text import attributes, words

from .desk_frame import address_of, name_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def put(request: HttpRequest, round: int, number: int) -> HttpResponse:
    """The changed words of a decision, and the day until which its members say whether they are theirs."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    amendment = get_object_or_404(found.for_page(), round__number=round, number=number)
    decision, here = amendment.decision, address_of(amendment)
    form = PutForm(request.POST or None)
    if decision is not None and form.is_valid():
        deed = partial(compromises.put_decided, decision=decision, answer_by=form.until(amendment.round), by=by)
        answer = do(request, form, deed, here, _("Put to who asked for it."))
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "cities": name_of(amendment),
        "form": form,
        "rows": [{"words": words(row.html), **attributes(row.change.language)} for row in _not_put(decision)],
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": str(amendment), "url": here},
            {"word": _("Are these words yours?"), "url": ""},
        ],
    }
    return render(request, "charter/desk/changed_words.html", context, status=422 if form.errors else 200)


def shown(amendment: Amendment) -> dict[str, Any]:
    """For the page of the decision: where changed words are put, and what was said to those that were."""
    decision = amendment.decision
    if decision is None:
        return {}
    rows = Compromise.objects.filter(decided__decision=decision).select_related("round")
    asked = [assents.of(one) for one in rows.prefetch_related(*assents.with_answers())]
    place = [amendment.round.number, amendment.number]
    return {"asked": asked, "put_url": reverse("desk_put_words", args=place) if _not_put(decision) else ""}


def _not_put(decision: Decision | None) -> list[Any]:
    if decision is None:
        return []
    return list(decision.words.exclude(html="").filter(taken=True, put=None).select_related("change"))
