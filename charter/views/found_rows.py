"""What a search found, as rows of a list: the words around the place, which language they are in, where they stand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.folding import places, terms
from accounts.models import Said
from charter.models import Amendment, Decision, VersionWording
from charter.queries import reading
from charter.templatetags.charter_text import asked_by, attributes, interface, outcome, status
from charter.views.searched import Asked

Row = dict[str, Any]
AROUND = 90


def provisions(page: Page, asked: Asked) -> list[Row]:
    """Lines of the version that was asked for."""
    anchors = reading.anchors_of(asked.version) if asked.version and page.object_list else {}
    return [_provision(line, anchors[str(line.provision.key)], asked.words) for line in page]


def amendments(page: Page, asked: Asked) -> list[Row]:
    return [_amendment(one, asked) for one in page]


def decisions(page: Page, asked: Asked) -> list[Row]:
    return [_decision(one, asked) for one in page]


def pages(page: Page, asked: Asked) -> list[Row]:
    """News and other pages of the administration."""
    return [_page(one, asked) for one in page]


def _provision(line: VersionWording, anchor: str, words: str) -> Row:
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


def _amendment(amendment: Amendment, asked: Asked) -> Row:
    reason = amendment.text.reason if amendment.text else None
    title = amendment.text.title if amendment.text else None
    row = _headed(amendment) | {"status": status(amendment)}
    return row | _said("text", title, asked) | _said("meta", reason, asked)


def _decision(decision: Decision, asked: Asked) -> Row:
    row = _headed(decision.amendment) | {"status": outcome(decision)}
    return row | _said("meta", decision.reason, asked)


def _headed(amendment: Amendment) -> Row:
    return {
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}",
    }


def _said(name: str, said: Said | None, asked: Asked) -> Row:
    """What was said with its places marked, in the language that was chosen or the page's, and what language it is."""
    if said is None:
        return {}
    shown = said.in_language(asked.chosen or interface())
    return {name: marked(shown.text, asked.words), f"{name}_in": attributes(shown.language)}


def _page(one: Row, asked: Asked) -> Row:
    here = attributes(asked.language)
    return {**one, "text": marked(one["text"], asked.words), "text_in": here, "title_in": here}


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
