"""The floor that pages are measured by: Django alone, one view, 40,000 bytes, no middleware and no database."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

WORDS = b"<!doctype html><title>Floor</title><p>" + b"A word. " * 5_000


def floor(request: HttpRequest) -> HttpResponse:
    """The same bytes each time."""
    return HttpResponse(WORDS[:40_000])


urlpatterns = [path("", floor)]
settings.configure(ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="for measuring alone")
application = get_wsgi_application()
