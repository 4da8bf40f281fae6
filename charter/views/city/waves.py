"""The waves of the campaign: when members joined, and what each wave works on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.dates import date_format
from accounts.models import Organisation
from accounts.queries.milestones import milestones_with_texts
from accounts.views.breadcrumbs import members_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.queries.city import campaign_report, members, pledge_to_text, waves
from charter.queries.city.pledge_to_text import PledgeFilter
from charter.queries.city.waves import WaveCount
from charter.queries.reading import charters
from charter.views.public_pages import publicly
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.members import describe_counts, describe_wave, label_steps, wave_address
from charter.wording.pledge_to_text import reach_chart
from charter.wording.themes import theme_links


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """Each wave with its focus and its first members; the page does not exist on a site without a campaign."""
    rows = waves.waves_with_first_members(ROWS_ON_A_PAGE)
    if not rows:
        raise Http404(_("There is no campaign on this site."))
    steps = members.count_members_by_wave()
    count = sum(steps.values())
    context = {
        "crumbs": members_breadcrumbs(here=_("Waves of the campaign")),
        "count": count,
        "today": ngettext("%(n)s member today", "%(n)s members today", count) % {"n": count},
        "ticks": list(members.TICKS),
        "sentence": ngettext(
            "%(n)s city, province or region has joined.", "%(n)s cities, provinces and regions have joined.", count
        )
        % {"n": count},
        "steps": label_steps(steps),
        "waves": [{**_wave(row, row.members), "has_more": row.named > len(row.members)} for row in rows],
        "counted": describe_counts(),
        "has_report": campaign_report.has_report(),
        "has_milestones": milestones_with_texts().exists(),
    }
    return render(request, "charter/city/waves/index.html", context)


@publicly
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One wave: its days, focus and themes, its members in pages, and how many of them have done what members do."""
    row = waves.wave_by_code(code)
    if row is None:
        raise Http404(_("There is no wave at this address."))
    page = Paginator(waves.named_members_of(row.wave), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    wave = _wave(row, page)
    context = {
        "crumbs": members_breadcrumbs((_("Waves of the campaign"), reverse("waves")), here=wave["title"]),
        "wave": wave,
        "page": page,
        "chart": _chart(code),
        "pledges": f"{reverse('pledge_to_text')}?{urlencode({'wave': code})}",
        "counted": describe_counts(),
        "has_report": campaign_report.has_report(),
    }
    return render(request, "charter/city/waves/wave.html", context)


def _chart(code: str) -> dict[str, Any] | None:
    """How many named members of the wave have a framework, an initiative, an amendment and text in the charter."""
    charter = charters.current_charter()
    reach = pledge_to_text.count_reach(charter, PledgeFilter(wave=code)) if charter else None
    return reach_chart(reach) if reach and reach.members else None


def _wave(row: WaveCount, members: Iterable[Organisation]) -> dict[str, Any]:
    focus = row.wave.focus and row.wave.focus.in_language(interface_language())
    dates = [date_format(day) for day in (row.wave.starts_on, row.wave.ends_on) if day]
    return {
        "code": row.wave.code,
        "url": wave_address(row.wave),
        "title": describe_wave(row.wave),
        "dates": " – ".join(dict.fromkeys(dates)),
        "focus": {"text": focus.text, **language_attributes(focus.language)} if focus else None,
        "themes": theme_links(row.wave.themes.all()),
        "count": ngettext("%(n)s member", "%(n)s members", row.count) % {"n": row.count},
        "unnamed": row.unnamed,
        "members": [_member(member) for member in members],
    }


def _member(member: Organisation) -> dict[str, Any]:
    return {
        "name": str(member),
        "url": reverse("member", args=[member.slug]),
        "country": member.country_name,
        "is_pioneer": member.is_pioneer,
        "joined_on": member.joined_on,
    }
