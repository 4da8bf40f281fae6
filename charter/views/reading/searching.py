"""Search: the text, the amendments, the decisions, news and other pages."""

from __future__ import annotations

import logging
from collections import defaultdict
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

from accounts.folding import search_terms
from accounts.models import load_names
from accounts.queries.themes import themes_in_use, themes_named
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.models import texts_of_amendments, texts_of_initiatives
from charter.queries.city import frameworks, help_entries, initiatives, members, waves
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters, search_vocabulary, searching
from charter.views.public_pages import publicly
from charter.views.reading import search_results
from charter.views.reading import search_terms as search_term_views
from charter.views.reading.search_results import Row
from charter.views.reading.search_terms import SearchRequest
from charter.wording.charter_text import in_words

log = logging.getLogger(__name__)
# Rows of each kind where everything is searched, and on a page of one kind.
FEW = 10
OF_A_CAMPAIGN = ("frameworks", "initiatives", "offers")


@dataclass(frozen=True)
class Kind:
    """Something that can be found: its name, heading and link to all of it, what finds it, what makes rows of it."""

    name: Promise
    heading: Promise
    all: Promise
    find: Callable[[SearchRequest], Any]
    rows: Callable[[Page, SearchRequest], list[Row]]


def _in_the_charter(search_request: SearchRequest) -> Any:
    return (
        searching.search_provisions(search_request.version, search_request.language, search_request.words)
        if search_request.version
        else []
    )


def _of_members(search: Callable[..., Any]) -> Callable[[SearchRequest], Any]:
    """What finds entries of members by their words, members and themes."""

    def find(search_request: SearchRequest) -> Any:
        members_named = [member.pk for member in search_request.members]
        return (
            search(search_request.charter, search_request.words, members_named, search_request.themes)
            if search_request.charter
            else []
        )

    return find


KINDS = {
    "charter": Kind(
        gettext_lazy("The charter"),
        gettext_lazy("In the charter"),
        gettext_lazy("All results in the charter"),
        _in_the_charter,
        search_results.provisions,
    ),
    "amendments": Kind(
        gettext_lazy("Amendments"),
        gettext_lazy("In amendments"),
        gettext_lazy("All results in amendments"),
        lambda search: searching.search_amendments(
            search.words, search.chosen, [member.pk for member in search.members]
        ),
        search_results.amendments,
    ),
    "members": Kind(
        gettext_lazy("Members"),
        gettext_lazy("Members"),
        gettext_lazy("All results in members"),
        lambda search: search.members,
        search_results.members,
    ),
    "frameworks": Kind(
        gettext_lazy("Local human rights frameworks"),
        gettext_lazy("Local human rights frameworks"),
        gettext_lazy("All results in local human rights frameworks"),
        _of_members(frameworks.search_frameworks),
        search_results.frameworks,
    ),
    "initiatives": Kind(
        gettext_lazy("Initiatives"),
        gettext_lazy("Initiatives"),
        gettext_lazy("All results in initiatives"),
        _of_members(initiatives.search_initiatives),
        search_results.initiatives,
    ),
    "offers": Kind(
        gettext_lazy("Offers and requests"),
        gettext_lazy("Offers and requests"),
        gettext_lazy("All results in offers and requests"),
        _of_members(help_entries.search_entries),
        search_results.help_entries,
    ),
    "decisions": Kind(
        gettext_lazy("Decisions"),
        gettext_lazy("In decisions"),
        gettext_lazy("All results in decisions"),
        lambda search: searching.search_decisions(search.words, search.chosen),
        search_results.decisions,
    ),
    "pages": Kind(
        gettext_lazy("News and pages"),
        gettext_lazy("In news and pages"),
        gettext_lazy("All results in news and pages"),
        lambda search: searching.search_pages(search.words, search.language),
        search_results.pages,
    ),
}


@dataclass(frozen=True)
class SearchResults:
    """What holds all the words: themes that are named so, and each kind with a page of its rows."""

    themes: list[Row]
    sections: list[dict[str, Any]]

    def __bool__(self) -> bool:
        return bool(self.themes or self.sections)


