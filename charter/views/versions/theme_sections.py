"""The sections of the page of a theme beside its provisions: what members do on it, and events."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, Theme
from charter.models import Charter
from charter.queries.amending.amendments import amendments_in_order, narrow_amendments, read_amendments
from charter.queries.city import events, frameworks, help_entries, initiatives, members, processes, waves
from charter.queries.city.frameworks import FrameworkFilter, cited_frameworks
from charter.queries.city.waves import WaveCount
from charter.wording.amendments import amendment_row
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.frameworks import framework_row
from charter.wording.help_entries import help_entry_row
from charter.wording.initiatives import initiative_row
from charter.wording.members import describe_wave, wave_address

from .theme_comments import comment_pages, comment_rows

FEW = 20

Section = dict[str, Any]


def sections_of(charter: Charter, theme: Theme) -> list[Section]:
    """Those that have something, in the order of the page. Only a campaign has members and frameworks on themes."""
    language = interface_language()
    of_campaign = [_waves(theme), _members(theme), frameworks_section(charter, theme)] if waves.has_campaign() else []
    sections = [
        _amendments(charter, theme),
        _comments(charter, theme),
        *of_campaign,
        _initiatives(theme, language),
        _processes(theme, processes.processes_on(theme, language)),
        *([_help_entries(theme)] if waves.has_campaign() else []),
        _events(theme, events.events_on(theme, language)),
    ]
    return [section for section in sections if section["rows"]]


def _amendments(charter: Charter, theme: Theme) -> Section:
    """Public amendments that change a provision of the theme: those of the newest round first."""
    public = amendments_in_order(None).filter(round__charter=charter)
    rows = narrow_amendments(public, charter, theme=theme.code)
    page = Paginator(rows.values_list("pk", flat=True), FEW).get_page(1)
    count = page.paginator.count
    return {
        "id": "amendments",
        "heading": _("Amendments"),
        "count": ngettext("%(n)s amendment", "%(n)s amendments", count) % {"n": count},
        "rows": [amendment_row(amendment, named=True) for amendment in read_amendments(list(page))],
        "all": f"{reverse('amendments')}?{urlencode({'theme': theme.code})}",
        "all_label": _("All amendments on this theme"),
    }


def _comments(charter: Charter, theme: Theme) -> Section:
    """The newest comments on the provisions of the theme and on these amendments."""
    page = comment_pages(charter, theme, FEW).get_page(1)
    count = page.paginator.count
    return {
        "id": "comments",
        "heading": _("Comments"),
        "count": ngettext("%(n)s comment", "%(n)s comments", count) % {"n": count},
        "rows": comment_rows(charter, list(page)),
        "all": reverse("theme_comments", args=[theme.code]),
        "all_label": _("All comments on this theme"),
    }


def _waves(theme: Theme) -> Section:
    """The waves of the campaign with this priority theme."""
    rows = waves.waves_on_theme(theme)
    return {
        "id": "waves",
        "heading": _("Waves of the campaign"),
        "count": ngettext("%(n)s wave", "%(n)s waves", len(rows)) % {"n": len(rows)},
        "rows": [_wave(row) for row in rows],
    }


def _wave(row: WaveCount) -> dict[str, str]:
    return {
        "title": describe_wave(row.wave),
        "url": wave_address(row.wave),
        "meta": ngettext("%(n)s member", "%(n)s members", row.count) % {"n": row.count},
    }


def _members(theme: Theme) -> Section:
    page = Paginator(members.members_on(theme), FEW).get_page(1)
    count = page.paginator.count
    return {
        "id": "members",
        "heading": _("Members"),
        "count": ngettext("%(n)s member", "%(n)s members", count) % {"n": count},
        "rows": [_member(organisation) for organisation in page],
        "all": f"{reverse('members')}?{urlencode({'theme': theme.code})}",
        "all_label": _("All members with this theme"),
    }


def _member(organisation: Organisation) -> dict[str, str]:
    return {
        "title": str(organisation),
        "url": reverse("member", args=[organisation.slug]),
        "meta": organisation.country_name,
    }


def frameworks_section(charter: Charter, theme: Theme) -> Section:
    """The first frameworks on a theme, with the address of the others."""
    page = Paginator(frameworks.public_frameworks(charter, FrameworkFilter(theme=theme.code)), FEW).get_page(1)
    count = page.paginator.count
    return {
        "id": "frameworks",
        "heading": _("Local human rights frameworks"),
        "count": ngettext("%(n)s framework", "%(n)s frameworks", count) % {"n": count},
        "rows": [framework_row(cited) for cited in cited_frameworks(charter, list(page), interface_language())],
        "all": f"{reverse('frameworks')}?{urlencode({'theme': theme.code})}",
        "all_label": _("All frameworks on this theme"),
    }


def _initiatives(theme: Theme, language: str) -> Section:
    """Those that members wrote, then the pages of the secretariat."""
    of_members: Any = initiatives.initiatives_on(theme) if waves.has_campaign() else []
    page = Paginator(of_members, FEW).get_page(1)
    count = page.paginator.count
    pages = initiatives.initiative_pages_on(theme, language)
    sentence = ngettext("%(n)s initiative", "%(n)s initiatives", count + len(pages))
    return {
        "id": "initiatives",
        "heading": _("Initiatives"),
        "count": sentence % {"n": count + len(pages)},
        "rows": [*map(initiative_row, page), *map(marked, pages)][:FEW],
        **_all_below_home("initiatives", theme, _("All initiatives on this theme")),
    }


def _all_below_home(name: str, theme: Theme, label: str) -> Section:
    """The list of a page below home, narrowed to the theme."""
    return {"all": f"{name}/?{urlencode({'theme': theme.code})}", "all_label": label, "is_below_home": True}


def _processes(theme: Theme, pages: list[dict[str, Any]]) -> Section:
    sentence = ngettext("%(n)s process", "%(n)s processes", len(pages))
    return {
        "id": "processes",
        "heading": _("Processes"),
        "count": sentence % {"n": len(pages)},
        "rows": [*map(marked, pages[:FEW])],
        **_all_below_home("processes", theme, _("All processes on this theme")),
    }


def _help_entries(theme: Theme) -> Section:
    """Offers and requests of members: open ones, then closed ones with their outcomes."""
    page = Paginator(help_entries.entries_on(theme), FEW).get_page(1)
    count = page.paginator.count
    return {
        "id": "offers",
        "heading": _("Offers and requests"),
        "count": ngettext("%(n)s offer or request", "%(n)s offers and requests", count) % {"n": count},
        "rows": [help_entry_row(entry, has_theme=False) for entry in page],
        "all": f"{reverse('help_entries')}?{urlencode({'theme': theme.code})}",
        "all_label": _("All open offers and requests on this theme"),
    }


def _events(theme: Theme, pages: list[dict[str, Any]]) -> Section:
    sentence = ngettext("%(n)s event", "%(n)s events", len(pages))
    return {
        "id": "events",
        "heading": _("Events"),
        "count": sentence % {"n": len(pages)},
        "rows": [*map(marked, pages[:FEW])],
        **_all_below_home("calendar", theme, _("All events on this theme")),
    }


def marked(row: dict[str, Any]) -> dict[str, Any]:
    """A page beside the charter, in its own language."""
    attributes = language_attributes(row["language"])
    return {**row, "title_in": attributes, "text_in": attributes}
