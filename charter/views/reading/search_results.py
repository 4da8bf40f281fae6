"""Search results as rows of a list: the text around the place, its language, and its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.folding import WORD, fold_text, places_of_terms, search_terms
from accounts.locales import localize_commas
from accounts.models import LocalizedText, Organisation
from charter.facts import stems
from charter.models import Amendment, Decision, Framework, VersionWording
from charter.queries.city.frameworks import count_by_member, count_members_by_provision
from charter.queries.reading import articles
from charter.views.reading.search_terms import SearchRequest
from charter.wording.charter_text import (
    amendment_status,
    interface_language,
    language_attributes,
    name_proposers,
    outcome_status,
)
from charter.wording.frameworks import describe_dates
from charter.wording.help_entries import help_entry_row
from charter.wording.initiatives import initiative_row

Row = dict[str, Any]
AROUND = 90


def provisions(page: Page, search_request: SearchRequest) -> list[Row]:
    """Lines of the requested version."""
    anchors = articles.anchors_of(search_request.version) if search_request.version and page.object_list else {}
    implementing = count_members_by_provision(line.provision_id for line in page)
    return [
        _provision(line, anchors[str(line.provision.key)], search_request.words)
        | _implementing(line, implementing.get(line.provision_id, 0))
        for line in page
    ]


def amendments(page: Page, search_request: SearchRequest) -> list[Row]:
    return [_amendment(amendment, search_request) for amendment in page]


def decisions(page: Page, search_request: SearchRequest) -> list[Row]:
    return [_decision(decision, search_request) for decision in page]


def members(page: Page, search_request: SearchRequest) -> list[Row]:
    """Members and partners; their pages have their amendments and positions."""
    counts = count_by_member(organisation.pk for organisation in page)
    return [_member(organisation, counts.get(organisation.pk, 0)) for organisation in page]


def frameworks(page: Page, search_request: SearchRequest) -> list[Row]:
    """Local human rights frameworks; the page of the member has each of them with its link."""
    return [_framework(framework) for framework in page]


def initiatives(page: Page, search_request: SearchRequest) -> list[Row]:
    """Initiatives that members wrote."""
    return [initiative_row(initiative) for initiative in page]


def help_entries(page: Page, search_request: SearchRequest) -> list[Row]:
    """Offers and requests of members."""
    return [help_entry_row(entry) for entry in page]


def pages(page: Page, search_request: SearchRequest) -> list[Row]:
    """News and other pages of the administration."""
    return [_page(row, search_request) for row in page]


def _provision(line: VersionWording, anchor: str, words: str) -> Row:
    assert line.wording is not None
    with override(line.language):
        url = reverse("article", args=[line.version.number, line.article_number or line.article.slug])
    attributes = language_attributes(line.language)
    return {
        "title": localize_commas(line.citation),
        "title_in": attributes,
        "url": f"{url}#{anchor}",
        "words": marked(line.wording.text, words),
        **attributes,
    }


def _amendment(amendment: Amendment, search_request: SearchRequest) -> Row:
    reason = amendment.text.reason if amendment.text else None
    title = amendment.text.title if amendment.text else None
    row = _headed(amendment) | {"status": amendment_status(amendment)}
    return row | _marked_text("text", title, search_request) | _marked_text("meta", reason, search_request)


def _decision(decision: Decision, search_request: SearchRequest) -> Row:
    row = _headed(decision.amendment) | {"status": outcome_status(decision)}
    return row | _marked_text("meta", decision.reason, search_request)


def _headed(amendment: Amendment) -> Row:
    return {
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f"{_(', ')}{name_proposers(amendment)}",
    }


def _marked_text(name: str, localized_text: LocalizedText | None, search_request: SearchRequest) -> Row:
    """A text with its places marked, in the chosen language or that of the page, and the language it is in."""
    if localized_text is None:
        return {}
    shown = localized_text.in_language(search_request.chosen or interface_language())
    return {name: marked(shown.text, search_request.words), f"{name}_in": language_attributes(shown.language)}


def _implementing(line: VersionWording, count: int) -> Row:
    """The link to the members that implement a provision."""
    if not count:
        return {}
    sentence = ngettext("%(n)s member implements the provision", "%(n)s members implement the provision", count) % {
        "n": count
    }
    return {"links": [{"text": sentence, "url": reverse("provision", args=[line.provision.short]) + "#frameworks"}]}


def _framework(framework: Framework) -> Row:
    url = reverse("member", args=[framework.organisation.slug])
    return {
        "title": framework.title,
        "title_in": language_attributes(framework.language),
        "url": f"{url}#frameworks",
        "after": format_html("{}<bdi>{}</bdi>", _(", "), framework.organisation),
        "meta": " · ".join([framework.get_kind_display(), framework.get_state_display(), *describe_dates(framework)]),
    }


def _member(organisation: Organisation, count: int) -> Row:
    amendments, positions = getattr(organisation, "proposals", 0), getattr(organisation, "stances", 0)
    counted = (
        ngettext("%(n)s amendment", "%(n)s amendments", amendments) % {"n": amendments},
        ngettext("%(n)s position", "%(n)s positions", positions) % {"n": positions},
    )
    url = reverse("member", args=[organisation.slug])
    sentence = ngettext("%(n)s framework", "%(n)s frameworks", count) % {"n": count}
    return {
        "title": str(organisation),
        "url": url,
        "meta": " · ".join((organisation.country_name, *counted)),
        "links": [{"text": sentence, "url": f"{url}#frameworks"}] if count else [],
    }


def _page(row: Row, search_request: SearchRequest) -> Row:
    attributes = language_attributes(search_request.language)
    return {**row, "text": marked(row["text"], search_request.words), "text_in": attributes, "title_in": attributes}


def marked(text: str, words: str) -> SafeString:
    """The text around the first place that matches, every such place in strong."""
    places = places_of_terms(text, _forms(text, search_terms(words)))
    start = max(places[0][0] - AROUND, 0) if places else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(start + 3 * AROUND, len(text))
    parts, position = [], start
    for first, last in ((a, b) for a, b in places if a >= start and b <= end):
        parts += [(text[position:first], text[first:last])]
        position = last
    strong = format_html_join("", "{}<strong>{}</strong>", parts)
    return format_html("{}{}{}{}", "… " if start else "", strong, text[position:end], " …" if end < len(text) else "")


def _forms(text: str, search_terms_: Iterable[str]) -> list[str]:
    """The terms, and the words of a text that are other forms of them."""
    terms = list(search_terms_)
    forms = {form for term in terms for form in stems.of_word(term, stems.USUAL)}
    return [*terms, *(word for word in WORD.findall(fold_text(text)) if stems.of_word(word, stems.USUAL) & forms)]
