"""What is kept about people, in plain words, with the times that the settings say."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """The page that a person can understand, and that says what this site really does."""
    days = {name.replace(" ", "_"): number for name, number in settings.KEEP_DAYS.items()}
    context = {"keep": days, "invitation_days": settings.INVITATION_DAYS, "log_days": settings.LOG_DAYS}
    return render(request, "members/privacy.html", context)
