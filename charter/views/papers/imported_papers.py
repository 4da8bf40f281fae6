"""Files that the secretariat imports for members: the form that takes one, and those that it took."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.forms.papers.imported_papers import MemberReturnForm
from charter.models import Charter, Round, Version
from charter.queries.amending.rounds import running_round
from charter.queries.papers.working_papers import imported_for_members
from charter.queries.reading import articles, charters
from charter.queries.reading.published_labels import latest_version
from charter.views.desk_frame import the_charter, views_of
from charter.views.papers import returned_papers
from charter.wording.charter_text import interface_language

A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The form for a file of a member, and the files that the secretariat imported."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    version, round_ = latest_version(charter), running_round(charter)
    form = _form(request, charter, version, round_) if version and round_ else None
    if form is not None and version is not None and request.method == "POST" and form.is_valid():
        answer = returned_papers.take_in(
            request,
            charter,
            version,
            form,
            lambda source: form.member_of(source.paper.organisation if source.paper else None),
        )
        if answer is not None:
            return answer
    page = Paginator(imported_for_members(charter), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "views": views_of(request, "on_behalf"),
        "crumbs": secretariat_breadcrumbs((_("On behalf"), reverse("desk_on_behalf")), here=_("Import a file")),
        "form": form,
        "page": page,
    }
    return render(request, "charter/papers/imported/index.html", context, status=422 if form and form.errors else 200)


def _form(request: HttpRequest, charter: Charter, version: Version, round_: Round) -> MemberReturnForm:
    language = charters.edition_in(interface_language())
    return MemberReturnForm(
        posted(request),
        uploaded(request),
        members=returned_papers.members_to_import_for(signed_in(request), round_),
        articles=[(chapter.address, chapter.name) for chapter in articles.version_contents(version, language)],
        languages=charters.charter_languages(),
        initial={"came_on": timezone.localdate()},
    )
