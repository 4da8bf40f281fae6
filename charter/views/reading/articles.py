"""Reading the charter: its contents, an article, its versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from accounts.locales import comma
from accounts.numbers import whole_number
from accounts.rules import Refusal, mandates_of
from charter import rules
from charter.forms.papers.working_papers import WHOLE
from charter.models import Charter, Provision, Term, Version
from charter.queries.amending import counts, rounds
from charter.queries.comments import comments
from charter.queries.languages import glossary
from charter.queries.languages.glossary import LanguageTerms
from charter.queries.languages.names import language_of
from charter.queries.papers.proposed_changes import has_pending, keys_with_text, open_round
from charter.queries.reading import articles, charters, former_addresses, word_sources, working_text
from charter.queries.reading.articles import Reading
from charter.queries.versions.language_gaps import authentic_languages, gaps_in
from charter.views.public_pages import publicly
from charter.views.reading.missing_pages import gone
from charter.views.reading.provision_wordings import shown_wording, versions_of
from charter.views.reading.provisions import Beside, place
from charter.views.reading.reader_rights import closed_provisions, rights
from charter.views.reading.schema_org import legislation
from charter.views.reading.word_sources import SourcesPage, sources_page
from charter.views.text_frame import (
    Link,
    contents_nav,
    download_links,
    languages_also,
    neighbours,
    proposed_link,
    reader,
    title_of,
    version_line,
    view_bar,
    words_language,
)
from charter.wording.charter_text import interface_language
from charter.wording.language_gaps import gap_sentences
from charter.wording.versions import translators_sentence

WORKING = "working"


@publicly
def latest(request: HttpRequest) -> HttpResponse:
    """The latest published version; before the first one, a page that announces it."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    if charter is None or not published:
        return render(request, "charter/reading/empty.html", {"charter": charter})
    return _contents(request, charter, published, published[0])


@publicly
def version(request: HttpRequest, version: str) -> HttpResponse:
    """The contents of one version, or of the working text."""
    charter = _charter()
    published = articles.published_versions(charter)
    return _contents(request, charter, published, _chosen(request, charter, published, version))


@publicly
def article(request: HttpRequest, version: str, article: str) -> HttpResponse:
    """One article of one version, or of the working text."""
    charter = _charter()
    published = articles.published_versions(charter)
    chosen = _chosen(request, charter, published, version)
    language = charters.edition_in(words_language(request))
    read = _read(charter, chosen, language, article)
    if read is None:
        return _left(request, chosen, language, article)
    if article != read.chapter.address:
        return redirect("article", version, read.chapter.address)
    context = {
        **_text_context(request, charter, published, chosen, language),
        "read": read,
        "title": title_of(read.chapter),
        "contents": contents_nav(read, version),
        "neighbours": neighbours(read, version),
        "views": view_bar(request, charter, published, chosen, read),
        "ends": _ends(request, f"{chosen.number}/{read.chapter.address}", read) if chosen else [],
        "newer": _newer(published, chosen, read),
        "structured": legislation(charter, chosen, language, read.chapter) if chosen else None,
    }
    other = request.GET.get("beside", "")
    if other in charters.charter_languages() and other != language:
        return _side_by_side(request, context, charter, chosen, other)
    return _article(request, context, charter, chosen)


def _ends(request: HttpRequest, place: str, read: Reading) -> list[Link]:
    """Where the article can be had as a file: by itself, with the comments on it, and for a team to work in."""
    commented = {"word": _("Print with comments"), "url": address_of("downloads", f"commented/{place}")}
    table = {"word": _("Table of comments"), "url": address_of("downloads", f"comment-table/{read.chapter.address}")}
    return [*download_links(f"charter/{place}"), commented, table, *_work_links(request, read.chapter.address)]


