"""What the site does for everybody to be able to use it, what is known to be missing, and whom to tell."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.queries.site_settings import site_settings

# When somebody last held the page against what the tests and docs/accessibility.md say.
LOOKED_OVER = date(2026, 11, 26)


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement, with the day on which it was last looked over."""
    contact = site_settings().contact or settings.CONTACT
    return render(request, "members/accessibility.html", {"on": LOOKED_OVER, "contact": contact})
