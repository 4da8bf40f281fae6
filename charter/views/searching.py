"""Search: the text, the amendments, the decisions, news and other pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.folding import terms
from charter.queries import charters, reading, searching, themes, vocabulary
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import in_words
from charter.views import found_rows, searched
from charter.views.found_rows import Row
from charter.views.publicly import publicly
from charter.views.searched import Asked

log = logging.getLogger(__name__)
# Rows of each kind where everything is searched, and on a page of one kind.
FEW, A_PAGE = 10, 50


@dataclass(frozen=True)
class Kind:
    """Something that can be found: its name, heading and link to all of it, what finds it, what makes rows of it."""

    name: Promise
    heading: Promise
    all: Promise
    find: Callable[[Asked], Any]
    rows: Callable[[Page, Asked], list[Row]]


def _in_the_charter(asked: Asked) -> Any:
    return searching.provisions(asked.version, asked.language, asked.words) if asked.version else []


KINDS = {
    "charter": Kind(
        gettext_lazy("The charter"),
        gettext_lazy("In the charter"),
        gettext_lazy("All that was found in the charter"),
        _in_the_charter,
        found_rows.provisions,
    ),
    "amendments": Kind(
        gettext_lazy("Amendments"),
        gettext_lazy("In amendments"),
        gettext_lazy("All that was found in amendments"),
        lambda asked: searching.amendments(asked.words, asked.chosen),
        found_rows.amendments,
    ),
    "decisions": Kind(
        gettext_lazy("Decisions"),
        gettext_lazy("In decisions"),
        gettext_lazy("All that was found in decisions"),
        lambda asked: searching.decisions(asked.words, asked.chosen),
        found_rows.decisions,
    ),
    "pages": Kind(
        gettext_lazy("News and pages"),
        gettext_lazy("In news and pages"),
        gettext_lazy("All that was found in news and pages"),
        lambda asked: searching.pages(asked.words, asked.language),
        found_rows.pages,
    ),
}


@dataclass(frozen=True)
class Found:
    """What holds all the words: themes that are named so, and each kind with a page of its rows."""

    themes: list[Row]
    sections: list[dict[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.themes or self.sections)


@publicly
def search(request: HttpRequest) -> HttpResponse:
    """What holds all the words; where nothing does, what holds the words that were meant."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    asked = searched.read(request, published, frozenset(KINDS))
    wanted = bool(terms(asked.words))
    number = request.GET.get("page", "")
    try:
        found = _found(asked, number) if wanted else Found([], [])
        meant = "" if found or not wanted else _meant(asked)
        near = _found(replace(asked, words=meant), number) if meant else Found([], [])
    except DatabaseError:
        log.exception("The search does not answer.")
        return render(request, "charter/search/down.html", {"words": asked.words}, status=503)
    context = {
        "words": asked.words,
        "kind": asked.kind,
        "kinds": [(code, kind.name) for code, kind in KINDS.items()],
        "version": asked.version,
        "versions": published,
        "language": asked.chosen,
        "languages": [tongue(code) for code in charters.languages()],
        "nothing": wanted and not found,
        "meant": meant if near else "",
        "meant_url": f"?{replace(asked, words=meant).query}",
        "found": near or found,
    }
    return render(request, "charter/search/search.html", context)


def _meant(asked: Asked) -> str:
    if asked.version is None:
        return ""
    names = [in_words(theme.name) for theme in themes.kept(asked.version.charter)]
    return vocabulary.meant(asked.words, asked.version, asked.language, names)


def _found(asked: Asked, number: str) -> Found:
    """A few rows of every kind, or a page of the kind that is asked for."""
    kinds = [asked.kind] if asked.kind else list(KINDS)
    pages = {code: _page(asked, code, number) for code in kinds}
    sections = [_section(asked, code, page) for code, page in pages.items() if page.paginator.count]
    version = asked.version if "charter" in kinds else None
    named = themes.named(version.charter, asked.words) if version else []
    return Found([{"title": in_words(one.name), "url": reverse("theme", args=[one.slug])} for one in named], sections)


def _page(asked: Asked, code: str, number: str) -> Page:
    found = KINDS[code].find(asked)
    return Paginator(found, A_PAGE).get_page(number) if asked.kind else Paginator(found, FEW).get_page(1)


def _section(asked: Asked, code: str, page: Page) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "heading": _heading(asked, code),
        "page": page,
        "rows": kind.rows(page, asked),
        "all": kind.all,
        "all_url": "" if asked.kind or not page.has_next() else f"?{replace(asked, kind=code).query}",
    }


def _heading(asked: Asked, code: str) -> str:
    if code == "charter" and asked.version and not asked.latest:
        return _("In version %(number)s") % {"number": asked.version.number}
    return str(KINDS[code].heading)
