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

from charter.actions import pages, releases
from charter.queries import releases as due

# Any other question has too many answers to be kept.
KNOWN_QUESTION = re.compile(r"(?:page=\d{1,3}|view=[a-z_]{1,20})?")
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
logger = logging.getLogger(__name__)


class DueReleasesMiddleware:
    """Makes decisions public whose hour has come before anything is answered, so that no worker is waited for.

    Stands above what answers from kept pages. What fails does not stop the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        try:
            if due.is_due(now):
                releases.release_due(now=now)
        except DatabaseError:
            logger.exception("Decisions whose hour has come could not be released")
        return self.get_response(request)


class KeptPagesMiddleware:
    """Answers readers without an account from what is kept, and keeps what `publicly` says is alike for all.

    Stands below what sets headers for the whole site and above all that looks at the reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _name(request) if settings.KEEPS_PAGES and _is_for_all(request) else ""
        response = _found(name) or self._made(request, name)
        if "ETag" not in response or response.status_code != 200:
            return response
        answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
        if "Age" in response:
            answer["Age"] = response["Age"]
        return answer

    def _made(self, request: HttpRequest, name: str) -> HttpResponse:
        began = time.time()
        response = self.get_response(request)
        if name and request.method == "GET" and _is_alike_for_all(response):
            _keep(name, began, response)
        return response


def _is_for_all(request: HttpRequest) -> bool:
    """Whether nothing in the question says who asks."""
    known = KNOWN_QUESTION.fullmatch(request.META.get("QUERY_STRING", ""))
    return request.method in ("GET", "HEAD") and known is not None and not any(c in request.COOKIES for c in PERSONAL)


def _name(request: HttpRequest) -> str:
    """What is asked, in which language, since the last act; empty where nothing can be kept."""
    asked = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
    language = get_language_from_request(request, check_path=True)
    try:
        mark = pages.mark()
    except Exception:  # without its store the site only gets slower, whatever the store's fault
        logger.exception("Pages cannot be kept.")
        return ""
    return hashlib.sha256(f"{mark} {language} {asked}".encode()).hexdigest()


def _found(name: str) -> HttpResponse | None:
    kept = _read(name) if name else None
    if kept is None:
        return None
    made, body, headers = kept
    response = HttpResponse(body, headers=headers)
    response["Age"] = str(max(0, int(time.time() - made)))
    return response


def _read(name: str) -> pages.Kept | None:
    try:
        return pages.find(name)
    except Exception:
        logger.exception("Kept pages cannot be read.")
        return None


def _keep(name: str, made: float, response: HttpResponse) -> None:
    try:
        pages.keep(name, made, response.content, dict(response.items()))
    except Exception:
        logger.exception("A page cannot be kept.")


def _is_alike_for_all(response: HttpResponse) -> bool:
    """Marked as public, and nothing in it was made for one reader."""
    said = "ETag" in response and "public" in response.get("Cache-Control", "")
    return said and response.status_code == 200 and not response.streaming and not response.cookies
