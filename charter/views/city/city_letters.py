"""The document for a member on a round: the results of its proposals, on screen and as PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.exports.paper import NoPress
from accounts.queries.members import members_with_names
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from charter import rules
from charter.exports import writing
from charter.exports.city_letters import CityLetter
from charter.queries.amending.rounds import decided_for, rounds_with_texts
from charter.wording.charter_text import interface_language


@login_required
@require_GET
@answers_refusals
def show(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """The document in the language of the page."""
    letter = _letter(request, number, slug)
    crumbs = breadcrumbs(
        (str(letter.organisation), f"{reverse('city')}?as={slug}"),
        here=_("The letter on round %(number)s") % {"number": number},
    )
    context = {
        **letter.template_values(),
        "crumbs": crumbs,
        "pdf": reverse("city_letter_pdf", args=[number, slug]),
        "table": f"{reverse('decisions')}?round={number}",
    }
    return render(request, "charter/city/letter.html", context)


@login_required
@require_GET
@answers_refusals
def pdf(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """The document as PDF. If no PDF can be made, a page states this and links to the page for printing."""
    letter = _letter(request, number, slug)
    try:
        drawn = writing.write_paper(letter, "pdf")
    except NoPress:
        page = reverse("city_letter", args=[number, slug])
        return render(request, "charter/city/no_press.html", {"page": page}, status=503)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{writing.paper_filename(letter, "pdf")}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _letter(request: HttpRequest, number: int, slug: str) -> CityLetter:
    """The letter; there is none before a decision on a proposal of the member is public."""
    organisation = members_with_names().filter(slug=slug).first()
    if organisation is None:
        raise Http404(_("There is no such letter."))
    require(rules.may_read_city_letter(signed_in(request), organisation))
    round_ids = [decided.pk for decided in decided_for(organisation) if decided.number == number]
    round_ = rounds_with_texts().filter(pk__in=round_ids).first()
    if round_ is None:
        raise Http404(_("There is no such letter."))
    return CityLetter(round_.charter, round_, interface_language(), organisation)
