"""Public pages from the server's own store, before anything is asked of session, language or database."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_request

from accounts.patience import waiting_briefly
from accounts.queries.site_settings import settings_stamp, site_time_zone
from charter.actions.deciding import releases
from charter.actions.reading import kept_pages
from charter.queries.deciding import releases as release_queries
from charter.queries.reading import charters

# Any other question has too many answers to be kept.
KNOWN_QUESTION = re.compile(r"(?:page=\d{1,3}|view=[a-z_]{1,20})?")
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, f"{settings.COOKIE_PREFIX}messages")
logger = logging.getLogger(__name__)


class DueReleasesMiddleware:
    """Publishes decisions that are due before any response, so that the site does not depend on the worker.

    It is before the middleware that answers from the cache. A failure does not stop the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        try:
            if release_queries.is_due(now):
                with waiting_briefly(), timezone.override(site_time_zone()):
                    releases.release_due(now=now)
        except DatabaseError:
            logger.exception("Decisions whose hour has come could not be released")
        return self.get_response(request)


class KeptPagesMiddleware:
    """Answers readers without an account from the cache, and caches pages that `publicly` marks as the same for all.

    It is after the middleware that sets headers for the whole site, and before all that depends on the reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _name(request) if settings.KEEPS_PAGES and _is_for_all(request) else ""
        response = _kept_response(name) or self._render(request, name)
        if "ETag" not in response or response.status_code != 200:
            return response
        answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
        if "Age" in response:
            answer["Age"] = response["Age"]
        return answer

    def _render(self, request: HttpRequest, name: str) -> HttpResponse:
        began = time.time()
        response = self.get_response(request)
        if name and request.method == "GET" and _is_alike_for_all(response):
            _keep(name, began, response)
        return response


def _is_for_all(request: HttpRequest) -> bool:
    """Whether nothing in the request identifies the reader."""
    match = KNOWN_QUESTION.fullmatch(request.META.get("QUERY_STRING", ""))
    return request.method in ("GET", "HEAD") and match is not None and not any(c in request.COOKIES for c in PERSONAL)


def _name(request: HttpRequest) -> str:
    """The digest of the address, the language and the last change; empty where nothing can be kept."""
    address = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
    language = get_language_from_request(request, check_path=True)
    try:
        mark = f"{kept_pages.current_mark()} {settings_stamp()} {charters.charter_stamp()}"
    except Exception:  # without its store the site only gets slower, whatever the store's fault
        logger.exception("Pages cannot be kept.")
        return ""
    return hashlib.sha256(f"{mark} {language} {address}".encode()).hexdigest()


def _kept_response(name: str) -> HttpResponse | None:
    kept = _read(name) if name else None
    if kept is None:
        return None
    made_at, body, headers = kept
    response = HttpResponse(body, headers=headers)
    response["Age"] = str(max(0, int(time.time() - made_at)))
    return response


def _read(name: str) -> kept_pages.Kept | None:
    try:
        return kept_pages.find_page(name)
    except Exception:
        logger.exception("Kept pages cannot be read.")
        return None


def _keep(name: str, made_at: float, response: HttpResponse) -> None:
    try:
        kept_pages.keep_page(name, made_at, response.content, dict(response.items()))
    except Exception:
        logger.exception("A page cannot be kept.")


def _is_alike_for_all(response: HttpResponse) -> bool:
    """Marked as public, and nothing in it was made for one reader."""
    is_public = "ETag" in response and "public" in response.get("Cache-Control", "")
    return is_public and response.status_code == 200 and not response.streaming and not response.cookies
