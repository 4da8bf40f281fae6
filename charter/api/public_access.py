"""What holds for every address below `/api/`: no cookies, any origin, not sent twice, limits that say so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from charter.api.limits import seconds_to_wait
from charter.api.query_parameters import interface_for

PREFIX = "/api/"
PAGES = ("/api/v1", "/api/v1/", "/api/v1/docs")
METHODS = "GET, HEAD, OPTIONS"
FRESH = 60
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}


class OpenMiddleware:
    """Answers by itself, before session and language are looked at: nobody is known here, all are answered alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) or request.path_info in PAGES:
            return self.get_response(request)
        with override(interface_for(request.GET.get("language", ""))):
            response = _answer(request)
        for name, value in CORS.items():
            response[name] = value
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.method not in ("GET", "HEAD"):
        sentence = _("The address is read-only: use GET. Data change only through the pages of the site.")
        return _fault(sentence, 405, Allow=METHODS)
    wait = seconds_to_wait(request)
    return _too_often(wait) if wait else _once(request, _read(request))


def _read(request: HttpRequest) -> HttpResponse:
    """HEAD is GET without a body, which the server leaves out."""
    method, request.method = request.method, "GET"
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return _fault(_("There is nothing at this address. /api/v1/docs lists all addresses."), 404)
    response = match.func(request, *match.args, **match.kwargs)
    request.method = method
    return response


def _too_often(wait: int) -> HttpResponse:
    sentence = ngettext(
        "Too many requests from your address. Try again in %(n)s second.",
        "Too many requests from your address. Try again in %(n)s seconds.",
        wait,
    )
    return _fault(sentence % {"n": wait}, 429, **{"Retry-After": str(wait)})


def _once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With a strong ETag over the body, and 304 for who has it already."""
    if response.status_code != 200:
        return response
    patch_cache_control(response, public=True, max_age=FRESH)
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _fault(sentence: str, status: int, **headers: str) -> HttpResponse:
    body = {"error": sentence, "fields": {}}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
