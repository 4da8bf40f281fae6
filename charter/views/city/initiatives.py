"""The page of an initiative of a member, and its pictures."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.queries.themes import theme_at
from accounts.rules import Refusal
from accounts.views.breadcrumbs import members_breadcrumbs
from charter import rules
from charter.exports.initiatives import as_csv
from charter.models import Initiative
from charter.observances import observance_at
from charter.queries.city import initiatives
from charter.queries.city.waves import has_campaign
from charter.queries.reading.published_labels import published_labels
from charter.views.public_pages import publicly
from charter.wording.charter_text import interface_language
from charter.wording.initiatives import SHAPES, initiative_page

from .campaign_end import campaign_ended_page
from .frameworks import charter_of_campaign

A_DAY = 24 * 3600


def initiatives_ended(request: HttpRequest) -> HttpResponse:
    """The answer of the address of an initiative, which emails contain, after the end of the campaign."""
    return campaign_ended_page(request, _("The campaign on this site has ended. Its initiatives are no longer shown."))


@publicly
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative; its team and the secretariat also read unpublished parts, with its state."""
    initiative = initiatives.initiative_by_pk(pk)
    if initiative is None or not _may_read(request, initiative):
        raise Http404(_("The initiative does not exist."))
    if not has_campaign():
        return initiatives_ended(request)
    page = initiative_page(initiative)
    member = (str(page["member"]["name"]), page["member"]["url"])
    context = {
        **page,
        "crumbs": members_breadcrumbs(member, here=str(page["row"]["title"])),
        "initiative": initiative,
        "status": None
        if initiative.is_published
        else {
            "shape": SHAPES[initiative.state],  # type: ignore[index]
            "word": initiative.get_state_display(),
        },
    }
    return render(request, "charter/city/initiatives/show.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """Public initiatives as CSV: all, or those of a theme or of a day of the United Nations."""
    charter = charter_of_campaign()
    theme, day = request.GET.get("theme", ""), observance_at(request.GET.get("day", ""))
    theme = theme if theme_at(theme) else ""
    language = interface_language()
    rows = initiatives.with_rows(initiatives.every_initiative(charter, language, theme, day.key if day else ""))
    content = as_csv(rows, published_labels(charter, language))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="initiatives.csv"'
    return answer


@require_safe
def picture(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """A picture, for who may read its initiative."""
    found_picture = initiatives.picture_by_pk(pk)
    if found_picture is None or found_picture.ending != ending:
        raise Http404(_("There is no such picture."))
    if not _may_read(request, found_picture.initiative):
        raise Http404(_("There is no such picture."))
    answer = FileResponse(
        found_picture.file.open("rb"), content_type=mimetypes.guess_type(str(found_picture.file.name))[0]
    )
    is_open = rules.may_read_initiative(None, found_picture.initiative) is True
    patch_cache_control(answer, **({"public": True, "max_age": A_DAY} if is_open else {"private": True}))
    return answer


def _may_read(request: HttpRequest, initiative: Initiative) -> bool:
    person = request.user if isinstance(request.user, Person) else None
    return not isinstance(rules.may_read_initiative(person, initiative), Refusal)
