"""The page of a section's staff: what concerns its members, to read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Person
from accounts.queries.site_settings import site_settings
from accounts.rules import Refusal, may_read_section, require, sections_of
from accounts.states import section_name
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.queries.city import section_staff
from charter.queries.reading import charters
from charter.views.amending.amendment_table import table_of


@login_required
@require_GET
@answers_refusals
def show(request: HttpRequest) -> HttpResponse:
    """Members, their amendments, positions or applications of one section; by default the person's first one."""
    person = signed_in(request)
    mine = sections_of(person)
    if not mine:
        return refuse(request, Refusal(_("The page is for the staff of a section."), hidden=True))
    section = request.GET.get("section", mine[0])
    require(may_read_section(person, section))
    views = _views()
    requested = request.GET.get("view", "")
    view = requested if requested in views else "members"
    page = Paginator(_rows_of_view(section, view, person), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    bar = [
        {"word": word, "url": f"?section={section}&view={name}", "current": name == view}
        for name, word in views.items()
    ]
    context = {
        "section": section_name(section),
        "others": [{"code": code, "word": section_name(code)} for code in mine if code != section],
        "view": view,
        "views": bar,
        "page": page,
        "rows": table_of(list(page), charters.current_charter()) if view == "amendments" else [],
    }
    return render(request, "charter/city/section/show.html", context)


def _views() -> dict[str, str]:
    views = {"members": _("Members"), "amendments": _("Amendments"), "positions": _("Positions")}
    return {**views, "joining": _("Applications")} if site_settings().has_pledge else views


def _rows_of_view(section: str, view: str, person: Person) -> Any:
    ways = {
        "members": lambda: section_staff.members_of_section(section, timezone.now()),
        "amendments": lambda: section_staff.amendments_of_section(section, person),
        "positions": lambda: section_staff.positions_of_section(section, person),
        "joining": lambda: section_staff.membership_applications(section),
    }
    return ways[view]()
