"""Texts from before this site, for readers: their list, one of them, and one beside a version."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.breadcrumbs import charter_breadcrumbs
from charter.models import Charter, EarlierLine, EarlierText, Version
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters, earlier_texts
from charter.states import HEADINGS, ArticleKind, ProvisionKind
from charter.views.public_pages import publicly
from charter.views.reading import comparing
from charter.wording.changes import describe_change_counts
from charter.wording.charter_text import charter_words, provision_anchor
from charter.wording.earlier_texts import before_this_site, earlier_text_row, earlier_text_terms, format_dated
from charter.wording.versions import describe_status_html

POINTS = {ProvisionKind.POINT, ProvisionKind.PLAN_POINT}


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All earlier texts, the oldest first; the page does not exist on a site without one."""
    charter = charters.current_charter()
    texts = list(earlier_texts.public_texts(charter)) if charter else []
    if not texts:
        raise Http404(_("There are no earlier texts on this site."))
    context = {
        "rows": [earlier_text_row(text) for text in texts],
        "sentence": before_this_site(),
        "crumbs": charter_breadcrumbs(here=_("Earlier texts")),
    }
    return render(request, "charter/reading/earlier_texts/index.html", context)


@publicly
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One earlier text with its details; a provision that corresponds to it links to its history."""
    charter, text = public_text(pk)
    published = articles.published_versions(charter)
    context = {
        "text": text,
        "dated": format_dated(text.dated),
        "sentence": before_this_site(),
        "terms": earlier_text_terms(text),
        "spoken": language_of(text.language),
        "articles": [article_view(lines) for lines in earlier_texts.lines_by_article(text)],
        "comparisons": _comparisons(text, published),
        "crumbs": charter_breadcrumbs((_("Earlier texts"), reverse("earlier_texts")), here=text.title),
    }
    return render(request, "charter/reading/earlier_texts/show.html", context)


@publicly
def compare(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An earlier text as the older side, beside a version in the same language."""
    charter, text = public_text(pk)
    published = articles.published_versions(charter)
    version = next((version for version in published if version.number == number), None)
    if version is None:
        raise Http404(_("There is no version with that number."))
    view, everything = comparing.read_view(request)
    comparisons = earlier_texts.compare_with_version(text, version)
    is_unwritten = text.language not in charters.charter_languages()
    shown = [] if is_unwritten else comparisons if everything else [c for c in comparisons if c.changed]
    firsts = accumulate((len(comparison.diff.changes) for comparison in shown), initial=1)
    total = describe_change_counts(shown)
    context = {
        "text": text,
        "dated": format_dated(text.dated),
        "new": version,
        "status": describe_status_html(version),
        "spoken": language_of(text.language),
        "unwritten": is_unwritten,
        "articles": [
            comparing.compared_article(comparison, {}, view, everything, first)
            for comparison, first in zip(shown, firsts, strict=False)
        ],
        "total": total,
        "view": view,
        "views": comparing.views_of_comparison(request, view, everything),
        "ends": comparing.ends_of_comparison(view, everything, total["count"]),
        "versions": [link for link in _comparisons(text, published) if not link["url"].endswith(f"/{number}/")],
        "earlier_links": comparing.earlier_links(charter, version, text),
        "language": text.language,
        "crumbs": charter_breadcrumbs(
            (_("Earlier texts"), reverse("earlier_texts")),
            (text.title, reverse("earlier_text", args=[text.pk])),
            here=_("Version %(number)s") % {"number": number},
        ),
    }
    return render(request, "charter/reading/comparing/earlier.html", context)


def _comparisons(text: EarlierText, published: list[Version]) -> list[dict[str, str]]:
    """The first and the latest version, with which a text can be compared."""
    numbers = dict.fromkeys(version.number for version in (*published[-1:], *published[:1]))
    return [
        {
            "word": _("Compare with version %(number)s") % {"number": number},
            "url": reverse("earlier_compare", args=[text.pk, number]),
        }
        for number in numbers
    ]


def public_text(pk: int) -> tuple[Charter, EarlierText]:
    """The public text of that id, with its charter; no page otherwise."""
    charter = charters.current_charter()
    text = earlier_texts.public_text(charter, pk) if charter else None
    if charter is None or text is None:
        raise Http404(_("There is no earlier text at this address."))
    return charter, text


def article_view(lines: list[EarlierLine]) -> dict[str, Any]:
    """An article as a page shows it: its number or its type, its title, its other provisions."""
    head = lines[0]
    is_titled = head.kind == ProvisionKind.TITLE
    is_article = head.article_kind == ArticleKind.ARTICLE
    structure = charters.text_structure()
    name = structure.name_of_part(head.article_kind, head.article_number) if head.article_number else ""
    return {
        "id": provision_anchor(head.citation) if is_titled else "",
        "over": name if is_article else "" if is_titled else structure.name_of_part(head.article_kind),
        "title": charter_words(head.html) if is_titled else "",
        "lines": [_line_view(line) for line in lines[is_titled:]],
    }


def _line_view(line: EarlierLine) -> dict[str, Any]:
    return {
        "id": provision_anchor(line.citation),
        "cite": line.citation,
        "letter": line.printed if line.kind in POINTS else "",
        "words": charter_words(line.html),
        "is_heading": line.kind in HEADINGS,
        "url": reverse("provision", args=[line.provision.short]) if line.provision else "",
    }
