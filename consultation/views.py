"""Addresses outside every language: health, robots, the contact for weaknesses, the little picture; and outages."""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.defaults import server_error

from accounts.actions import first_administrator
from accounts.colours import dark_palette, hue_saturation_lightness, light_palette
from accounts.messages import secretariat_address
from accounts.models import Person
from accounts.queries.site_settings import content_digest as address_digest
from accounts.queries.site_settings import site_settings
from accounts.rules import is_administrator
from accounts.views import kept
from charter.queries.reading import charters
from consultation.outages import Outage, outage_of
from consultation.watching import checks
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
# Seconds after which a machine should ask again.
PATIENCE = {Outage.BUSY: 5, Outage.GONE: 30, Outage.FULL: 600}


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """How the site stands, in one word; what was found, by who may know. 503 where something fails."""
    return _health(request, checks.HEALTH)


@require_safe
@never_cache
def health_of_web(request: HttpRequest) -> JsonResponse:
    """Whether this process can answer readers, whatever the worker does: for a front server."""
    return _health(request, checks.SERVING)


def _health(request: HttpRequest, chosen_checks: dict[str, checks.Check]) -> JsonResponse:
    findings = dict(checks.run_checks(chosen_checks))
    level = checks.worst_level(findings)
    data: dict[str, Any] = {"status": level}
    if _may_know(request, findings["database"].level):
        data |= {name: {"status": finding.level, **finding.figures} for name, finding in findings.items()}
    return JsonResponse(data, status=503 if level is Level.FAIL else 200)


def _may_know(request: HttpRequest, database: Level) -> bool:
    """Who has the token, and administrators; without a database nobody can be told to be one."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.HEALTH_TOKEN and constant_time_compare(token, settings.HEALTH_TOKEN):
        return True
    person = request.user if database is not Level.FAIL else None
    return isinstance(person, Person) and is_administrator(person)


@require_safe
@vary_on_headers("Accept-Language")
def to_a_language(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the reader's language, on an empty site to its setup."""
    home = f"/{_language_of_reader(request, charters.site_languages())}/"
    return redirect(f"{home}setup/" if first_administrator.is_open() else home)


def _language_of_reader(request: HttpRequest, codes: Sequence[str]) -> str:
    """The language of the site that the reader prefers; the settings have more languages than the site."""
    wanted = [get_language_from_request(request)]
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            wanted.append(get_supported_language_variant(code))
    return next((language for language in wanted if language in codes), codes[0])


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines that read everything should leave alone."""
    return HttpResponse(ROBOTS.format(site=settings.SITE_URL), content_type="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where weaknesses are reported, as RFC 9116 has it; good for half a year from now."""
    contact = settings.SECURITY_CONTACT or site_settings().contact or settings.CONTACT or secretariat_address()
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    until = (timezone.now() + SECURITY_HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {address}", f"Expires: {until}", f"Canonical: {settings.SITE_URL}/.well-known/security.txt")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for it without reading a page first."""
    return redirect(static("img/favicon.ico"), permanent=True)


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def colours(request: HttpRequest, digest: str) -> HttpResponse:
    """The site's own colour in light and in dark, and for the administration of pages."""
    accent = site_settings().accent
    if not accent or digest != address_digest(accent):
        raise Http404
    content = render_to_string(
        "look/colours.css",
        {"light": light_palette(accent), "dark": dark_palette(accent), "hsl": hue_saturation_lightness(accent)},
    )
    return HttpResponse(content, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo. Opened by itself it may run nothing and load nothing, whatever the drawing has in it."""
    found_site_settings = site_settings()
    if not found_site_settings.logo or digest != address_digest(found_site_settings.logo):
        raise Http404
    answer = HttpResponse(base64.b64decode(found_site_settings.logo), content_type=found_site_settings.logo_type)
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def failed(request: HttpRequest) -> HttpResponse:
    """Django asks it for the answer to an error, whichever layer raised it.

    An outage is answered by 503 and a page that asks nothing of the database: it says what is wrong, shows the words
    that were typed, and sends them again. Everything else is a fault of the code.
    """
    kind = outage_of(sys.exc_info()[1])
    if kind is None:
        return server_error(request)
    words = kept.typed(request) if request.method == "POST" else []
    context = {
        "kind": kind,
        "words": words,
        "fields": list(_fields(request)) if words and not request.FILES else [],
        "again": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    with translation.override(get_language_from_request(request, check_path=True)):
        page = render_to_string("503.html", context)
    headers = {"Retry-After": str(PATIENCE[kind]), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """All that the form sent, to be sent again. Passwords are typed anew."""
    for name, values in request.POST.lists():
        if "password" not in name and name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in values)
