"""Rounds: what may be done, by whom, until when."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.states import Membership
from accounts.views.breadcrumbs import breadcrumbs
from charter.exports import paper_names
from charter.queries.amending import rounds, timetables
from charter.queries.merging import referred_questions
from charter.queries.reading import charters
from charter.queries.versions import themes
from charter.views.public_pages import publicly
from charter.views.text_frame import download_links
from charter.wording.charter_text import interface_language


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    charter = charters.current_charter()
    all_rounds = rounds.rounds_with_counts(charter) if charter else []
    return render(request, "charter/amending/rounds/index.html", {"rounds": all_rounds})


@publicly
def referred(request: HttpRequest, number: int) -> HttpResponse:
    """The items that the round referred to its body, with the questions to decide."""
    charter = charters.current_charter()
    questions = (
        paper_names.find_referred(charter, number, charters.edition_in(interface_language())) if charter else None
    )
    if questions is None:
        raise Http404(_("No item of the round needs the decision of a body."))
    context = {**questions.template_values(), "downloads": download_links(questions.name)[0]}
    return render(request, "charter/amending/rounds/referred.html", context)


@publicly
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One round: its timetable, the rights of each role, its results."""
    charter = charters.current_charter()
    round_ = rounds.round_by_number(charter, number) if charter else None
    if round_ is None:
        raise Http404(_("There is no round with that number."))
    context = {
        "round": round_,
        "crumbs": breadcrumbs((_("Rounds"), reverse("rounds")), here=_("Round %(number)s") % {"number": number}),
        "themes": themes.count_amendments_by_theme(round_),
        "who_proposes": Membership(round_.who_proposes).label,
        "who_is_counted": Membership(round_.who_is_counted).label,
        "referred": len(referred_questions.open_to_the_body(round_)),
        "moves": timetables.timetable_moves(round_),
        "ruling": rounds.ruling_on_late_amendments(round_),
    }
    return render(request, "charter/amending/rounds/round.html", context)
