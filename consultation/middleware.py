"""A line in the log for each request; between the language of the words and that of the interface."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path

from accounts import causes
from charter.queries import charters
from consultation.addresses import borrowed

log = logging.getLogger("requests")
CAUSE = re.compile(r"[0-9A-Za-z-]{8,36}")


class OwnPagesMiddleware:
    """Pages are for this site alone to take in; files, pictures and the interface for machines are for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class LogMiddleware:
    """One line a request, under an id that the answer carries as `X-Request-ID`. A front server may give the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        with causes.begun(self._given(request)) as cause:
            response = self.get_response(request)
            fields = {"method": request.method, "route": _route(request, response), "status": response.status_code}
            log.info("request", extra={"fields": {**fields, "ms": round((time.monotonic() - began) * 1000)}})
        response["X-Request-ID"] = cause
        return response

    def _given(self, request: HttpRequest) -> str:
        given = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        return given if CAUSE.fullmatch(given) else ""


def _route(request: HttpRequest, response: HttpResponse) -> str:
    """The pattern and not the address itself, which may hold a private link."""
    match = request.resolver_match
    if match is None:
        return "a kept page" if "Age" in response else "no such address"
    return match.route


class WordsLanguageMiddleware:
    """Says `request.words_language`; lends the interface a language where it has no catalogue for that one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = get_language_from_path(request.path_info)
        request.words_language = words or translation.get_language()  # type: ignore[attr-defined]
        if words is None or words in settings.INTERFACE_LANGUAGES:
            return self.get_response(request)
        with translation.override(borrowed(charters.interface_for(words), words)):
            return self.get_response(request)
