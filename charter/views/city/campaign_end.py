"""The answer of addresses in emails after the end of the campaign."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def campaign_ended_page(request: HttpRequest, reason: str) -> HttpResponse:
    """The page with the answer 410; `reason` names the pages that are no longer shown."""
    return render(request, "410.html", {"reason": reason}, status=410)
