"""Search: the text, the amendments, the decisions, news and other pages."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.folding import places, terms
from accounts.models import Said
from charter.models import Amendment, Decision, Version, VersionWording
from charter.queries import charters, reading, searching, themes, vocabulary
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import asked_by, attributes, in_words, interface, outcome, status
from charter.views.frame import words_language
from charter.views.publicly import publicly

log = logging.getLogger(__name__)
Found = dict[str, list[dict[str, Any]]]
AROUND = 90
LONGEST = 200


KINDS = {
    "charter": gettext_lazy("The charter"),
    "amendments": gettext_lazy("Amendments"),
    "decisions": gettext_lazy("Decisions"),
}
KINDS |= {"pages": gettext_lazy("News and pages")}


@dataclass(frozen=True)
class Asked:
    """What is searched for, in which kind of thing, in which version, in which language; no kind means all.

    `chosen` is the language that the reader chose; without one, text and pages are searched in that of the page,
    and what members and the secretariat said in every language.
    """

    words: str
    kind: str
    version: Version | None
    language: str
    chosen: str = ""

    def wants(self, kind: str) -> bool:
        return self.kind in ("", kind)


@publicly
def search(request: HttpRequest) -> HttpResponse:
    """What holds all the words; where nothing does, what holds the words that were meant."""
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    asked = _asked(request, published)
    try:
        found = _found(asked) if terms(asked.words) else {}
    except DatabaseError:
        log.exception("The search does not answer.")
        return render(request, "charter/search/down.html", {"words": asked.words}, status=503)
    meant = _meant(asked) if found and not _count(found) else ""
    near = _found(replace(asked, words=meant)) if meant and found else {}
    context = {
        "words": asked.words,
        "kind": asked.kind,
        "kinds": KINDS.items(),
        "version": asked.version,
        "versions": published,
        "language": asked.chosen,
        "languages": [tongue(code) for code in charters.languages()],
        "count": _count(found),
        "meant": meant if _count(near) else "",
        "meant_url": f"?{_query(asked, meant)}",
        "found": near if _count(near) else found,
    }
    return render(request, "charter/search/search.html", context)


def _query(asked: Asked, words: str) -> str:
    """The same question with other words, as an address holds it."""
    version = asked.version.number if asked.version else ""
    return urlencode({"q": words, "kind": asked.kind, "version": version, "language": asked.chosen})


def _asked(request: HttpRequest, published: list[Version]) -> Asked:
    words, kind, number, code = (request.GET.get(name, "").strip() for name in ("q", "kind", "version", "language"))
    chosen = next((one for one in published if str(one.number) == number), next(iter(published), None))
    language = code if code in charters.languages() else ""
    here = language or charters.edition_in(words_language(request))
    return Asked(words[:LONGEST], kind if kind in KINDS else "", chosen, here, language)


def _meant(asked: Asked) -> str:
    if asked.version is None:
        return ""
    names = [in_words(theme.name) for theme in themes.kept(asked.version.charter)]
    return vocabulary.meant(asked.words, asked.version, asked.language, names)


def _count(found: Found) -> int:
    return sum(len(rows) for rows in found.values())


def _found(asked: Asked) -> Found:
    words, version = asked.words, asked.version
    lines = searching.provisions(version, asked.language, words) if version and asked.wants("charter") else []
    anchors = reading.anchors_of(version) if version and lines else {}
    asked_for = searching.amendments(words, asked.chosen) if asked.wants("amendments") else []
    decided = searching.decisions(words, asked.chosen) if asked.wants("decisions") else []
    pages = searching.pages(words, asked.language) if asked.wants("pages") else []
    named = themes.named(version.charter, words) if version and asked.wants("charter") else []
    return {
        "themes": [{"title": in_words(one.name), "url": reverse("theme", args=[one.slug])} for one in named],
        "provisions": [_provision(line, anchors[str(line.provision.key)], words) for line in lines],
        "amendments": [_amendment(amendment, asked) for amendment in asked_for],
        "decisions": [_decision(decision, asked) for decision in decided],
        "pages": [_page(page, asked) for page in pages],
    }


def _provision(line: VersionWording, anchor: str, words: str) -> dict[str, Any]:
    assert line.wording is not None
    with override(line.language):
        url = reverse("article", args=[line.version.number, line.article_number or line.article.slug])
    here = attributes(line.language)
    return {
        "title": line.citation,
        "title_in": here,
        "url": f"{url}#{anchor}",
        "words": marked(line.wording.text, words),
        **here,
    }


def _amendment(amendment: Amendment, asked: Asked) -> dict[str, Any]:
    reason = amendment.text.reason if amendment.text else None
    title = amendment.text.title if amendment.text else None
    row = _headed(amendment) | {"status": status(amendment)}
    return row | _said("text", title, asked) | _said("meta", reason, asked)


def _decision(decision: Decision, asked: Asked) -> dict[str, Any]:
    row = _headed(decision.amendment) | {"status": outcome(decision)}
    return row | _said("meta", decision.reason, asked)


def _headed(amendment: Amendment) -> dict[str, Any]:
    return {
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
    }


def _said(name: str, said: Said | None, asked: Asked) -> dict[str, Any]:
    """What was said with its places marked, in the language that was chosen or the page's, and what language it is."""
    if said is None:
        return {}
    shown = said.in_language(asked.chosen or interface())
    return {name: marked(shown.text, asked.words), f"{name}_in": attributes(shown.language)}


def _page(page: dict[str, Any], asked: Asked) -> dict[str, Any]:
    here = attributes(asked.language)
    return {**page, "text": marked(page["text"], asked.words), "text_in": here, "title_in": here}


def marked(text: str, words: str) -> SafeString:
    """The text around the first place that was found, every place in it in strong."""
    found = places(text, terms(words))
    start = max(found[0][0] - AROUND, 0) if found else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(start + 3 * AROUND, len(text))
    parts, here = [], start
    for first, last in ((a, b) for a, b in found if a >= start and b <= end):
        parts += [(text[here:first], text[first:last])]
        here = last
    strong = format_html_join("", "{}<strong>{}</strong>", parts)
    return format_html("{}{}{}{}", "… " if start else "", strong, text[here:end], " …" if end < len(text) else "")
