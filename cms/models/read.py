"""Pages that are read alone: who sends one something is told that it takes nothing."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

HOME = 2  # the depth of a home page, of which each language has one


class ReadPage(Page):
    """Any page of ours: it has no form."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Tells the request where a language without this page has the nearest one above it."""
        request.nearest_page = self._nearest()  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

    def _nearest(self) -> dict[str, str]:
        """By language: the address of the nearest page above this one that the language has."""
        if self.depth <= HOME:
            return {}
        line = [self.path[: n * self.steplen] for n in range(HOME, self.depth + 1)]
        keys = Page.objects.filter(path__in=line).values("translation_key")
        rows = Page.objects.live().filter(translation_key__in=keys).order_by("depth")
        found = {}
        for code, path, depth in rows.values_list("locale__language_code", "url_path", "depth"):
            if depth < self.depth:
                found[code] = f"/{code}/{path.strip('/').partition('/')[2]}".rstrip("/") + "/"
            else:
                found.pop(code, None)
        return found
