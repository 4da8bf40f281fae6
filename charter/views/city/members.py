"""Members and partners: the directory, and a page for each."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import labelled
from accounts.models import Organisation, load_names
from accounts.queries.site_settings import site_settings
from accounts.queries.themes import themes_of
from accounts.views.breadcrumbs import members_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.forms.city.members import MemberFilters
from charter.models import Charter, Initiative, Position, texts_of_initiatives
from charter.queries.city import (
    campaign_report,
    events,
    frameworks,
    help_entries,
    initiatives,
    members,
    pledge_to_text,
    processes,
    waves,
)
from charter.queries.city.frameworks import cited_frameworks
from charter.queries.reading import charters
from charter.views.city import member_maps
from charter.views.public_pages import publicly
from charter.wording.amendments import amendment_row
from charter.wording.charter_text import (
    interface_language,
    language_attributes,
    name_proposers,
)
from charter.wording.frameworks import framework_row
from charter.wording.help_entries import help_entry_row
from charter.wording.initiatives import initiative_row
from charter.wording.members import describe_counts, describe_wave, label_steps, label_waves, wave_address
from charter.wording.pledge_to_text import line_steps
from charter.wording.themes import theme_links


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All members, by country; then the partners."""
    form = MemberFilters(request.GET, countries=members.member_countries())
    directory_filter = members.DirectoryFilter(**form.filters())
    page = Paginator(members.member_directory(directory_filter), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    joined = waves.count_members_by_joined_wave()
    steps = members.count_members_by_wave()
    count = sum(steps.values())
    sentence = ngettext(
        "%(n)s city, province or region has joined.", "%(n)s cities, provinces and regions have joined.", count
    )
    context = {
        "page": page,
        "rows": [_listed(organisation) for organisation in page],
        "partners": [_listed(organisation) for organisation in members.partner_organisations()]
        if page.number == 1 and not directory_filter.narrows
        else [],
        "form": form,
        "narrowed": directory_filter.narrows,
        "found": page.paginator.count,
        "count": count,
        "today": ngettext("%(n)s member today", "%(n)s members today", count) % {"n": count},
        "ticks": list(members.TICKS),
        "sentence": sentence % {"n": count},
        "steps": label_steps(steps),
        "waves": label_waves(joined),
        "counted": describe_counts(),
        "has_report": bool(joined) and campaign_report.has_report(),
        "map": _map(directory_filter, count),
    }
    return render(request, "charter/city/members/index.html", context)


@publicly
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One member: its name in its own script, its amendments, and their outcomes."""
    organisation = members.unnamed_by_slug(slug)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    charter, has_campaign = charters.current_charter(), waves.has_campaign()
    activity = members.unnamed_activity_of(organisation)
    own_initiatives = list(initiatives.unnamed_initiatives_of(organisation)) if has_campaign else []
    load_names(
        [organisation, *activity.members],
        [*members.texts_of_member(organisation), *activity.texts, *texts_of_initiatives(own_initiatives)],
    )
    rows = {
        "frameworks": _frameworks(charter, organisation),
        "initiatives": _initiatives(organisation, own_initiatives),
        "proposed": [amendment_row(amendment) for amendment in activity.proposed],
        "joined": [amendment_row(amendment, named=True) for amendment in activity.co_sponsored],
    }
    has_steps = charter is not None and has_campaign and site_settings().has_pledge
    context = {
        **rows,
        "organisation": organisation,
        "former_names": sorted(organisation.former_names.all(), key=lambda name: name.until, reverse=True),
        "successor": _successor(organisation),
        "has_campaign": has_campaign,
        "memberships": organisation.membership_names(with_campaign=has_campaign),
        "wave": _wave(organisation),
        "links": organisation.links if has_campaign else [],
        "themes": theme_links(themes_of(organisation)),
        "steps": _steps(charter, organisation, rows) if charter and has_steps else [],
        "processes": _processes(organisation),
        "events": _events(organisation),
        "help_entries": _help_entries(organisation) if has_campaign else [],
        **_names(organisation),
        "positions": [_position(position) for position in activity.positions],
        "decided": members.count_decided(activity.proposed),
    }
    context["crumbs"] = members_breadcrumbs(here=str(context["name"]))
    return render(request, "charter/city/members/member.html", context)


def _map(directory_filter: members.DirectoryFilter, count: int) -> dict[str, Any]:
    """The map with its table; empty on a site without maps."""
    if not site_settings().has_map:
        return {}
    places = members.member_places(directory_filter)
    return member_maps.drawn(places, 0 if directory_filter.narrows else count - len(places))


def _successor(organisation: Organisation) -> dict[str, str] | None:
    """The member it merged into, where that one is named in public."""
    into = organisation.merged_into
    if into is None or into.name_withheld:
        return None
    return {"name": str(into), "url": reverse("member", args=[into.slug])}


def _wave(organisation: Organisation) -> dict[str, str] | None:
    wave = organisation.joined_wave
    return {"name": describe_wave(wave), "url": wave_address(wave)} if wave else None


def _frameworks(charter: Charter | None, organisation: Organisation) -> list[dict[str, Any]]:
    if charter is None or not organisation.is_government:
        return []
    rows = frameworks.frameworks_of(organisation)
    return [framework_row(cited) for cited in cited_frameworks(charter, rows, interface_language())]


def _steps(charter: Charter, organisation: Organisation, rows: dict[str, list[Any]]) -> list[dict[str, str]]:
    """From the pledge of the member to its text."""
    line = pledge_to_text.line_of(
        charter,
        organisation,
        frameworks=len(rows["frameworks"]),
        initiatives=len(rows["initiatives"]),
        amendments=len(rows["proposed"]) + len(rows["joined"]),
    )
    return line_steps(line) if line else []


def _initiatives(organisation: Organisation, own: list[Initiative]) -> list[dict[str, Any]]:
    """Those that the member wrote, on a site with a campaign, then the pages of the secretariat."""
    pages = initiatives.initiative_pages_of(organisation, interface_language())
    return [
        *(initiative_row(initiative, named=False) for initiative in own),
        *map(_in_own_language, pages),
    ]


def _in_own_language(row: dict[str, Any]) -> dict[str, Any]:
    """The row of a page beside the charter, which may be in another language than the page that lists it."""
    attributes = language_attributes(row["language"])
    return {**row, "title_in": attributes, "text_in": attributes}


def _processes(organisation: Organisation) -> list[dict[str, Any]]:
    """Those to which it contributed; nothing on a site without a campaign."""
    rows = processes.processes_of(organisation, interface_language()) if organisation.is_government else []
    return [_in_own_language(row) for row in rows]


def _events(organisation: Organisation) -> list[dict[str, Any]]:
    rows = events.events_of(organisation, interface_language()) if organisation.is_government else []
    return [_in_own_language(row) for row in rows]


def _help_entries(organisation: Organisation) -> list[dict[str, Any]]:
    """Its offers and requests, open ones first."""
    if not organisation.is_government:
        return []
    return [help_entry_row(entry, has_member=False) for entry in help_entries.public_entries_of(organisation)]


def _names(organisation: Organisation) -> dict[str, Any]:
    """The official name with its language, and the name in the interface's language where there is another."""
    official = organisation.official_name
    translated = official.in_language(interface_language())
    return {
        "official": {"text": official.text, **language_attributes(official.language)},
        "name": translated.text,
        "is_translated": translated.pk != official.pk and translated.text != official.text,
    }


def _listed(organisation: Organisation) -> dict[str, Any]:
    count = getattr(organisation, "proposals", 0)
    sentence = ngettext("%(n)s amendment", "%(n)s amendments", count) % {"n": count}
    return {
        **_names(organisation),
        "url": reverse("member", args=[organisation.slug]),
        "meta": [part for part in _parts(organisation, sentence if count else "") if part],
    }


def _parts(organisation: Organisation, sentence: str) -> tuple[str, ...]:
    return organisation.kind_name, organisation.country_name, organisation.population, sentence


def _position(position: Position) -> dict[str, Any]:
    amendment = position.text.amendment
    return {
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": _(", ") + labelled(name_proposers(amendment), position.get_stance_display()),
        "meta": position.line,
        "meta_in": language_attributes(position.language),
    }
