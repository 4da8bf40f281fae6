"""What a member says to the words of others, on a page of its own; what lapsed is said again there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Organisation
from accounts.rules import Refusal
from accounts.views.acting import answers_refusals, refuse, signed_in
from charter import rules
from charter.citations import Label
from charter.forms.acting import new_token
from charter.models import Position
from charter.queries import amendments
from charter.queries import own_positions as queries
from charter.queries.city import deciders
from charter.states import Stance
from charter.templatetags.charter_text import interface

from .own import chosen, organisations_of

PAGE = 25
Labels = dict[int, dict[str, Label]]


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The positions of one's organisation; who belongs to several chooses."""
    mine = organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("This room belongs to the people of a member or a partner.")))
    city = chosen(request, mine)
    if city is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    return render(request, "charter/city/positions.html", _context(request, city))


def _context(request: HttpRequest, city: Organisation) -> dict[str, Any]:
    now = timezone.now()
    found = queries.of(city, now)
    page = Paginator(queries.with_words(found), PAGE).get_page(request.GET.get("page"))
    known: Labels = {}
    rows = [_row(one, known) for one in page]
    return {
        "organisation": city,
        "page": page,
        "again": [row for row in rows if row["position"].place == queries.AGAIN],
        "held": [row for row in rows if row["position"].place == queries.HELD],
        "over": [row for row in rows if row["position"].place == queries.OVER],
        "waiting": found.filter(place=queries.AGAIN).count(),
        "commits": rules.may_commit(signed_in(request), city) is True,
        "deciders": deciders(city, now),
        "stance_choices": Stance.choices,
        "token": new_token(),
        "now": now,
    }


def _row(position: Position, known: Labels) -> dict[str, Any]:
    """A position with the words of the amendment as they are now."""
    amendment = position.text.amendment
    round_ = amendment.round
    if round_.pk not in known:
        known[round_.pk] = amendments.labels_of(round_, interface())
    changes = amendments.shown(amendment.text, known[round_.pk], interface()) if amendment.text else []
    citation = changes[0].citation if changes else ""
    # A line in another language would be stored as one in the language of the page.
    line = position.line if position.language in ("", interface()) else ""
    return {"position": position, "amendment": amendment, "changes": changes, "citation": citation, "line": line}