def _ends_of_version(request: HttpRequest, version: Version, language: str) -> list[Link]:
    """Where all articles can be had as a file: as they are, for a team to work in, and with the pending amendments."""
    notes = {"word": _("Text with notes"), "url": address_of("downloads", f"edition/{version.number}")}
    commented = {"word": _("Print with comments"), "url": address_of("downloads", f"commented/{version.number}")}
    table = {"word": _("Table of comments"), "url": address_of("downloads", "comment-table")}
    links = [*download_links(f"charter/{version.number}"), notes, commented, table, *_work_links(request, WHOLE)]
    round_ = open_round(version)
    if round_ is not None and has_pending(round_, keys_with_text(version, language)):
        links.append(proposed_link(version))
    return links


def _work_links(request: HttpRequest, article: str) -> list[Link]:
    """For a team: where it downloads a file to work in and returns it."""
    if not mandates_of(reader(request)):
        return []
    url = f"{address_of('city_papers')}?{urlencode({'article': article})}"
    return [{"word": _("Work in Word"), "url": url}, {"word": _("Import a file"), "url": f"{url}#import"}]


def _left(request: HttpRequest, chosen: Version | None, language: str, place: str) -> HttpResponse:
    """Answers 410 with the present place for an article that was deleted, 404 for one that never existed."""
    departure = former_addresses.departure_from(chosen, language, place) if chosen else None
    if chosen is None or departure is None:
        raise Http404(_("The version does not contain this article."))
    return gone(request, departure, chosen)


def _article(request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None) -> HttpResponse:
    read: Reading = context["read"]
    words = glossary.words_by_language(charter, context["language"])[context["language"]]
    beside = replace(_beside(request, context, charter, chosen), terms=words)
    context["rights"] = beside.rights
    has_pending = any(beside.pending.get(line.provision.pk) for line in read.lines if not line.missing)
    if beside.acts and chosen is not None and has_pending:
        context["ends"] = [*context["ends"], proposed_link(chosen, read.chapter.address)]
    context["places"] = [place(line, beside) for line in read.lines]
    context["terms"] = _terms(words, read)
    response = render(request, "charter/reading/article.html", context)
    if chosen is None:
        response["X-Robots-Tag"] = "noindex"
    return response


def _beside(request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None) -> Beside:
    read: Reading = context["read"]
    round_ = rounds.running_round(charter)
    versions = versions_of(read, chosen, context["language"])
    own_rights = rights(reader(request), round_)
    return Beside(
        rights=own_rights,
        closed=closed_provisions(read, charter, round_) if own_rights.may_propose else frozenset(),
        acts=chosen is None or context["is_latest"],
        brought=word_sources.adoptions_by_provision(read.lines, chosen) if chosen else {},
        version=chosen.number if chosen else None,
        numbered=frozenset(line.citation for line in read.lines if line.printed.endswith(".")),
        pending=counts.pending_on(read.provision_ids, round_),
        comments=comments.count_comments(Provision, read.provision_ids),
        sources=_sources_of_selection(request, charter, read, chosen),
        versions=versions,
        shown=shown_wording(request, read, versions, round_),
        all_missing=read.is_missing,
        address=address_of("article", context["version"], read.chapter.address),
    )


def _terms(words: LanguageTerms, read: Reading) -> list[Term]:
    """The words of the article that the glossary explains, each once, in the order of the text."""
    return words.terms_in("\n".join(line.wording.text for line in read.lines if line.wording and not line.missing))


def _sources_of_selection(
    request: HttpRequest, charter: Charter, read: Reading, chosen: Version | None
) -> tuple[int, SourcesPage] | None:
    line = read.find(request.GET.get("who", ""))
    if line is None or line.wording is None:
        return None
    at = _selected(request.GET.get("at", ""))
    until = chosen.published_at if chosen else None
    page = sources_page(line.wording, request.GET.get("run", ""), selected=at, until=until, charter=charter)
    return line.provision.pk, page


def _selected(text: str) -> tuple[int, int] | None:
    """The characters that a reader selected, `12-40` in the address; None where these are no two numbers."""
    start, end = (whole_number(part) for part in text.partition("-")[::2])
    return (start, end) if start is not None and end is not None and start < end else None


def _side_by_side(
    request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None, other: str
) -> HttpResponse:
    """The article in two languages beside each other."""
    read: Reading = context["read"]
    second = _read(charter, chosen, other, read.chapter.address)
    second_lines = {line.provision.pk: line for line in (second.lines if second else ()) if not line.missing}
    context["pairs"] = [(line, second_lines.get(line.provision.pk)) for line in read.lines]
    context["other"] = other
    return render(request, "charter/reading/two_languages.html", context)


