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
from django.utils.translation import gettext_lazy

from charter.folding import places, terms
from charter.models import Amendment, Decision, Version, VersionWording
from charter.queries import charters, reading, searching, themes, vocabulary
from charter.templatetags.charter_text import asked_by, attributes, in_words, outcome, status
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
    """What is searched for, in which kind of thing, and in which version; no kind means all."""

    words: str
    kind: str
    version: Version | None
    language: str

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
        "count": _count(found),
        "meant": meant if _count(near) else "",
        "meant_url": "?" + urlencode({"q": meant, "kind": asked.kind, "version": asked.version or ""}),
        "found": near if _count(near) else found,
    }
    return render(request, "charter/search/search.html", context)


def _asked(request: HttpRequest, published: list[Version]) -> Asked:
    words, kind, number = (request.GET.get(name, "").strip() for name in ("q", "kind", "version"))
    chosen = next((one for one in published if str(one.number) == number), next(iter(published), None))
    language = charters.edition_in(words_language(request))
    return Asked(words[:LONGEST], kind if kind in KINDS else "", chosen, language)


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
    asked_for = searching.amendments(words) if asked.wants("amendments") else []
    decided = searching.decisions(words) if asked.wants("decisions") else []
    pages = searching.pages(words, asked.language) if asked.wants("pages") else []
    named = themes.named(version.charter, words) if version and asked.wants("charter") else []
    return {
        "themes": [{"title": in_words(one.name), "url": reverse("theme", args=[one.slug])} for one in named],
        "provisions": [_provision(line, anchors[str(line.provision.key)], words) for line in lines],
        "amendments": [_amendment(amendment, words) for amendment in asked_for],
        "decisions": [_decision(decision, words) for decision in decided],
        "pages": [{**page, "text": marked(page["text"], words)} for page in pages],
    }


def _provision(line: VersionWording, anchor: str, words: str) -> dict[str, Any]:
    assert line.wording is not None
    address = line.article_number or line.article.slug
    url = reverse("article", args=[line.version.number, address])
    return {
        "title": line.citation,
        "url": f"{url}#{anchor}",
        "words": marked(line.wording.text, words),
        **attributes(line.language),
    }


def _amendment(amendment: Amendment, words: str) -> dict[str, Any]:
    reason = in_words(amendment.text.reason) if amendment.text else ""
    title = in_words(amendment.text.title) if amendment.text else ""
    return {
        "status": status(amendment),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
        "text": marked(title, words),
        "meta": marked(reason, words),
    }


def _decision(decision: Decision, words: str) -> dict[str, Any]:
    amendment = decision.amendment
    return {
        "status": outcome(decision),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
        "meta": marked(in_words(decision.reason), words),
    }


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
