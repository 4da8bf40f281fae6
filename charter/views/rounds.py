"""Rounds: what may be done, by whom, until when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.states import Membership
from charter.queries import charters, rounds
from charter.views.publicly import publicly


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    charter = charters.current()
    found = rounds.all_of(charter) if charter else []
    return render(request, "charter/rounds/index.html", {"rounds": found})


@publicly
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One round: its timetable, who may do what, what came of it."""
    charter = charters.current()
    round_ = rounds.numbered(charter, number) if charter else None
    if round_ is None:
        raise Http404(_("There is no round with that number."))
    context = {
        "round": round_,
        "who_proposes": Membership(round_.who_proposes).label,
        "who_is_counted": Membership(round_.who_is_counted).label,
    }
    return render(request, "charter/rounds/round.html", context)
