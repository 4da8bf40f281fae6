"""Pages that are read alone: who sends one something is told that it takes nothing."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any, TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

_Pages = TypeVar("_Pages", bound=PageQuerySet)
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

    def open_below(self, pages: _Pages) -> _Pages:
        """Those of the pages below this one that are published and that a reader of this page may read too.

        Who reads this page has passed the restrictions on it and above it. One further down hides what it closes.
        """
        below = PageViewRestriction.objects.filter(page__path__startswith=self.path, page__depth__gt=self.depth)
        closing = below.alias(closed=ExpressionWrapper(OuterRef("path"), CharField())).filter(
            closed__startswith=F("page__path")
        )
        return pages.live().filter(~Exists(closing))

    def _nearest(self) -> dict[str, str]:
        """By language: the address of the nearest page above this one that the language has."""
        if self.depth <= HOME:
            return {}
        line = [self.path[: n * self.steplen] for n in range(HOME, self.depth + 1)]
        keys = Page.objects.filter(path__in=line).values("translation_key")
        rows = Page.objects.live().filter(translation_key__in=keys).order_by("depth")
        addresses = {}
        for code, path, depth in rows.values_list("locale__language_code", "url_path", "depth"):
            if depth < self.depth:
                addresses[code] = f"/{code}/{path.strip('/').partition('/')[2]}".rstrip("/") + "/"
            else:
                addresses.pop(code, None)
        return addresses
