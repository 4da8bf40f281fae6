"""The milestones of the campaign as a timeline."""

from __future__ import annotations

import mimetypes

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries.milestones import milestones_with_texts
from accounts.views.breadcrumbs import members_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.views.public_pages import publicly
from charter.wording.milestones import milestone_entries

A_DAY = 24 * 60 * 60


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """The milestones in pages, the oldest first; the page does not exist on a site without one."""
    page = Paginator(milestones_with_texts(), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    if not page:
        raise Http404(_("There are no milestones on this site."))
    context = {
        "entries": milestone_entries(page),
        "page": page,
        "crumbs": members_breadcrumbs(here=_("Milestones of the campaign")),
    }
    return render(request, "charter/city/milestones/index.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The picture of a milestone; another picture has another name."""
    milestone = milestones_with_texts().filter(pk=pk).first()
    if milestone is None or not milestone.picture or milestone.picture_name != name:
        raise Http404(_("There is no such picture."))
    answer = FileResponse(milestone.picture.open("rb"), content_type=mimetypes.guess_type(name)[0])
    patch_cache_control(answer, public=True, max_age=A_DAY)
    return answer
