"""The positions of a member on amendments of others, on a page of its own; lapsed positions are confirmed there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.actions.tokens import new_token
from accounts.models import Organisation
from accounts.rules import Refusal
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.queries.amending import amendments, own_positions
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.queries.amending.public_texts import PublicText, TextCitations, public_texts
from charter.queries.reading import charters
from charter.states import Stance
from charter.views.own_organisations import chosen, organisations_of
from charter.wording.charter_text import interface_language


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The positions of one's organisation; who belongs to several chooses."""
    mine = organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("The workspace is for the team of a member or a partner organization.")))
    city = chosen(request, mine)
    if city is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    return render(request, "charter/amending/own_positions/positions.html", _context(request, city))


def _context(request: HttpRequest, city: Organisation) -> dict[str, Any]:
    now = timezone.now()
    last_positions = own_positions.last_positions(city, now)
    page = Paginator(own_positions.positions_with_texts(last_positions), ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    charter = charters.current_charter()
    citations = TextCitations(charter, interface_language()) if charter else None
    public = public_texts(position.text.amendment.text for position in page if position.text.amendment.text)
    rows = [_row(position, citations, public) for position in page]
    return {
        "crumbs": breadcrumbs((str(city), f"{reverse('city')}?as={city.slug}"), here=_("Our positions")),
        "organisation": city,
        "page": page,
        "again": [row for row in rows if row["position"].place == own_positions.AGAIN],
        "held": [row for row in rows if row["position"].place == own_positions.HELD],
        "over": [row for row in rows if row["position"].place == own_positions.OVER],
        "waiting": last_positions.filter(place=own_positions.AGAIN).count(),
        "commits": rules.may_commit(signed_in(request), city) is True,
        "deciders": people_who_may_bind(city, now),
        "stance_choices": Stance.choices,
        "token": new_token(),
        "now": now,
    }


def _row(position: Any, citations: TextCitations | None, public: dict[int, PublicText]) -> dict[str, Any]:
    """A position with the text that the page of the amendment shows, or with the text that needs a new position."""
    amendment = position.text.amendment
    shown = public.get(amendment.text_id or 0)
    text, version = (shown.text, shown.version) if shown else (None, None)
    if position.place == own_positions.AGAIN and shown is not None and shown.text.pk != amendment.text_id:
        text, version = amendment.text, shown.current_version
    is_working = shown is not None and version is None
    labels = citations.of_version(version) if citations else {}
    if is_working:
        labels = amendments.working_labels(amendment.round, interface_language())
    changes = amendments.shown_changes(text, labels, interface_language()) if text else []
    citation = changes[0].citation if changes else ""
    # A line in another language would be stored as one in the language of the page.
    line = position.line if position.language in ("", interface_language()) else ""
    return {
        "position": position,
        "amendment": amendment,
        "changes": changes,
        "citation": citation,
        "line": line,
        "is_working": is_working,
    }
