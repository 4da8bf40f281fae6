"""Addresses that stand outside every language: health, robots, the contact for weaknesses, the little picture."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import Person
from accounts.rules import is_administrator
from charter.queries import charters
from consultation.watching import looks
from consultation.watching.findings import Level

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*/accounts/
Disallow: /*/charter/working/
Disallow: /*/city/
Disallow: /*/comments/
Disallow: /*/desk/
Disallow: /*/follow/
Disallow: /*/join/
Disallow: /*/languages/
Disallow: /*/search/
Sitemap: {site}/sitemap.xml
"""

SECURITY_HOLDS = timedelta(days=180)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """How the site stands, in one word; what was found, by who may know. 503 where something fails."""
    return _health(request, looks.HEALTH)


@require_safe
@never_cache
def health_of_web(request: HttpRequest) -> JsonResponse:
    """Whether this process can answer readers, whatever the worker does: for a front server."""
    return _health(request, looks.SERVING)


def _health(request: HttpRequest, wanted: dict[str, looks.Look]) -> JsonResponse:
    found = dict(looks.through(wanted))
    level = looks.worst(found)
    said: dict[str, Any] = {"status": level}
    if _may_know(request, found["database"].level):
        said |= {name: {"status": one.level, **one.figures} for name, one in found.items()}
    return JsonResponse(said, status=503 if level is Level.FAIL else 200)


def _may_know(request: HttpRequest, database: Level) -> bool:
    """Who has the token, and administrators; without a database nobody can be told to be one."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.HEALTH_TOKEN and constant_time_compare(given, settings.HEALTH_TOKEN):
        return True
    person = request.user if database is not Level.FAIL else None
    return isinstance(person, Person) and is_administrator(person)


@require_safe
@vary_on_headers("Accept-Language")
def to_a_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the reader's language, where the charter has it."""
    codes = charters.languages() or tuple(settings.INTERFACE_LANGUAGES)
    asked = get_language_from_request(request)
    return redirect(f"/{asked if asked in codes else codes[0]}/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines that read everything should leave alone."""
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where weaknesses are reported, as RFC 9116 has it; good for half a year from now."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    until = (timezone.now() + SECURITY_HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {address}", f"Expires: {until}", f"Canonical: {settings.SITE_URL}/.well-known/security.txt")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for it without reading a page first."""
    return redirect(static("img/favicon.ico"), permanent=True)
