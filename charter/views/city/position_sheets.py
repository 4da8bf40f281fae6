"""The sheet of positions of an organisation with its private notes, for its own team: on screen and as PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.exports.paper import NoPress
from accounts.queries.members import members_with_names
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from charter import rules
from charter.exports import writing
from charter.exports.position_sheets import PositionSheet
from charter.queries.reading import charters
from charter.wording.charter_text import interface_language


@login_required
@require_GET
@answers_refusals
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet in the language of the page, to read and to print."""
    sheet = _sheet(request, slug)
    crumbs = breadcrumbs(
        (str(sheet.organisation), f"{reverse('city')}?as={slug}"),
        (_("Our positions"), f"{reverse('city_positions')}?as={slug}"),
        here=_("Positions with private notes"),
    )
    context = {**sheet.template_values(), "crumbs": crumbs, "pdf": reverse("city_position_sheet_pdf", args=[slug])}
    return render(request, "charter/city/position_sheet.html", context)


@login_required
@require_GET
@answers_refusals
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as PDF. If no PDF can be made, a page states this and links to the page for printing."""
    sheet = _sheet(request, slug)
    try:
        drawn = writing.write_paper(sheet, "pdf")
    except NoPress:
        page = reverse("city_position_sheet", args=[slug])
        return render(request, "charter/city/no_press.html", {"page": page}, status=503)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{writing.paper_filename(sheet, "pdf")}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _sheet(request: HttpRequest, slug: str) -> PositionSheet:
    """The sheet of the organisation at that address, which its own team alone may read."""
    organisation, charter = members_with_names().filter(slug=slug).first(), charters.current_charter()
    if organisation is None or charter is None:
        raise Http404(_("There is no member at this address."))
    person = signed_in(request)
    require(rules.may_prepare(person, organisation))
    return PositionSheet(charter, organisation, interface_language(), person, timezone.now())
