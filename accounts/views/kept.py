"""A form by which nothing was done, since it came too late or a rule said no: its words come back to be copied."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

SHORTEST = 12
MOST = 20


def typed(request: HttpRequest) -> list[str]:
    """The sentences of a form, as they were typed; never a password, and nothing of the pages of accounts."""
    if "/accounts/" in request.path:
        return []
    fields = [(name, value.strip()) for name, values in request.POST.lists() for value in values]
    words = [value for name, value in fields if "password" not in name and len(value) >= SHORTEST and " " in value]
    return words[:MOST]


def refused(request: HttpRequest, why: str | Promise) -> HttpResponse:
    """A page that says why nothing was done, with the words that were typed and the way back to the form."""
    context = {"words": typed(request), "reason": why, "again": _form_of(request)}
    return render(request, "kept.html" if context["words"] else "403.html", context, status=403)


def too_late(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form from before a sign-in; Django calls it where the form's secret does not hold any more."""
    if not request.user.is_authenticated:
        return refused(request, _("You are signed out, so nothing was sent. Sign in and send the form again."))
    return refused(request, _("The page was opened before you signed in. Nothing was sent. Open the page again."))


def _form_of(request: HttpRequest) -> str:
    """The page that the form stood on, where it was one of ours."""
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}):
        parts = urlsplit(came)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path
