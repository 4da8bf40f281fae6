"""All open work of a language: a list, files to take away, and the same files taken in again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions import worksheets as acts
from charter.actions.worksheets import Taken
from charter.forms.alignments import WorkFileForm
from charter.imports import worksheets
from charter.imports.refusals import Unreadable
from charter.models import Amendment, Charter, Task
from charter.queries import charters, crossings, ledger, translations
from charter.queries.ledger import Line
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import ledger_status
from charter.views.alignments import asked_for

MOST = 30


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def work(request: HttpRequest, code: str) -> HttpResponse:
    """What is open in a language, and what became of each line of a file that came back."""
    charter, form = _charter(request, code), WorkFileForm(posted(request), uploaded(request))
    taken: list[Taken] = []
    if request.method == "POST" and form.is_valid():
        taken = _take(request, charter, code, form)
    lines = ledger.work(charter, code)
    citations = _citations(charter)
    context = {
        "tongue": tongue(code),
        "rows": _rows(charter, code, lines, citations),
        "files": _files(code, lines),
        "to_read": _to_read(charter, code),
        "accepted": _accepted(charter, code),
        "may_align": bool(rules.may_align(signed_in(request), code)),
        "form": form,
        "changed": sum(one.changed for one in taken),
        "same": sum(not one.changed and not one.refused for one in taken),
        "refused": [one for one in taken if one.refused],
        "taken": bool(taken),
        "crumbs": [{"word": _("Languages"), "url": reverse("languages")}, {"word": tongue(code).name, "url": ""}],
    }
    return render(request, "charter/languages/work.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
@answers_refusals
def file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The open work as a table for Word, or as XLIFF 2 from one language into this one."""
    charter = _charter(request, code)
    source = request.GET.get("from", "")
    lines = [one for one in ledger.work(charter, code) if one.can_be_aligned and one.source]
    if ending == "xlf":
        lines = [one for one in lines if one.source and one.source.language == source]
    if ending not in worksheets.KINDS or not lines:
        raise Http404
    try:
        data = worksheets.write(lines, _citations(charter), source, code, ending)
    except Unreadable as unreadable:
        raise Http404(str(unreadable)) from None
    answer = HttpResponse(data, content_type=worksheets.KINDS[ending])
    answer["Content-Disposition"] = f'attachment; filename="work-{code}.{ending}"'
    return answer


def _take(request: HttpRequest, charter: Charter, code: str, form: WorkFileForm) -> list[Taken]:
    """The same file twice changes nothing, so it needs no token; what was refused keeps its words on the page."""
    try:
        return acts.take(charter=charter, language=code, rows=form.cleaned_data["file"], by=signed_in(request))
    except Refused as refused:
        form.add_error(None, str(refused.refusal.why))
        return []


def _charter(request: HttpRequest, code: str) -> Charter:
    require(rules.may_work_on_language(signed_in(request), code))
    charter = charters.current()
    if charter is None or charter.arrangement is None or code not in charters.languages():
        raise Http404
    return charter


def _citations(charter: Charter) -> dict[str, str]:
    labels = charter.arrangement.labels(get_language() or "en") if charter.arrangement else {}
    return {key: label.citation for key, label in labels.items()}


def _rows(charter: Charter, code: str, lines: list[Line], citations: dict[str, str]) -> list[dict[str, Any]]:
    tasks = {
        task.provision_id: task
        for task in Task.objects.filter(provision__charter=charter, language=code).select_related("editor")
    }
    return [
        {
            "cite": citations[str(one.provision.key)],
            "url": reverse("alignment", args=[code, one.provision.short]),
            "status": ledger_status(one.state),
            "task": tasks.get(one.provision.pk),
            "asked": [asked_for(adoption) for adoption in one.lacking],
            "redline": one.change.redline(get_language() or "en", prefix="") if one.before else "",
            "tongue": tongue(one.source.language) if one.source else None,
        }
        for one in lines
    ]


def _to_read(charter: Charter, code: str) -> list[dict[str, Any]]:
    """Open amendments that nobody can read in this language yet, the first of them."""
    return [_to_write(one, code) for one in translations.lacking(charter, code).select_related("round", "text")[:MOST]]


def _accepted(charter: Charter, code: str) -> list[dict[str, Any]]:
    """Amendments that a merge in this language can only take once an editor says their accepted words."""
    found = crossings.to_translate(charter, code)[:MOST]
    return [{**_to_write(one, code), "public": bool(one.decision and one.decision.is_released)} for one in found]


def _to_write(one: Amendment, code: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "url": reverse("amendment_translation", args=[one.round.number, one.number, code]),
        "tongue": tongue(one.text.language) if one.text else None,
    }


def _files(code: str, lines: list[Line]) -> list[dict[str, str]]:
    """One table for Word, and a file of XLIFF for each language that is followed."""
    sources = sorted({one.source.language for one in lines if one.can_be_aligned and one.source})
    if not sources:
        return []
    found = [{"word": "DOCX", "url": reverse("language_work_file", args=[code, "docx"])}]
    url = reverse("language_work_file", args=[code, "xlf"])
    return found + [{"word": f"XLIFF ({source})", "url": f"{url}?from={source}"} for source in sources]
