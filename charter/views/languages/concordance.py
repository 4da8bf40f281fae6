"""The concordance: where the charter contained a text, and how each language says it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from accounts.folding import places_of_terms
from accounts.forms.acting import CONTROL
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.models import Charter, Corrigendum, Wording
from charter.queries.languages import concordance
from charter.queries.languages.concordance import WORKING, ConcordanceRow
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.reading.articles import anchor_of
from charter.views.desk_frame import before_import, imported
from charter.views.text_frame import words_language
from charter.wording.corrigenda import title_with_version

LONGEST = 500


@login_required
@require_safe
@answers_refusals
def search(request: HttpRequest) -> HttpResponse:
    """The rows of a text, a page of them with the texts of all languages."""
    require(rules.may_see_languages(signed_in(request)))
    charter = imported()
    if charter is None:
        return before_import(request, gettext("Concordance"))
    codes = charters.charter_languages()
    text = CONTROL.sub("", request.GET.get("text", "")).strip()[:LONGEST]
    code = request.GET.get("language", "")
    language = code if code in codes else charters.edition_in(words_language(request))
    rows = concordance.concordance_rows(charter, language, text)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "text": text,
        "language": language_of(language),
        "languages": [language_of(each) for each in codes],
        "longest": LONGEST,
        "page": page,
        "rows": _rows(charter, list(page), language, text),
        "nothing": bool(text) and not rows,
        "crumbs": languages_breadcrumbs(here=gettext("Concordance")),
    }
    return render(request, "charter/languages/concordance.html", context)


def _rows(charter: Charter, rows: Sequence[ConcordanceRow], language: str, text: str) -> list[dict[str, Any]]:
    if not rows:
        return []
    wordings, versions = concordance.wordings_of_rows(rows), concordance.versions_of_rows(charter, rows)
    corrigenda = concordance.corrigenda_of_rows(rows)
    arrangements = {number: version.arrangement for number, version in versions.items()}
    if charter.arrangement is not None:
        arrangements[WORKING] = charter.arrangement
    labels = {number: arrangement.labels(get_language() or "en") for number, arrangement in arrangements.items()}
    anchors = {number: arrangement.plain_labels() for number, arrangement in arrangements.items()}
    shown = []
    for row in rows:
        provision = wordings[row.wordings[language]].provision
        key, section = str(provision.key), arrangements[row.last].section_of(provision.key)
        is_working = row.last == WORKING
        with override(language):
            place = [("working" if is_working else row.last), section.address if section else ""]
            address = f"{reverse('article', args=place)}#{anchor_of(anchors[row.last][key].citation)}"
        shown.append(
            {
                "cite": labels[row.last][key].citation,
                "url": address,
                "provision_url": "" if is_working else reverse("provision", args=[provision.short]),
                "version": None if is_working else versions[row.last],
                "first": row.first if row.first != row.last else None,
                "texts": _texts(row, wordings, corrigenda, language, text),
            }
        )
    return shown


def _texts(
    row: ConcordanceRow, wordings: dict[int, Wording], corrigenda: dict[int, Corrigendum], language: str, text: str
) -> list[dict[str, Any]]:
    """The text in which the hits are marked, then those of the other languages in their order.

    Below the published text of a language are its corrected texts.
    """
    codes = [language, *(code for code in charters.charter_languages() if code in row.wordings and code != language)]
    shown = []
    for code in codes:
        own = [corrigenda[pk] for pk in row.corrigenda if corrigenda[pk].language == code]
        texts = [wordings[row.wordings[code]].text, *(corrigendum.wording.text for corrigendum in own)]
        if code == language:
            texts = [_marked(each, concordance.fold_query(text)) for each in texts]
        corrected = [
            {"title": title_with_version(corrigendum), "text": each}
            for corrigendum, each in zip(own, texts[1:], strict=True)
        ]
        shown.append({"language": language_of(code), "text": texts[0], "corrected": corrected})
    return shown


def _marked(text: str, folded: str) -> SafeString:
    """The whole text, each hit in strong."""
    parts, position = [], 0
    for start, end in places_of_terms(text, [folded]):
        parts.append((text[position:start], text[start:end]))
        position = end
    return format_html("{}{}", format_html_join("", "{}<strong>{}</strong>", parts), text[position:])
