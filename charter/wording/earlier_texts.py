"""Texts from before this site, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.locales import comma, in_quotes, join_in_words
from charter.models import EarlierLine, EarlierText
from charter.queries.languages.names import language_of
from charter.queries.reading.earlier_texts import SharedText
from charter.wording.charter_text import charter_words, in_html, language_attributes, provision_anchor


def format_dated(dated: str) -> str:
    """`2011`, `May 2011` or `17 May 2011`, as precise as it is known."""
    year, month, day = [*(int(part) for part in dated.split("-")), 0, 0][:3]
    if not month:
        return dated
    return date_format(date(year, month, day or 1), "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT")


def before_this_site() -> str:
    """What the mark “Before this site” means."""
    return _(
        "The secretariat imported texts that are older than this site. The sources are named. "
        "These texts are not versions: the fingerprints and the verification on this site do not "
        "cover them."
    )


def earlier_text_row(text: EarlierText) -> dict[str, Any]:
    """A row of `components/rows.html`."""
    facts = {"authors": text.authors, "source": text.source}
    return {
        "title": text.title,
        "title_in": language_attributes(text.language),
        "url": reverse("earlier_text", args=[text.pk]),
        "after": comma() + format_dated(text.dated),
        "meta": _("Older than this site. %(authors)s. Source: %(source)s.") % facts,
    }


def earlier_text_terms(text: EarlierText) -> list[dict[str, Any]]:
    """The details of a text, as rows of a term, a text and a link."""
    terms = [
        {"term": _("Date"), "text": format_dated(text.dated)},
        {"term": _("Authors"), "text": text.authors},
        {"term": _("Source"), "text": text.source, "url": text.link},
        {"term": _("Language"), "text": language_of(text.language).in_words},
        {"term": _("Note"), "text": text.note},
    ]
    return [term for term in terms if term["text"]]


def earlier_text_entry(line: EarlierLine) -> dict[str, Any]:
    """An entry of `components/timeline.html`: the wording of a provision in an earlier text."""
    text = line.text
    attributes = language_attributes(text.language)
    facts = {"authors": text.authors, "source": text.source}
    return {
        "id": f"earlier-{line.pk}",
        "date": format_dated(text.dated),
        "where": _("Older than this site"),
        "title": text.title,
        "title_in": attributes,
        "url": f"{reverse('earlier_text', args=[text.pk])}#{provision_anchor(line.citation)}",
        "words": charter_words(line.html),
        "note": _("%(authors)s. Source: %(source)s.") % facts,
        **attributes,
    }


def earlier_terms(shared: Iterable[SharedText]) -> list[dict[str, Any]]:
    """The terms of a note that name the earlier texts that have words of the first text."""
    return [{"term": _("Older than this site"), "text": _shared_in_words(each)} for each in shared]


def earlier_terms_of_article(shared: Iterable[tuple[str, SharedText]]) -> list[dict[str, Any]]:
    """A term for each earlier text, with the citations of the provisions that have words of the text.

    `shared` pairs citations with the words that an earlier text has of the first text of the provision.
    """
    by_text: dict[tuple[bool, EarlierText], list[str]] = {}
    for citation, shared_text in shared:
        by_text.setdefault((shared_text.is_whole, shared_text.line.text), []).append(citation)
    terms = []
    for (is_whole, text), citations in sorted(by_text.items(), key=lambda pair: (pair[0][1].dated, not pair[0][0])):
        facts = {**_facts_of(text, reverse("earlier_text", args=[text.pk])), "citations": join_in_words(citations)}
        sentence = (
            _("Already in the text of %(date)s (%(authors)s, %(source)s): %(citations)s")
            if is_whole
            else _("Partly in the text of %(date)s (%(authors)s, %(source)s): %(citations)s")
        )
        terms.append({"term": _("Older than this site"), "text": in_html(sentence, facts)})
    return terms


def _shared_in_words(shared: SharedText) -> SafeString:
    text = shared.line.text
    url = f"{reverse('earlier_text', args=[text.pk])}#{provision_anchor(shared.line.citation)}"
    facts = _facts_of(text, url)
    if shared.is_whole:
        return in_html(_("Already in the text of %(date)s (%(authors)s, %(source)s)"), facts)
    facts["passages"] = join_in_words(in_quotes(passage) for passage in shared.passages)
    return in_html(_("Partly in the text of %(date)s (%(authors)s, %(source)s): %(passages)s"), facts)


def _facts_of(text: EarlierText, url: str) -> dict[str, str]:
    return {
        "date": format_html('<a href="{}">{}</a>', url, format_dated(text.dated)),
        "authors": format_html("<bdi>{}</bdi>", text.authors),
        "source": format_html("<bdi>{}</bdi>", text.source),
    }
