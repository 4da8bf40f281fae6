"""The interface as a whole: its rooms, its description of itself, and how it says what is wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from charter.api import (
    campaign,
    campaign_report,
    cities,
    comments,
    frameworks,
    help_entries,
    initiatives,
    lives,
    pledge_to_text,
    process,
    texts,
)
from charter.api.addresses import ROOT

log = logging.getLogger(__name__)
ABOUT = (
    "The content of the public pages in JSON: read-only, from any origin, without a key and without cookies.",
    "Every response has a strong ETag. Send it in If-None-Match to receive 304 if nothing has changed. Too many "
    "requests receive 429, with the seconds to wait in Retry-After. Every error is JSON with one sentence.",
    "Digests and canonical bytes are those of the versions. You may copy the text of the charter if you name the "
    "source.",
)


class Readable(JSONRenderer):
    """JSON in which every script can be read as it is."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="The charter and its consultation",
    version="1",
    description="\n\n".join(ABOUT),
    urls_namespace="charter-api",
    openapi_url=None,
    docs_url=None,
    renderer=Readable(),
)
for room in (
    texts,
    lives,
    process,
    comments,
    cities,
    frameworks,
    initiatives,
    help_entries,
    pledge_to_text,
    campaign,
    campaign_report,
):
    api.add_router("", room.router)


def description(languages: Sequence[str]) -> dict[str, Any]:
    """The OpenAPI document of a charter with editions in these languages."""
    document = dict(api.get_openapi_schema(path_prefix=ROOT))
    parts = [part for path in document["paths"].values() for part in path["get"]["parameters"]]
    for part in parts:
        if part["name"] == "language":
            part["schema"] = {"type": "string", "enum": list(languages)}
    return {**document, "servers": [{"url": settings.SITE_URL}]}


@api.exception_handler(Exception)
def broken(request: HttpRequest, fault: Exception) -> HttpResponse:
    """A fault of ours, which stands in the log."""
    got_request_exception.send(sender=None, request=request)
    log.error("The interface for machines could not answer %s", request.path, exc_info=fault)
    return _answer(request, _("The site could not answer. Try again later."), 500)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    """The sentence that was raised, which fits a reader."""
    return _answer(request, str(fault) or _("There is nothing at this address."), 404)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """What an operation refuses by itself."""
    return _answer(request, fault.message, fault.status_code)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Names each part of the question that does not fit, with why."""
    fields = {str(error["loc"][1]): str(error["msg"]) for error in fault.errors}
    sentence = ngettext("A parameter is not valid: %(names)s.", "Parameters are not valid: %(names)s.", len(fields))
    return _answer(request, sentence % {"names": ", ".join(sorted(fields))}, 422, fields)


def _answer(request: HttpRequest, error: str, status: int, fields: dict[str, str] | None = None) -> HttpResponse:
    return api.create_response(request, {"error": error, "fields": fields or {}}, status=status)
