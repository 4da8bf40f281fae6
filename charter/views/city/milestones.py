"""The milestones of the campaign as a timeline."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.views.breadcrumbs import members_breadcrumbs
from charter.views.public_pages import publicly
from charter.wording.milestones import milestone_entries


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All milestones, the oldest first; the page does not exist on a site without one."""
    entries = milestone_entries()
    if not entries:
        raise Http404(_("There are no milestones on this site."))
    context = {"entries": entries, "crumbs": members_breadcrumbs(here=_("Milestones of the campaign"))}
    return render(request, "charter/city/milestones/index.html", context)
