"""Search: the text, the amendments, the decisions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter.folding import places, terms
from charter.models import Amendment, Decision, VersionWording
from charter.queries import charters, reading, searching
from charter.templatetags.charter_text import asked_by, attributes, in_words, outcome, status
from charter.views.frame import words_language
from charter.views.publicly import publicly

AROUND = 90
LONGEST = 200


@publicly
def search(request: HttpRequest) -> HttpResponse:
    """What holds all the words; nothing where nothing was asked."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    found = _found(request, words) if terms(words) else {}
    context = {"words": words, "found": found, "count": sum(len(rows) for rows in found.values())}
    return render(request, "charter/search/search.html", context)


def _found(request: HttpRequest, words: str) -> dict[str, list[dict[str, Any]]]:
    charter = charters.current()
    published = reading.versions(charter) if charter else []
    language = charters.edition_in(words_language(request))
    lines = searching.provisions(published[0], language, words) if published else []
    anchors = reading.anchors_of(published[0]) if lines else {}
    return {
        "provisions": [_provision(line, anchors[str(line.provision.key)], words) for line in lines],
        "amendments": [_amendment(amendment, words) for amendment in searching.amendments(words)],
        "decisions": [_decision(decision, words) for decision in searching.decisions(words)],
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