@publicly
def search(request: HttpRequest) -> HttpResponse:
    """Results that contain all the words; without any, results for similar words."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    kinds = _kinds()
    search_request = search_term_views.read_search(request, charter, published, frozenset(kinds))
    search_request = replace(search_request, members=tuple(members.named_like(search_request.words)))
    has_terms = bool(search_terms(search_request.words))
    number = request.GET.get("page", "")
    try:
        results = _search(search_request, kinds, number) if has_terms else SearchResults([], [])
        meant = "" if results or not has_terms else _meant(search_request)
        near = _search(replace(search_request, words=meant), kinds, number) if meant else SearchResults([], [])
    except DatabaseError:
        log.exception("The search does not answer.")
        return render(request, "charter/reading/search/down.html", {"words": search_request.words}, status=503)
    context = {
        "words": search_request.words,
        "kind": search_request.kind,
        "kinds": [(code, KINDS[code].name) for code in kinds],
        "version": search_request.version,
        "versions": published,
        "language": search_request.chosen,
        "languages": [language_of(code) for code in charters.charter_languages()],
        "nothing": has_terms and not results,
        "meant": meant if near else "",
        "meant_url": f"?{replace(search_request, words=meant).query}",
        "found": near or results,
    }
    return render(request, "charter/reading/search/search.html", context)


def _meant(search_request: SearchRequest) -> str:
    if search_request.version is None:
        return ""
    names = [in_words(theme.name) for theme in themes_in_use()]
    return search_vocabulary.corrected_words(
        search_request.words, search_request.version, search_request.language, names
    )


def _kinds() -> list[str]:
    """What can be found; a site without a campaign has no local frameworks, initiatives and offers of members."""
    has_campaign = waves.has_campaign()
    return [code for code in KINDS if has_campaign or code not in OF_A_CAMPAIGN]


def _search(search_request: SearchRequest, kinds: list[str], number: str) -> SearchResults:
    """A few rows of every kind, or a page of the requested kind."""
    charter = search_request.charter if search_request.version else None
    named = themes_named(search_request.words) if charter else []
    search_request = replace(search_request, themes=tuple(named))
    kinds = [search_request.kind] if search_request.kind else kinds
    pages = {code: _page(search_request, code, number) for code in kinds}
    _load_names(pages)
    sections = [_section(search_request, code, page) for code, page in pages.items() if page.paginator.count]
    shown = named if "charter" in kinds else []
    return SearchResults(
        [{"title": in_words(theme.name), "url": reverse("theme", args=[theme.code])} for theme in shown], sections
    )


def _page(search_request: SearchRequest, code: str, number: str) -> Page:
    results = KINDS[code].find(search_request)
    return (
        Paginator(results, ROWS_ON_A_PAGE).get_page(number)
        if search_request.kind
        else Paginator(results, FEW).get_page(1)
    )


def _load_names(pages: dict[str, Page]) -> None:
    """Reads the names and translations of all that was found at once."""
    rows = defaultdict(list, {code: list(page) for code, page in pages.items()})
    asked = [*rows["amendments"], *(decision.amendment for decision in rows["decisions"])]
    entries = [*rows["frameworks"], *rows["initiatives"], *rows["offers"]]
    load_names(
        [*(member for amendment in asked for member in amendment.members), *(entry.organisation for entry in entries)],
        [
            *texts_of_amendments(rows["amendments"]),
            *(text for decision in rows["decisions"] for text in (decision.reason, decision.amendment.round.body)),
            *texts_of_initiatives(rows["initiatives"]),
            *(offer.theme.name for offer in rows["offers"]),
        ],
    )


def _section(search_request: SearchRequest, code: str, page: Page) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "heading": _heading(search_request, code),
        "page": page,
        "rows": kind.rows(page, search_request),
        "all": kind.all,
        "all_url": ""
        if search_request.kind or not page.has_next()
        else f"?{replace(search_request, kind=code).query}",
    }


def _heading(search_request: SearchRequest, code: str) -> str:
    if code == "charter" and search_request.version and not search_request.latest:
        return _("In version %(number)s") % {"number": search_request.version.number}
    return str(KINDS[code].heading)
