"""Taking away what is published: a page of formats for each paper, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports.paper import NoPress
from charter import tasks
from charter.exports import files, finding, writing
from charter.exports.comparisons import Changes
from charter.exports.papers import Paper
from charter.exports.texts import Text
from charter.imports.refusals import Unreadable
from charter.models import Download
from charter.queries import charters, downloads
from charter.states import DownloadState
from charter.templatetags.moments import minutes_since

from .frame import words_language
from .publicly import publicly

PATIENCE = 5
AGAIN = 5


@require_safe
@publicly
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The formats of a paper with their sizes, how to print it, how to cite it."""
    paper = _paper(request, name)
    context = {
        "paper": paper,
        "title": paper.title(),
        "here": paper.url.removeprefix(settings.SITE_URL),
        "formats": _formats(paper),
        "cited": paper.cited(),
        "others": _others(paper),
    }
    return render(request, "charter/downloads/page.html", context)


@require_safe
@publicly
def file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """A file of a paper; a long one is made by the queue, and a page waits for it."""
    paper = _paper(request, name)
    if ending not in paper.endings:
        raise Http404(_("This cannot be had in that format."))
    if not paper.is_long:
        return _at_once(request, paper, ending)
    found = _kept(paper, ending)
    if found is None:
        tasks.ask_for(paper, ending, timezone.now())
        found = _kept(paper, ending)
    if found is None:
        return _waiting(request, paper, ending)
    return _answer(paper, ending, bytes(found.data))


def _at_once(request: HttpRequest, paper: Paper, ending: str) -> HttpResponse:
    try:
        return _answer(paper, ending, files.at_once(paper, ending))
    except (NoPress, Unreadable):
        return _said(request, paper, ending, status=503, failed=True)


def _paper(request: HttpRequest, name: str) -> Paper:
    paper = finding.paper(name, charters.edition_in(words_language(request)))
    if paper is None:
        raise Http404(_("Nothing of that name is published."))
    return paper


def _kept(paper: Paper, ending: str) -> Download | None:
    return downloads.kept(f"{paper.name}.{ending}", paper.language, files.made_of(paper))


def _answer(paper: Paper, ending: str, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=files.FORMATS[ending].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{writing.filename(paper, ending)}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _waiting(request: HttpRequest, paper: Paper, ending: str) -> HttpResponse:
    """Says how it stands, and asks again by itself; it answers 202 until the file is there."""
    row = Download.objects.defer("data").get(name=f"{paper.name}.{ending}", language=paper.language)
    failed, late = row.state == DownloadState.FAILED, minutes_since(row.asked_at) >= PATIENCE
    return _said(request, paper, ending, failed=failed, late=late, asked_at=timezone.localtime(row.asked_at))


def _said(request: HttpRequest, paper: Paper, ending: str, status: int = 202, **state: Any) -> HttpResponse:
    context = {
        **state,
        "title": paper.title(),
        "format": files.FORMATS[ending].name,
        "again": AGAIN,
        "back": reverse("downloads", args=[paper.name]),
    }
    answer = render(request, "charter/downloads/waiting.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(AGAIN)
    return answer


def _formats(paper: Paper) -> list[dict[str, Any]]:
    sizes = _sizes(paper)
    return [
        {
            "name": files.FORMATS[ending].name,
            "purpose": files.FORMATS[ending].purpose,
            "size": sizes.get(ending),
            "url": reverse("download", args=[paper.name, ending]),
        }
        for ending in paper.endings
    ]


def _sizes(paper: Paper) -> dict[str, int | None]:
    """The sizes of the files that are there already."""
    if not paper.is_long:
        return {ending: files.remembered(paper, ending) for ending in paper.endings}
    made_of = files.made_of(paper)
    found = downloads.sizes([f"{paper.name}.{ending}" for ending in paper.endings], paper.language)
    return {name.rpartition(".")[2]: size for name, (of, size) in found.items() if of == made_of}


def _others(paper: Paper) -> list[dict[str, str]]:
    """The whole that an article belongs to, and what changed since the version before."""
    links = []
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
