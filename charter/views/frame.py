"""What stands around the words of a text: title, version line, views, contents, other languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.addresses import address
from accounts.models import Person
from charter.models import Charter, Version
from charter.queries import charters
from charter.queries.reading import Chapter, Reading
from charter.queries.tongues import tongue
from charter.states import ArticleKind, ProvisionKind
from charter.templatetags.charter_text import attributes, interface
from charter.templatetags.versions import standing

Link = dict[str, Any]
SHOWN = 2


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in; None for readers without an account."""
    return request.user if isinstance(request.user, Person) else None


def words_language(request: HttpRequest) -> str:
    """The language of the words that the address asks for."""
    return str(getattr(request, "words_language", None) or interface() or settings.LANGUAGE_CODE)


def title_of(chapter: Chapter) -> dict[str, Any]:
    """The title in the serif, and above it what part of the charter it heads."""
    over = _("Article %(number)s") % {"number": chapter.number} if chapter.number else ""
    if not over and chapter.title != str(ArticleKind(chapter.kind).label):
        over = str(ArticleKind(chapter.kind).label)
    return {"over": over, "words": chapter.title, **attributes(chapter.language)}


def version_line(published: list[Version], chosen: Version | None) -> dict[str, Any]:
    """What `components/version_line.html` takes: what a version is comes first."""
    if chosen is None:
        return {
            "name": _("Working text"),
            "text": _("not published, and it can change."),
            "others": _others(published, 0),
        }
    said = standing(chosen)
    if chosen == published[0]:
        said = f"{said} {_('This is the latest version.')}"
    name = _("Version %(number)s") % {"number": chosen.number}
    return {"name": name, "text": said, "others": _others(published, chosen.number)}


def view_bar(
    request: HttpRequest, charter: Charter, published: list[Version], chosen: Version | None, read: Reading
) -> list[Link]:
    """Text, changes since the version before, two languages, where the words come from."""
    here = address("article", chosen.number if chosen else "working", read.chapter.address)
    beside = bool(request.GET.get("beside"))
    views = [{"word": _("Text"), "url": here, "current": request.path == here and not beside}]
    if chosen and chosen.number > 1:
        before = chosen.number - 1
        url = address("compare_article", before, chosen.number, read.chapter.address)
        views.append({"word": _("Changes since version %(number)s") % {"number": before}, "url": url})
    mine = charters.edition_in(words_language(request))
    others = [code for code in charters.languages() if code != mine]
    if others:
        views.append({"word": _("Two languages"), "url": f"{here}?beside={others[0]}", "current": beside})
    if chosen:
        url = address("article_origins", chosen.number, read.chapter.address)
        views.append({"word": _("Who asked, in figures"), "url": url, "current": request.path == url})
    return views


def take_away(name: str) -> list[Link]:
    """The end of a bar of views: where the same can be had as a file."""
    return [{"word": _("Download, print, cite"), "url": address("downloads", name)}]


def contents_nav(read: Reading, version: int | str) -> dict[str, Any]:
    """What `components/contents.html` takes."""
    numbered = [chapter.number for chapter in read.chapters if chapter.number]
    here = read.chapter
    return {
        "articles": [_entry(chapter, read, version) for chapter in read.chapters],
        "place": f"{here.number} / {len(numbered)}" if here.number else here.title,
    }


def neighbours(read: Reading, version: int | str) -> dict[str, Link]:
    """The articles before and after, by these names; one that is none is not there."""
    found = {"before": read.before, "after": read.after}
    return {
        where: {"url": address("article", version, one.address), "name": one.name}
        for where, one in found.items()
        if one
    }


def languages_also(request: HttpRequest) -> list[Link]:
    """The same page in the other languages, said at the head on narrow screens."""
    here = words_language(request)
    rest = request.path_info[len(here) + 1 :]
    found = [tongue(code) for code in charters.languages() if code != here]
    return [{**vars(language), "code": language.tag, "url": f"/{language.code}{rest}"} for language in found]


def spoken(language: str) -> dict[str, str]:
    """`lang` and `dir` of a title, empty where it is in the page's language: a missing key costs a template dearly."""
    return {"lang": "", "dir": "", **attributes(language)}


def _entry(chapter: Chapter, read: Reading, version: int | str) -> Link:
    here = chapter == read.chapter
    return {
        "number": chapter.number,
        "title": chapter.title,
        **spoken(chapter.language),
        "url": address("article", version, chapter.address),
        "current": here,
        "parts": _parts(read) if here else [],
    }


def _parts(read: Reading) -> list[Link]:
    kinds = (ProvisionKind.HEADING, ProvisionKind.PLAN)
    found = [line for line in read.lines if line.kind in kinds and line.wording]
    return [{"title": line.wording.text, "url": f"#{line.anchor}"} for line in found if line.wording]


def _others(published: list[Version], number: int) -> list[Link]:
    """The nearest other versions, and all of them where there are more."""
    rest = [v.number for v in published if v.number != number]
    near = sorted(rest, key=lambda n: (abs(n - number), -n))[:SHOWN] if number else rest[:SHOWN]
    links = [
        {"word": _("Version %(number)s") % {"number": n}, "url": address("version", n)}
        for n in sorted(near, reverse=True)
    ]
    if len(rest) > SHOWN:
        links.append({"word": _("All versions"), "url": address("versions")})
    return links
