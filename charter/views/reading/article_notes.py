"""The text of an article with its notes below it, as in a critical edition."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.addresses import address_of
from charter.queries.reading import charters
from charter.queries.reading.articles import TextLine
from charter.queries.reading.earlier_texts import public_lines_by_provision
from charter.states import TERM_HEADINGS
from charter.views.public_pages import publicly
from charter.views.text_frame import (
    contents_nav,
    download_links,
    languages_also,
    neighbours,
    read_version_article,
    title_of,
    version_line,
    view_bar,
    words_language,
)
from charter.wording.apparatus import Apparatus, critical_apparatus
from charter.wording.charter_text import language_attributes


@publicly
def show(request: HttpRequest, number: int, article: str) -> HttpResponse:
    """Each passage with the number of its note; the notes name the proposer, the reason and the decision."""
    version_article = read_version_article(request, number, article)
    published, version, read = version_article.published, version_article.version, version_article.reading
    language = charters.edition_in(words_language(request))
    if article != read.chapter.address:
        return redirect("article_notes", number, read.chapter.address)
    apparatus = critical_apparatus(
        read.lines, version.published_at, public_lines_by_provision(version_article.charter, language)
    )
    context = {
        "version": number,
        "published": version,
        "read": read,
        "language": language,
        "asked_language": words_language(request),
        "title": title_of(read.chapter),
        "line": version_line(published, version),
        "also": languages_also(request),
        "contents": contents_nav(read, number),
        "neighbours": neighbours(read, number),
        "views": view_bar(request, version_article.charter, published, version, read),
        "ends": download_links(f"edition/{number}/{read.chapter.address}"),
        "lines": [_shown(line, apparatus, language) for line in read.lines if not line.is_title],
        "notes": apparatus.notes,
        "first_texts": apparatus.first_texts,
    }
    return render(request, "charter/reading/article_notes.html", context)


def _shown(line: TextLine, apparatus: Apparatus, language: str) -> dict[str, Any]:
    return {
        "is_heading": line.is_heading,
        "is_term": line.kind in TERM_HEADINGS,
        "id": line.anchor,
        "cite": line.citation,
        "url": address_of("provision", line.provision.short),
        "letter": line.label,
        "passages": apparatus.passages.get(line.provision.pk, []),
        "words": line.html,
        **(language_attributes(line.language) if line.language != language else {}),
    }
