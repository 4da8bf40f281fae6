"""From pledge to text: a line for each member of the campaign, the same as CSV, and the text of one member."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from accounts.queries.site_settings import site_settings
from accounts.views.breadcrumbs import Crumb, members_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.exports.pledge_to_text import as_csv
from charter.forms.city.pledge_to_text import PledgeFilters
from charter.models import Charter, Version
from charter.queries.city import campaign_report, members, pledge_to_text
from charter.queries.city.pledge_to_text import ProposedText
from charter.queries.reading import articles, charters
from charter.views.city.frameworks import charter_of_campaign
from charter.views.public_pages import publicly
from charter.wording.charter_text import language_attributes
from charter.wording.pledge_to_text import counted_in, line_row, reach_chart


def _charter_of_pledges() -> Charter:
    """The charter; there is nothing to read where members pledge nothing."""
    charter = charter_of_campaign()
    if not site_settings().has_pledge:
        raise Http404(_("There is no pledge on this site."))
    return charter


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """Members of the campaign with their frameworks, initiatives, amendments and text."""
    charter = _charter_of_pledges()
    form = PledgeFilters(request.GET)
    pledge_filter = form.pledge_filter()
    lines = pledge_to_text.member_lines(charter, pledge_filter)
    page = Paginator(lines, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in vars(pledge_filter).items() if value})
    context = {
        "crumbs": members_breadcrumbs(here=_("From pledge to text")),
        "has_report": campaign_report.has_report(),
        "page": page,
        "rows": [line_row(line) for line in pledge_to_text.with_names(page)],
        "form": form,
        "narrowed": pledge_filter.narrows,
        "found": len(lines),
        "unnamed": 0 if pledge_filter.narrows else pledge_to_text.count_unnamed_members(),
        "chart": reach_chart(pledge_to_text.reach_of(lines)),
        "counted": counted_in(pledge_to_text.current_version(charter), charters.first_language()),
        "csv": reverse("pledge_to_text_table") + (f"?{query}" if query else ""),
    }
    return render(request, "charter/city/pledge_to_text/index.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """The same lines, all of them, as CSV."""
    charter = _charter_of_pledges()
    lines = pledge_to_text.member_lines(charter, PledgeFilters(request.GET).pledge_filter())
    content = as_csv(
        pledge_to_text.with_names(lines), pledge_to_text.current_version(charter), charters.first_language()
    )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pledge-to-text.csv"'
    return answer


@publicly
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """The text of the charter today that one member proposed, provision by provision."""
    charter = _charter_of_pledges()
    organisation = members.by_slug(slug)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    version = pledge_to_text.current_version(charter)
    texts = pledge_to_text.proposed_texts(version, organisation) if version else []
    context = {
        "organisation": organisation,
        "crumbs": _crumbs(organisation),
        "word_count": _describe_word_count(texts),
        "rows": _text_rows(version, texts) if version else [],
        "counted": counted_in(version, charters.first_language()),
        **language_attributes(charters.first_language()),
    }
    return render(request, "charter/city/pledge_to_text/member.html", context)


def _describe_word_count(texts: list[ProposedText]) -> str:
    words = sum(text.words for text in texts)
    if not words:
        return _("No text of the member is in the charter today.")
    sentence = ngettext(
        "The member proposed %(n)s word of the charter, alone or together with others.",
        "The member proposed %(n)s words of the charter, alone or together with others.",
        words,
    )
    return sentence % {"n": words}


def _text_rows(version: Version, texts: list[ProposedText]) -> list[dict[str, Any]]:
    anchors = articles.anchors_of(version)
    return [_text_row(version, text, anchors[str(text.line.provision.key)]) for text in texts]


def _text_row(version: Version, text: ProposedText, anchor: str) -> dict[str, Any]:
    article = reverse("article", args=[version.number, text.line.article_number or text.line.article.slug])
    return {
        "cite": text.line.citation,
        "url": f"{article}?who={anchor}#{anchor}",
        "words": ngettext("%(n)s word", "%(n)s words", text.words) % {"n": text.words},
        "parts": text.parts,
        "amendments": [
            {"name": str(amendment), "url": reverse("amendment", args=[amendment.round.number, amendment.number])}
            for amendment in text.amendments
        ],
    }


def _crumbs(organisation: Organisation) -> list[Crumb]:
    return members_breadcrumbs(
        (str(organisation), reverse("member", args=[organisation.slug])), here=_("Text in the charter")
    )
