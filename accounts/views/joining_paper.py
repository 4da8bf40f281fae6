"""Joining on paper: the same questions to print, as a page and as PDF, and the letter of invitation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.actions.pledges import NONE_TAKEN
from accounts.dates import date_format
from accounts.exports import paper
from accounts.forms.joining import PAGES
from accounts.letter_texts import compose_letter
from accounts.queries.invitation_letters import letter_in
from accounts.queries.site_settings import return_address, site_name, site_settings

TEMPLATES = {"form": "members/join/form_paper.html", "letter": "members/join/letter_paper.html"}


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The questions on a page that prints."""
    _require_form()
    return render(request, "members/join/sheet.html", paper_context())


@require_GET
def pdf(request: HttpRequest, what: str) -> HttpResponse:
    """The form or the letter as PDF; where none can be drawn, a page that says so and leads to the one that prints."""
    _require_form()
    if what not in TEMPLATES:
        raise Http404
    try:
        drawn = paper.as_pdf(TEMPLATES[what], paper_context())
    except paper.NoPress:
        return render(request, "members/join/no_press.html", status=503)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{what}.pdf"'
    return answer


def _require_form() -> None:
    if not site_settings().has_pledge:
        raise Http404(str(NONE_TAKEN))


def paper_context() -> dict[str, Any]:
    """What both papers say: the questions, the site, and where the form is online."""
    join = settings.SITE_URL + reverse("join")
    return {
        "pages": [{"title": page.title, "form": page()} for page in PAGES],
        "site_name": site_name(),
        "address": join,
        "join": join,
        "day": date_format(timezone.localdate(), "DATE_FORMAT"),
        "return_address": return_address(),
        "letter": compose_letter(letter_in((get_language() or settings.LANGUAGE_CODE).partition("-x-")[0])),
    }
