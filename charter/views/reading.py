"""Reading the charter: its contents, an article, its versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import address
from accounts.rules import Refusal
from charter import rules
from charter.models import Charter, Provision, Term, Version
from charter.queries import asking, charters, counting, departures, glossary, reading, remarks, rounds, working
from charter.queries.glossary import Words
from charter.queries.reading import Reading
from charter.queries.tongues import tongue
from charter.views.frame import (
    contents_nav,
    languages_also,
    neighbours,
    reader,
    take_away,
    title_of,
    version_line,
    view_bar,
    words_language,
)
from charter.views.missing import gone
from charter.views.notes import Asked, asked
from charter.views.places import Beside, place
from charter.views.publicly import publicly
from charter.views.rights import rights
from charter.views.structured import legislation

WORKING = "working"


@publicly
def latest(request: HttpRequest) -> HttpResponse:
    """The latest published version; before there is one, what will stand here."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    if charter is None or not published:
        return render(request, "charter/reading/empty.html", {"charter": charter})
    return _contents(request, charter, published, published[0])


@publicly
def version(request: HttpRequest, version: str) -> HttpResponse:
    """The contents of one version, or of the working text."""
    charter = _charter()
    published = reading.versions(charter)
    return _contents(request, charter, published, _chosen(request, charter, published, version))


@publicly
def article(request: HttpRequest, version: str, article: str) -> HttpResponse:
    """One article of one version, or of the working text."""
    charter = _charter()
    published = reading.versions(charter)
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
        "ends": take_away(f"charter/{chosen.number}/{read.chapter.address}") if chosen else [],
        "newer": _newer(published, chosen, read),
        "since": {one.number: one.published_at for one in published},
        "structured": legislation(charter, chosen, language, read.chapter) if chosen else None,
    }
    other = request.GET.get("beside", "")
    if other in charters.languages() and other != language:
        return _side_by_side(request, context, charter, chosen, other)
    return _article(request, context, charter, chosen)


def _left(request: HttpRequest, chosen: Version | None, language: str, place: str) -> HttpResponse:
    """What left the text is said to have left it, with where it went; what never stood here is not found."""
    departure = departures.of(chosen, language, place) if chosen else None
    if chosen is None or departure is None:
        raise Http404(_("This version has no such article."))
    return gone(request, departure, chosen)


def _article(request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None) -> HttpResponse:
    read: Reading = context["read"]
    words = glossary.words(charter, context["language"])[context["language"]]
    beside = replace(_beside(request, context, charter, chosen), terms=words)
    context["rights"] = beside.rights
    context["places"] = [place(line, beside) for line in read.lines]
    context["terms"] = _terms(words, read)
    response = render(request, "charter/reading/article.html", context)
    if chosen is None:
        response["X-Robots-Tag"] = "noindex"
    return response


def _beside(request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None) -> Beside:
    read: Reading = context["read"]
    round_ = rounds.running(charter)
    return Beside(
        rights=rights(reader(request), round_),
        acts=chosen is None or context["is_latest"],
        brought=asking.brought(read.lines, chosen) if chosen else {},
        since=context["since"],
        pending=counting.pending_on(read.provision_ids, round_),
        remarks=remarks.counts(Provision, read.provision_ids),
        asked=_asked(request, read),
        all_missing=read.is_missing,
        address=address("article", context["version"], read.chapter.address),
    )


def _terms(words: Words, read: Reading) -> list[Term]:
    """The words of the article that the glossary explains, each once, in the order of the text."""
    return words.found("\n".join(line.wording.text for line in read.lines if line.wording and not line.missing))


def _asked(request: HttpRequest, read: Reading) -> tuple[int, Asked] | None:
    line = read.find(request.GET.get("who", ""))
    if line is None or line.wording is None:
        return None
    return line.provision.pk, asked(line.wording, request.GET.get("run", ""))


def _side_by_side(
    request: HttpRequest, context: dict[str, Any], charter: Charter, chosen: Version | None, other: str
) -> HttpResponse:
    """The article in two languages beside each other."""
    read: Reading = context["read"]
    second = _read(charter, chosen, other, read.chapter.address)
    found = {line.provision.pk: line for line in (second.lines if second else ()) if not line.missing}
    context["pairs"] = [(line, found.get(line.provision.pk)) for line in read.lines]
    context["other"] = other
    return render(request, "charter/reading/two_languages.html", context)


@publicly
def versions(request: HttpRequest) -> HttpResponse:
    """All published versions, the newest first."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    rows = [_version_row(charter, published, n) for n in range(len(published))] if charter else []
    return render(request, "charter/reading/versions.html", {"rows": rows})


def _version_row(charter: Charter, published: list[Version], n: int) -> dict[str, Any]:
    shown = published[n]
    line = version_line(published, shown)
    row = {
        "title": line["name"],
        "url": address("version", shown.number),
        "after": f", {line['text']}",
        "number": shown.number,
        "digest": shown.digest,
    }
    if n + 1 < len(published):
        row["compare_url"] = address("compare", published[n + 1].number, shown.number)
        row["log_url"] = address("change_log", shown.number)
        row["before"] = published[n + 1].number
    return row


def _contents(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None
) -> HttpResponse:
    language = charters.edition_in(words_language(request))
    chapters = reading.contents(chosen, language) if chosen else working.contents(charter, language)
    round_ = rounds.running(charter)
    context = {
        **_text_context(request, charter, published, chosen, language),
        "charter_title": charter.title.in_language(language),
        "authentic": [tongue(one.code) for one in charter.languages.all() if one.authentic],
        "chapters": chapters,
        "rights": rights(reader(request), round_),
        "newer": _newer(published, chosen, None),
        "structured": legislation(charter, chosen, language) if chosen else None,
        "downloads": take_away(f"charter/{chosen.number}")[0] if chosen else None,
        "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
    }
    return render(request, "charter/reading/contents.html", context)


def _text_context(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None, language: str
) -> dict[str, Any]:
    """What every page of a text says of it."""
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
    charter = charters.current()
    if charter is None:
        raise Http404(_("There is no charter here yet."))
    return charter


def _chosen(request: HttpRequest, charter: Charter, published: list[Version], wanted: str) -> Version | None:
    """The version of that number; None for the working text, where the person may read it."""
    if wanted == WORKING:
        unreleased = reading.holds_unreleased(charter)
        answer = rules.may_read_working(reader(request), rounds.running(charter), holds_unreleased=unreleased)
        if isinstance(answer, Refusal):
            raise Http404(str(answer.why))
        return None
    found = next((v for v in published if str(v.number) == wanted), None)
    if found is None:
        raise Http404(_("There is no version with that number."))
    return found


def _read(charter: Charter, chosen: Version | None, language: str, place: str) -> Reading | None:
    if chosen is None:
        return working.article(charter, language, place)
    return reading.article(chosen, language, place)


def _newer(published: list[Version], chosen: Version | None, read: Reading | None) -> dict[str, str] | None:
    """For an old version: the newest one, at the same article where it still stands."""
    if chosen is None or chosen == published[0]:
        return None
    newest = published[0]
    place = reading.place_in(newest, read.chapter.key) if read else ""
    url = address("article", newest.number, place) if place else address("version", newest.number)
    names = {"name": _("version %(number)s") % {"number": chosen.number}}
    return {**names, "newer": _("Version %(number)s") % {"number": newest.number}, "url": url}
