"""Articles, parts of the charter and whole charters as Word files for the team of a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from accounts.rules import Refusal
from accounts.views.acting import answers_refusals, refuse, signed_in
from accounts.views.breadcrumbs import breadcrumbs
from charter.actions.papers import issued_papers
from charter.exports import working_papers
from charter.exports.writing import FORMATS
from charter.files.refusals import Unreadable
from charter.forms.papers.working_papers import DownloadForm, ReturnForm
from charter.models import Version
from charter.queries.papers.working_papers import Scope, lines_in, received_papers
from charter.queries.reading import articles as article_queries
from charter.queries.reading import charters
from charter.queries.reading.published_labels import latest_version
from charter.views.own_organisations import chosen, organisations_of
from charter.views.papers import returned_papers
from charter.views.papers.returned_papers import chosen_scope
from charter.views.text_frame import words_language


@dataclass(frozen=True)
class _Forms:
    """The two forms of the page: one gives a file, one takes a file."""

    download: DownloadForm
    returned: ReturnForm


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """An article as a Word file, a form for a returned file, and the files returned so far."""
    mine = organisations_of(signed_in(request))
    if not mine:
        return refuse(request, Refusal(_("The workspace is for the team of a member or a partner organization.")))
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    charter = charters.current_charter()
    version = latest_version(charter) if charter else None
    if charter is None or version is None:
        raise Http404(_("No version of the charter has been published yet."))
    act = request.POST.get("act", "")
    forms = _forms(request, version, act)
    answer = None
    if act == "import" and forms.returned.is_valid():
        answer = returned_papers.take_in(request, charter, version, forms.returned, lambda source: organisation)
    elif request.method == "POST" and act != "import" and forms.download.is_valid():
        answer = _download(request, organisation, version, forms.download)
    return answer or _show(request, organisation, forms)


def _forms(request: HttpRequest, version: Version, act: str) -> _Forms:
    language = charters.edition_in(words_language(request))
    articles = [(chapter.address, chapter.name) for chapter in article_queries.version_chapters(version, language)]
    offered: dict[str, Any] = {"articles": articles, "languages": charters.charter_languages()}
    article, last_article = request.GET.get("article", ""), request.GET.get("last_article", "")
    initial = {"article": article, "last_article": last_article, "language": language}
    came_from = initial if initial["article"] else {}
    sent, returns = request.method == "POST", act == "import"
    return _Forms(
        DownloadForm(request.POST if sent and not returns else None, initial=initial, **offered),
        ReturnForm(
            request.POST if returns else None,
            request.FILES if returns else None,
            prefix="returned",
            initial=came_from,
            **offered,
        ),
    )


def _download(
    request: HttpRequest, organisation: Organisation, version: Version, form: DownloadForm
) -> HttpResponse | None:
    """The file; None where there is none, with the reason in the form."""
    values = form.cleaned_data
    ending = values["file_format"]
    scope = chosen_scope(version, values)
    assert scope is not None
    if not lines_in(version, scope.article, values["language"], scope.last_article):
        form.add_error("language", _no_text(scope))
        return None
    paper = issued_papers.issue_paper(
        version=version,
        article=scope.article,
        last_article=scope.last_article,
        language=values["language"],
        organisation=organisation,
        by=signed_in(request),
    )
    try:
        data = working_papers.WRITERS[ending](paper)
    except Unreadable as refused:
        form.add_error(None, str(refused))
        return None
    answer = HttpResponse(data, content_type=FORMATS[ending].content_type)
    name = f"{_place(scope, values)}-{version.number}-{values['language']}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _no_text(scope: Scope) -> str:
    if scope.last_article:
        return _("The part has no text in this language yet.")
    return (
        _("The article has no text in this language yet.")
        if scope.article
        else _("The charter has no text in this language yet.")
    )


def _place(scope: Scope, values: dict[str, Any]) -> str:
    """The part of the file name for its scope: its article, its first and last article, or the charter."""
    if scope.last_article:
        return f"{values['article']}-{values['last_article']}"
    return values["article"] if scope.article else "charter"


def _show(request: HttpRequest, organisation: Organisation, forms: _Forms) -> HttpResponse:
    faulty = forms.returned if forms.returned.errors else forms.download
    context: dict[str, Any] = {
        "organisation": organisation,
        "download": forms.download,
        "returned": forms.returned,
        "faulty": faulty,
        "received": received_papers(organisation),
        "crumbs": breadcrumbs((_("My city"), f"{reverse('city')}?as={organisation.slug}"), here=_("Work in Word")),
    }
    status = 422 if faulty.errors else 200
    return render(request, "charter/papers/working/index.html", context, status=status)
