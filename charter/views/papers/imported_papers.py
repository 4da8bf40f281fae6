"""Files that the secretariat imports for members: the form that takes one or several, and those that it took."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.forms.papers.imported_papers import MOST_FILES, MemberReturnForm
from charter.models import Charter, ReceivedPaper, Round, Version
from charter.queries.amending.rounds import running_round
from charter.queries.papers.working_papers import imported_for_members
from charter.queries.reading import articles, charters
from charter.queries.reading.published_labels import latest_version
from charter.views.desk_frame import the_charter, views_of
from charter.views.papers import returned_papers
from charter.wording.charter_text import interface_language


@dataclass(frozen=True)
class FileResult:
    """What became of one of several files: where it is stored and whether it is new, or why it was refused."""

    filename: str
    received: ReceivedPaper | None = None
    is_new: bool = False
    faults: tuple[str, ...] = ()


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The form for a file of a member, and the files that the secretariat imported."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    version, round_ = latest_version(charter), running_round(charter)
    form = _form(request, charter, version, round_, uploaded(request)) if version and round_ else None
    results: list[FileResult] = []
    if form is not None and version is not None and round_ is not None and request.method == "POST":
        files = request.FILES.getlist("file")
        if len(files) > MOST_FILES:
            form.add_error("file", _("Choose at most %(n)s files at the same time.") % {"n": MOST_FILES})
        elif len(files) > 1:
            results = [_take_one_of_several(request, charter, version, round_, file) for file in files]
            form = _form(request, charter, version, round_, None)
        elif form.is_valid():
            answer = returned_papers.take_in(request, charter, version, form, form.member_of_source)
            if answer is not None:
                return answer
    page = Paginator(imported_for_members(charter), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "views": views_of(request, "on_behalf"),
        "crumbs": secretariat_breadcrumbs(
            (_("On behalf of members"), reverse("desk_on_behalf")), here=_("Import a file")
        ),
        "form": form,
        "results": results,
        "already_sent": returned_papers.ALREADY_SENT,
        "page": page,
    }
    is_refused = bool(form and form.errors) or (bool(results) and not any(result.received for result in results))
    return render(request, "charter/papers/imported/index.html", context, status=422 if is_refused else 200)


def _take_one_of_several(
    request: HttpRequest, charter: Charter, version: Version, round_: Round, file: UploadedFile
) -> FileResult:
    form = _form(request, charter, version, round_, MultiValueDict({"file": [file]}))
    valid = form.is_valid()
    stored = returned_papers.store(request, charter, version, form, form.member_of_source) if valid else None
    if stored is not None:
        return FileResult(file.name or "", *stored)
    return FileResult(file.name or "", faults=tuple(str(why) for whys in form.errors.values() for why in whys))


def _form(
    request: HttpRequest,
    charter: Charter,
    version: Version,
    round_: Round,
    files: MultiValueDict[str, UploadedFile] | None,
) -> MemberReturnForm:
    """The form for these files; without any it has what was chosen before."""
    language = charters.edition_in(interface_language())
    chosen = {name: request.POST.get(name) for name in ("member", "came_on", "article", "last_article", "language")}
    return MemberReturnForm(
        None if files is None else posted(request),
        files,
        members=returned_papers.members_to_import_for(signed_in(request), round_),
        articles=[(chapter.address, chapter.name) for chapter in articles.version_chapters(version, language)],
        languages=charters.charter_languages(),
        initial={"came_on": timezone.localdate(), **{name: value for name, value in chosen.items() if value}},
    )