@publicly
def versions(request: HttpRequest) -> HttpResponse:
    """All published versions, the newest first."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    rows = [_version_row(charter, published, n) for n in range(len(published))] if charter else []
    has_earlier = charter is not None and charters.has_earlier_texts(charter)
    context = {"charter": charter, "rows": rows, "has_earlier_texts": has_earlier}
    return render(request, "charter/reading/versions.html", context)


def _version_row(charter: Charter, published: list[Version], n: int) -> dict[str, Any]:
    shown = published[n]
    line = version_line(published, shown)
    row = {
        "title": line["name"],
        "url": address_of("version", shown.number),
        "after": format_html("{}{}", comma(), line["text"]),
        "number": shown.number,
        "digest": shown.digest,
    }
    if n + 1 < len(published):
        row["compare_url"] = address_of("compare", published[n + 1].number, shown.number)
        row["log_url"] = address_of("change_log", shown.number)
        row["before"] = published[n + 1].number
    return row


def _contents(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None
) -> HttpResponse:
    language = charters.edition_in(words_language(request))
    chapters = (
        articles.version_contents(chosen, language) if chosen else working_text.working_contents(charter, language)
    )
    round_ = rounds.running_round(charter)
    gaps = gaps_in(chosen, interface_language()) if chosen else {}
    context = {
        **_text_context(request, charter, published, chosen, language),
        "charter_title": charter.title.in_language(language),
        "authentic": [language_of(code) for code in authentic_languages(charter, gaps)],
        "lacks": [gap_sentence for gap in gaps.values() for gap_sentence in gap_sentences(gap)],
        "translators": translators_sentence(chosen, language) if chosen else "",
        "chapters": chapters,
        "rights": rights(reader(request), round_),
        "newer": _newer(published, chosen, None),
        "structured": legislation(charter, chosen, language) if chosen else None,
        "ends": _ends_of_version(request, chosen, language) if chosen else [],
        "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
    }
    return render(request, "charter/reading/contents.html", context)


def _text_context(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None, language: str
) -> dict[str, Any]:
    """The values that every page of a text needs."""
    return {
        "charter": charter,
        "version": chosen.number if chosen else WORKING,
        "published": chosen,
        "is_latest": chosen is not None and chosen == published[0],
        "line": version_line(published, chosen),
        "language": language,
        "asked_language": words_language(request),
        "also": languages_also(request),
        "now": timezone.now(),
    }


def _charter() -> Charter:
    charter = charters.current_charter()
    if charter is None:
        raise Http404(_("No charter has been imported yet."))
    return charter


def _chosen(request: HttpRequest, charter: Charter, published: list[Version], number: str) -> Version | None:
    """The version of that number; None for the working text, where the person may read it."""
    if number == WORKING:
        unreleased = articles.holds_unreleased(charter)
        answer = rules.may_read_working(reader(request), rounds.running_round(charter), holds_unreleased=unreleased)
        if isinstance(answer, Refusal):
            raise Http404(str(answer.why))
        return None
    found_version = next((v for v in published if str(v.number) == number), None)
    if found_version is None:
        raise Http404(_("There is no version with that number."))
    return found_version


def _read(charter: Charter, chosen: Version | None, language: str, place: str) -> Reading | None:
    if chosen is None:
        return working_text.working_article(charter, language, place)
    return articles.read_article(chosen, language, place)


def _newer(published: list[Version], chosen: Version | None, read: Reading | None) -> dict[str, str] | None:
    """For an old version: the newest one, at the same article if that version contains it."""
    if chosen is None or chosen == published[0]:
        return None
    newest = published[0]
    place = articles.place_in(newest, read.chapter.key) if read else ""
    url = address_of("article", newest.number, place) if place else address_of("version", newest.number)
    names = {"name": _("version %(number)s") % {"number": chosen.number}}
    return {**names, "newer": _("Version %(number)s") % {"number": newest.number}, "url": url}
