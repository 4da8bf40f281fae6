"""The frame around a text: title, version line, views, contents, other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from accounts.models import Person
from charter.models import Charter, Version
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters
from charter.queries.reading.articles import Chapter, Reading
from charter.states import ProvisionKind
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.versions import status_sentence_html

Link = dict[str, Any]
SHOWN = 2


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in; None for readers without an account."""
    return request.user if isinstance(request.user, Person) else None


def before_charter(request: HttpRequest, title: str) -> HttpResponse:
    """A public page of the menu or the foot before the charter is imported: what will be there."""
    return render(request, "charter/reading/before_charter.html", {"title": title})


def words_language(request: HttpRequest) -> str:
    """The language of the text that the address requests."""
    return str(getattr(request, "words_language", None) or interface_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class VersionArticle:
    """An article of a published version in the language of the page; `published`: all versions, the latest first."""

    charter: Charter
    published: list[Version]
    version: Version
    reading: Reading


def read_version_article(request: HttpRequest, number: int, address: str) -> VersionArticle:
    """The article of that version; 404 where the version does not contain it."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    version = next((version for version in published if version.number == number), None)
    language = charters.edition_in(words_language(request))
    reading = articles.read_article(version, language, address) if version else None
    if charter is None or version is None or reading is None:
        raise Http404(_("The version does not contain this article."))
    return VersionArticle(charter, published, version, reading)


def title_of(chapter: Chapter) -> dict[str, Any]:
    """The title in the serif, and above it what part of the charter it heads."""
    structure = charters.text_structure()
    over = structure.name_of_part(chapter.kind, chapter.number) if chapter.number else ""
    if not over and chapter.title != structure.name_of_part(chapter.kind):
        over = structure.name_of_part(chapter.kind)
    return {"over": over, "words": chapter.title, **language_attributes(chapter.language)}


def version_line(published: list[Version], chosen: Version | None) -> dict[str, Any]:
    """The values for `components/version_line.html`; the status of the version is first."""
    if chosen is None:
        return {
            "name": _("Working text"),
            "text": _("not published; may still change."),
            "others": _others(published, 0),
        }
    status = status_sentence_html(chosen)
    if chosen == published[0]:
        status = format_html("{} {}", status, _("You are reading the latest version."))
    name = _("Version %(number)s") % {"number": chosen.number}
    return {"name": name, "text": status, "others": _others(published, chosen.number)}


def view_bar(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None, read: Reading
) -> list[Link]:
    """Text, changes since the version before, two languages, where the words come from."""
    address = address_of("article", chosen.number if chosen else "working", read.chapter.address)
    beside = bool(request.GET.get("beside"))
    views = [{"word": _("Text"), "url": address, "current": request.path == address and not beside}]
    if chosen and chosen.number > 1:
        before = chosen.number - 1
        url = address_of("compare_article", before, chosen.number, read.chapter.address)
        views.append({"word": _("Changes since version %(number)s") % {"number": before}, "url": url})
    mine = charters.edition_in(words_language(request))
    others = [code for code in charters.charter_languages() if code != mine]
    if others:
        views.append({"word": _("Compare two languages"), "url": f"{address}?beside={others[0]}", "current": beside})
    if chosen:
        url = address_of("article_notes", chosen.number, read.chapter.address)
        views.append({"word": _("Text with notes"), "url": url, "current": request.path == url})
        url = address_of("article_origins", chosen.number, read.chapter.address)
        views.append({"word": _("Proposals in figures"), "url": url, "current": request.path == url})
    return views


def download_links(name: str) -> list[Link]:
    """The end of a bar of views: where the same can be had as a file."""
    return [{"word": _("Download, print, cite"), "url": address_of("downloads", name)}]


def proposed_link(version: Version, address: str = "") -> Link:
    """Where the pending amendments to an article, or to all of them, can be had as tracked changes."""
    name = f"proposed/{version.number}" + (f"/{address}" if address else "")
    return {"word": _("Pending amendments as tracked changes"), "url": address_of("downloads", name)}


def contents_nav(read: Reading, version: int | str) -> dict[str, Any]:
    """What `components/contents.html` takes."""
    numbered = [chapter.number for chapter in read.chapters if chapter.number]
    current = read.chapter
    return {
        "articles": [_entry(chapter, read, version) for chapter in read.chapters],
        "place": f"{current.number} / {len(numbered)}" if current.number else current.title,
    }


def neighbours(read: Reading, version: int | str) -> dict[str, Link]:
    """The articles before and after, by these names; the first and the last article lack one of them."""
    chapters = {"before": read.before, "after": read.after}
    return {
        where: {
            "url": address_of("article", version, chapter.address),
            "name": chapter.name,
            **spoken(chapter.language),
        }
        for where, chapter in chapters.items()
        if chapter
    }


def languages_also(request: HttpRequest) -> list[Link]:
    """The same page in the other languages, as links at the head on narrow screens."""
    current = words_language(request)
    rest = request.path_info[len(current) + 1 :]
    languages = [language_of(code) for code in charters.charter_languages() if code != current]
    return [{**vars(language), "code": language.tag, "url": f"/{language.code}{rest}"} for language in languages]


def spoken(language: str) -> dict[str, str]:
    """`lang` and `dir` of a title, empty where it is in the page's language: a missing key costs a template dearly."""
    return {"lang": "", "dir": "", **language_attributes(language)}


def _entry(chapter: Chapter, read: Reading, version: int | str) -> Link:
    is_current = chapter == read.chapter
    return {
        "number": chapter.number,
        "title": chapter.title,
        **spoken(chapter.language),
        "url": address_of("article", version, chapter.address),
        "current": is_current,
        "parts": _parts(read) if is_current else [],
    }


def _parts(read: Reading) -> list[Link]:
    kinds = (ProvisionKind.HEADING, ProvisionKind.PLAN)
    text_lines = [line for line in read.lines if line.kind in kinds and line.wording]
    return [{"title": line.wording.text, "url": f"#{line.anchor}"} for line in text_lines if line.wording]


def _others(published: list[Version], number: int) -> list[Link]:
    """The nearest other versions, and all of them where there are more."""
    rest = [v.number for v in published if v.number != number]
    near = sorted(rest, key=lambda n: (abs(n - number), -n))[:SHOWN] if number else rest[:SHOWN]
    links = [
        {"word": _("Version %(number)s") % {"number": n}, "url": address_of("version", n)}
        for n in sorted(near, reverse=True)
    ]
    if len(rest) > SHOWN:
        links.append({"word": _("All versions"), "url": address_of("versions")})
    return links
