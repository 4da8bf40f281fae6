"""Members and partners: the directory, and a page for each."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from charter.forms.members import MemberFilters
from charter.models import Amendment, Position
from charter.queries import members
from charter.templatetags.charter_text import asked_by, attributes, in_words, interface, status
from charter.templatetags.home import waves_said
from charter.templatetags.proposing import came
from charter.views import member_maps
from charter.views.publicly import publicly

PAGE = 50


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All members, by country; then the partners."""
    form = MemberFilters(request.GET, countries=members.countries())
    wanted = members.Wanted(**form.asked())
    page = Paginator(members.directory(wanted), PAGE).get_page(request.GET.get("page"))
    places, waves = members.places(wanted), members.waves()
    count = sum(waves.values())
    said = ngettext(
        "%(n)s city, province or region has joined.", "%(n)s cities, provinces and regions have joined.", count
    )
    context = {
        "page": page,
        "rows": [_listed(organisation) for organisation in page],
        "partners": [_listed(one) for one in members.partners()] if page.number == 1 and not wanted.narrows else [],
        "form": form,
        "narrowed": wanted.narrows,
        "found": page.paginator.count,
        "count": count,
        "today": _("%(n)s today") % {"n": count},
        "ticks": list(members.TICKS),
        "said": said % {"n": count},
        "waves": waves_said(waves),
        "map": member_maps.drawn(places, 0 if wanted.narrows else count - len(places)),
    }
    return render(request, "charter/members/index.html", context)


@publicly
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One member: its name in its own script, what it proposed, and what became of it."""
    organisation = members.by_slug(slug)
    if organisation is None:
        raise Http404(_("There is no member at this address."))
    proposed = members.proposed(organisation)
    context = {
        "organisation": organisation,
        "former_names": members.former_names(organisation),
        "successor": _successor(organisation),
        **_names(organisation),
        "proposed": [_row(amendment) for amendment in proposed],
        "joined": [_row(amendment, named=True) for amendment in members.joined(organisation)],
        "positions": [_position(position) for position in members.positions(organisation)],
        "decided": members.ends(proposed),
    }
    return render(request, "charter/members/member.html", context)


def _successor(organisation: Organisation) -> dict[str, str] | None:
    """The member it merged into, where that one is named in public."""
    into = organisation.merged_into
    if into is None or into.name_withheld:
        return None
    return {"name": str(into), "url": reverse("member", args=[into.slug])}


def _names(organisation: Organisation) -> dict[str, Any]:
    """The official name with its language, and the name in the interface's language where there is another."""
    official = organisation.official_name
    translated = official.in_language(interface())
    return {
        "official": {"text": official.text, **attributes(official.language)},
        "name": translated.text,
        "is_translated": translated.pk != official.pk and translated.text != official.text,
    }


def _listed(organisation: Organisation) -> dict[str, Any]:
    count = getattr(organisation, "proposals", 0)
    said = ngettext("%(n)s amendment", "%(n)s amendments", count) % {"n": count}
    return {
        **_names(organisation),
        "url": reverse("member", args=[organisation.slug]),
        "meta": [part for part in _parts(organisation, said if count else "") if part],
    }


def _parts(organisation: Organisation, said: str) -> tuple[str, ...]:
    return organisation.kind_name, organisation.country_name, organisation.population, said


def _row(amendment: Amendment, *, named: bool = False) -> dict[str, Any]:
    text = amendment.text
    return {
        "status": status(amendment),
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f": {in_words(text.title)}" if text and text.title else "",
        "meta": ". ".join(filter(None, [asked_by(amendment) if named or amendment.joined else "", came(amendment)])),
    }


def _position(position: Position) -> dict[str, Any]:
    amendment = position.text.amendment
    return {
        "title": _("Amendment %(number)s") % {"number": amendment},
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": f", {asked_by(amendment)}: {position.get_stance_display()}",
        "meta": position.line,
    }
