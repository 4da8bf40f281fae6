"""Downloads of published content: a page of formats for each paper, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports.paper import NoPress
from accounts.rules import mandates_of
from charter import tasks
from charter.exports import comment_tables, files, paper_names, writing
from charter.exports.comment_tables import CommentTable
from charter.exports.comparisons import Changes
from charter.exports.papers import Paper
from charter.exports.proposed import Proposed
from charter.exports.texts import Text
from charter.files.refusals import Unreadable
from charter.forms.papers.working_papers import FEWEST_WITH_PARTS, PartForm
from charter.models import Download
from charter.queries.papers import downloads
from charter.queries.papers.downloads import count_files_before, requested_file
from charter.queries.reading import articles, charters
from charter.states import DownloadState
from charter.views.public_pages import publicly
from charter.views.text_frame import reader, words_language
from charter.wording.round_times import minutes_since

PATIENCE = 5
AGAIN = 5


@require_safe
@publicly
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The formats of a paper with their sizes, how to print it, how to cite it."""
    paper = _paper(request, name)
    part = _part_form(request, paper) if isinstance(paper, Proposed) else None
    if part is not None and part.is_valid() and (url := _address_of_part(part, paper)):
        return redirect(url)
    context = {
        "paper": paper,
        "part": part,
        "title": paper.title(),
        "here": paper.url.removeprefix(settings.SITE_URL),
        "formats": _formats(paper),
        "cited": paper.cited(),
        "others": _others(paper),
        "import_url": _import_address(request, paper),
    }
    status = 422 if part is not None and part.errors else 200
    return render(request, "charter/papers/downloads/page.html", context, status=status)


@require_safe
@publicly
def file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """A file of a paper; the worker makes a long one, and a page shows the progress."""
    paper = _paper(request, name)
    if ending not in paper.extensions:
        raise Http404(_("The document is not available in that format."))
    if ending not in paper.long_extensions:
        return _at_once(request, paper, ending)
    download = _kept(paper, ending)
    if download is None:
        tasks.request_file(paper, ending, timezone.now())
        download = _kept(paper, ending)
    if download is None:
        return _waiting(request, paper, ending)
    return _answer(paper, ending, bytes(download.data))


def _part_form(request: HttpRequest, paper: Proposed) -> PartForm | None:
    """Which articles a file has; none where the charter has too few of them for a part."""
    chapters = articles.version_contents(paper.version, paper.language)
    if len(chapters) < FEWEST_WITH_PARTS:
        return None
    sent = request.GET if "article" in request.GET else None
    return PartForm(sent, articles=[(chapter.address, chapter.name) for chapter in chapters])


def _address_of_part(form: PartForm, paper: Paper) -> str:
    """Where the file of these articles is; empty where nothing to them is pending, with the reason in the form."""
    assert isinstance(paper, Proposed)
    name = paper.name_of(form.place())
    if paper_names.find_paper(name, paper.language) is not None:
        return reverse("downloads", args=[name])
    form.add_error("article", _("No amendment to these articles is pending. Choose other articles."))
    return ""


def _at_once(request: HttpRequest, paper: Paper, ending: str) -> HttpResponse:
    try:
        return _answer(paper, ending, files.at_once(paper, ending))
    except (NoPress, Unreadable):
        return _waiting_page(request, paper, ending, status=503, failed=True)


def _paper(request: HttpRequest, name: str) -> Paper:
    paper = paper_names.find_paper(name, charters.edition_in(words_language(request)))
    if paper is None:
        raise Http404(_("Nothing was published under that name."))
    return paper


def _kept(paper: Paper, ending: str) -> Download | None:
    return downloads.kept_download(f"{paper.name}.{ending}", paper.language, files.made_of(paper))


def _answer(paper: Paper, ending: str, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=files.FORMATS[ending].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{writing.paper_filename(paper, ending)}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _waiting(request: HttpRequest, paper: Paper, ending: str) -> HttpResponse:
    """The page shows the progress and reloads itself; the answer is 202 until the file is there."""
    row = requested_file(f"{paper.name}.{ending}", paper.language)
    failed, late = row.state == DownloadState.FAILED, minutes_since(row.asked_at) >= PATIENCE
    state = {"failed": failed, "late": late, "before": count_files_before(row)}
    return _waiting_page(request, paper, ending, asked_at=timezone.localtime(row.asked_at), **state)


def _waiting_page(request: HttpRequest, paper: Paper, ending: str, status: int = 202, **state: Any) -> HttpResponse:
    context = {
        **state,
        "title": paper.title(),
        "format": files.FORMATS[ending].name,
        "again": AGAIN,
        "back": reverse("downloads", args=[paper.name]),
    }
    answer = render(request, "charter/papers/downloads/waiting.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(AGAIN)
    return answer


def _formats(paper: Paper) -> list[dict[str, Any]]:
    sizes = _sizes(paper)
    return [
        {
            "name": files.FORMATS[extension].name,
            "purpose": files.FORMATS[extension].purpose,
            "size": sizes.get(extension),
            "is_long": extension in paper.long_extensions,
            "url": reverse("download", args=[paper.name, extension]),
        }
        for extension in paper.extensions
    ]


def _sizes(paper: Paper) -> dict[str, int | None]:
    """The sizes of the files that are there already."""
    sizes = {
        extension: files.remembered_size(paper, extension)
        for extension in paper.extensions
        if extension not in paper.long_extensions
    }
    if not paper.long_extensions:
        return sizes
    made_of = files.made_of(paper)
    kept = downloads.download_sizes(
        [f"{paper.name}.{extension}" for extension in paper.long_extensions], paper.language
    )
    return sizes | {name.rpartition(".")[2]: size for name, (of, size) in kept.items() if of == made_of}


def _others(paper: Paper) -> list[dict[str, str]]:
    """The whole that an article belongs to, and what changed since the version before."""
    links = []
    if isinstance(paper, CommentTable) and paper.article:
        url = reverse("downloads", args=[comment_tables.NAME])
        links.append({"word": _("Table of all comments on the charter"), "url": url})
    if isinstance(paper, Text | Changes) and paper.article:
        whole = paper.name.rpartition("/")[0]
        word = _("The whole version") if isinstance(paper, Text) else _("All articles that changed")
        links.append({"word": word, "url": reverse("downloads", args=[whole])})
    if isinstance(paper, Text) and paper.version.number > 1:
        before = paper.version.number - 1
        name = f"charter/{before}..{paper.version.number}" + (f"/{paper.article}" if paper.article else "")
        word = _("Changes since version %(number)s") % {"number": before}
        links.append({"word": word, "url": reverse("downloads", args=[name])})
    if isinstance(paper, Text):
        word = _("Check a copy of version %(number)s") % {"number": paper.version.number}
        links.append({"word": word, "url": reverse("verify", args=[paper.version.number])})
    return links


def _import_address(request: HttpRequest, paper: Paper) -> str:
    """Where a team imports the table after it has added its comments; empty for other papers and readers."""
    return reverse("city_comments") if isinstance(paper, CommentTable) and mandates_of(reader(request)) else ""
