"""The description of the API: as OpenAPI, and as a page for people."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from charter.api import reference, site
from charter.queries.reading import charters
from charter.views.public_pages import publicly


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the page for people."""
    return redirect("api_docs")


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    return JsonResponse(site.description(charters.charter_languages()), json_dumps_params={"ensure_ascii": False})


@publicly
def docs(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters, its answer, and an example that works on this site."""
    context = {"reference": reference.reference(), "limit": settings.API_LIMIT, "root": settings.SITE_URL}
    return render(request, "charter/papers/api/docs.html", context)
