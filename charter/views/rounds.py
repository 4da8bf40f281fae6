"""Rounds: what may be done, by whom, until when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.states import Membership
from charter.exports import finding
from charter.queries import charters, rounds, themes
from charter.queries import referred as referring
from charter.templatetags.charter_text import interface
from charter.views.frame import take_away
from charter.views.publicly import publicly


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    charter = charters.current()
    found = rounds.all_of(charter) if charter else []
    return render(request, "charter/rounds/index.html", {"rounds": found})


@publicly
def referred(request: HttpRequest, number: int) -> HttpResponse:
    """What the round referred to its body, with what it is asked to decide."""
    charter = charters.current()
    found = finding.referred(charter, number, charters.edition_in(interface())) if charter else None
    if found is None:
        raise Http404(_("Nothing of this round waits for its body."))
    context = {**found.said(), "downloads": take_away(found.name)[0]}
    return render(request, "charter/rounds/referred.html", context)


@publicly
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One round: its timetable, who may do what, what came of it."""
    charter = charters.current()
    round_ = rounds.numbered(charter, number) if charter else None
    if round_ is None:
        raise Http404(_("There is no round with that number."))
    context = {
        "round": round_,
        "crumbs": [
            {"word": _("Rounds"), "url": reverse("rounds")},
            {"word": _("Round %(number)s") % {"number": number}, "url": ""},
        ],
        "themes": themes.of_round(round_),
        "who_proposes": Membership(round_.who_proposes).label,
        "who_is_counted": Membership(round_.who_is_counted).label,
        "referred": len(referring.open_to_the_body(round_)),
        "moves": rounds.moves(round_),
        "ruling": rounds.ruling(round_),
    }
    return render(request, "charter/rounds/round.html", context)
