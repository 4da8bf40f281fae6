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

from accounts.rules import Refusal, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs
from accounts.views.posting import posted, uploaded
from charter import rules, texts
from charter.actions.languages import worksheets as worksheet_actions
from charter.actions.languages.worksheets import LineResult
from charter.files.refusals import Unreadable
from charter.forms.comments.comment_tables import DAMAGED
from charter.forms.languages.alignments import MOST_ROWS, WorkFileForm, WorkRowsForm
from charter.importing import worksheets
from charter.importing.worksheet_plans import PlannedTranslation, WorksheetPlan, plan_worksheet
from charter.models import Amendment, Charter
from charter.queries.amending import translations
from charter.queries.comments.comment_translations import comments_without_translation
from charter.queries.languages import ledger
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of
from charter.queries.languages.tasks import tasks_by_provision
from charter.queries.reading import charters
from charter.queries.secretariat import cross_language_conflicts
from charter.text import diff
from charter.views.languages.alignments import describe_source
from charter.wording.charter_text import ledger_status

MOST = 30
SEND = "send"


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def work(request: HttpRequest, code: str) -> HttpResponse:
    """Open work in a language; the preview of a file that was returned, and the result for each line that was sent."""
    charter, sends = _charter(request, code), request.POST.get("act") == SEND
    form = WorkFileForm() if sends else WorkFileForm(posted(request), uploaded(request))
    results: list[LineResult] = []
    plan, rows_form = None, None
    if sends:
        plan, rows_form, results = _send(request, charter, code)
    elif request.method == "POST" and form.is_valid():
        plan, rows_form = _preview(request, charter, code, form)
    faulty = rows_form if rows_form is not None and rows_form.errors else form
    lines = ledger.lines_to_do(charter, code)
    citations = _citations(charter)
    context = {
        "language": language_of(code),
        "rows": _rows(charter, code, lines, citations),
        "files": _files(code, lines),
        "to_read": _to_read(charter, code),
        "comments": _comments(charter, code),
        "accepted": _accepted(charter, code),
        "may_align": bool(rules.may_align(signed_in(request), code)),
        "form": form,
        "changed": sum(line_result.changed for line_result in results),
        "same": sum(not line_result.changed and not line_result.refused for line_result in results),
        "refused": [line_result for line_result in results if line_result.refused],
        "taken": bool(results),
        "faulty": faulty,
        "rows_form": rows_form,
        "plan": plan,
        "planned": _planned(plan, rows_form, citations),
        "crumbs": languages_breadcrumbs(here=language_of(code).name),
    }
    return render(request, "charter/languages/work.html", context, status=422 if faulty.errors else 200)


@login_required
@require_safe
@answers_refusals
def file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The open work as a table for Word, or as XLIFF from one language into this one."""
    charter = _charter(request, code)
    source, version = request.GET.get("from", ""), request.GET.get("version", worksheets.XLIFF_VERSIONS[0])
    lines = [
        ledger_line
        for ledger_line in ledger.lines_to_do(charter, code)
        if ledger_line.can_be_aligned and ledger_line.source
    ]
    if ending == "xlf":
        lines = [line for line in lines if line.source and line.source.language == source]
    if ending not in worksheets.KINDS or version not in worksheets.XLIFF_VERSIONS or not lines:
        raise Http404
    try:
        data = worksheets.write_worksheet(lines, _citations(charter), source, code, ending, version)
    except Unreadable as unreadable:
        raise Http404(str(unreadable)) from None
    answer = HttpResponse(data, content_type=worksheets.KINDS[ending])
    answer["Content-Disposition"] = f'attachment; filename="work-{code}.{ending}"'
    return answer


def _preview(
    request: HttpRequest, charter: Charter, code: str, form: WorkFileForm
) -> tuple[WorksheetPlan | None, WorkRowsForm | None]:
    """What the file would change, and a form with its lines; nothing is stored."""
    try:
        plan = plan_worksheet(charter, code, form.cleaned_data["file"], signed_in(request))
    except Refused as refused:
        form.add_error(None, str(refused.refusal.why))
        return None, None
    if len(plan.kept) > MOST_ROWS:
        why = _("The file has %(count)s changed lines. Import at most %(n)s lines at a time. Send several files.")
        form.add_error("file", why % {"count": len(plan.kept), "n": MOST_ROWS})
        return None, None
    rows_form = WorkRowsForm(None, initial={"table": WorkRowsForm.pack(plan.kept)})
    rows_form.offer([planned.sent.short for planned in plan.translations])
    return plan, rows_form


def _send(
    request: HttpRequest, charter: Charter, code: str
) -> tuple[WorksheetPlan | None, WorkRowsForm | None, list[LineResult]]:
    """Sends the chosen lines; the same lines twice change nothing, so it needs no token. Else the preview again."""
    rows_form = WorkRowsForm(request.POST)
    rows = rows_form.sent_rows()
    if rows is None:
        raise Refused(Refusal(DAMAGED))
    plan = plan_worksheet(charter, code, rows, signed_in(request))
    possible = [*plan.unchanged, *(planned.sent for planned in plan.translations)]
    rows_form.offer([sent.short for sent in possible])
    if not rows_form.is_valid():
        return plan, rows_form, []
    chosen = set(rows_form.cleaned_data["rows"])
    rows = [sent for sent in possible if sent.short in chosen]
    results = worksheet_actions.take_worksheet(charter=charter, language=code, rows=rows, by=signed_in(request))
    return None, None, [*results, *plan.refused]


def _planned(
    plan: WorksheetPlan | None, rows_form: WorkRowsForm | None, citations: dict[str, str]
) -> list[dict[str, Any]]:
    """The lines of the preview, each with its change to the text of the charter as tracked changes."""
    if plan is None or rows_form is None:
        return []
    ticked = set(rows_form["rows"].value() or [])
    return [
        {
            "short": planned.sent.short,
            "cite": citations.get(str(planned.line.provision.key), planned.sent.short),
            "ticked": planned.sent.short in ticked,
            "redline": _redline(planned),
            "replaces": planned.line.alignment is not None,
            "splits": planned.cut is not None,
            "runs_on": planned.runs_on,
        }
        for planned in plan.translations
    ]


def _redline(planned: PlannedTranslation) -> str:
    before = planned.line.wording.html if planned.line.wording else ""
    after = [planned.html] if planned.cut is None else texts.split_html(planned.html, planned.cut)
    return diff(texts.in_blocks([before]), texts.in_blocks(after)).redline(get_language() or "en", prefix="")


def _charter(request: HttpRequest, code: str) -> Charter:
    require(rules.may_work_on_language(signed_in(request), code))
    charter = charters.current_charter()
    if charter is None or charter.arrangement is None or code not in charters.charter_languages():
        raise Http404
    return charter


def _citations(charter: Charter) -> dict[str, str]:
    labels = charter.arrangement.labels(get_language() or "en") if charter.arrangement else {}
    return {key: label.citation for key, label in labels.items()}


def _rows(charter: Charter, code: str, lines: list[LedgerLine], citations: dict[str, str]) -> list[dict[str, Any]]:
    tasks = tasks_by_provision(charter, code)
    return [
        {
            "cite": citations[str(ledger_line.provision.key)],
            "url": reverse("alignment", args=[code, ledger_line.provision.short]),
            "status": ledger_status(ledger_line.state),
            "task": tasks.get(ledger_line.provision.pk),
            "asked": [describe_source(adoption) for adoption in ledger_line.lacking],
            "redline": ledger_line.change.redline(get_language() or "en", prefix="") if ledger_line.before else "",
            "language": language_of(ledger_line.source.language) if ledger_line.source else None,
        }
        for ledger_line in lines
    ]


def _to_read(charter: Charter, code: str) -> list[dict[str, Any]]:
    """Open amendments that nobody can read in this language yet, the first of them."""
    return [
        _to_write(amendment, code)
        for amendment in translations.amendments_without_translation(charter, code).select_related("round", "text")[
            :MOST
        ]
    ]


def _comments(charter: Charter, code: str) -> list[dict[str, Any]]:
    """Comments that nobody can read in this language yet, the newest of them; each begins as its author wrote it."""
    return [
        {
            "text": comment.comment,
            "url": reverse("comment_translation", args=[comment.pk, code]),
            "language": language_of(comment.language),
        }
        for comment in comments_without_translation(charter, code)[:MOST]
    ]


def _accepted(charter: Charter, code: str) -> list[dict[str, Any]]:
    """Amendments that a merge in this language can include only after an editor translates their accepted text."""
    amendments = cross_language_conflicts.amendments_to_translate(charter, code)[:MOST]
    return [
        {**_to_write(amendment, code), "public": bool(amendment.decision and amendment.decision.is_released)}
        for amendment in amendments
    ]


def _to_write(amendment: Amendment, code: str) -> dict[str, Any]:
    return {
        "number": amendment.number,
        "url": reverse("amendment_translation", args=[amendment.round.number, amendment.number, code]),
        "language": language_of(amendment.text.language) if amendment.text else None,
    }


def _files(code: str, lines: list[LedgerLine]) -> list[dict[str, str]]:
    """One table for Word, and for each language that is followed a file of each version of XLIFF."""
    sources = sorted(
        {ledger_line.source.language for ledger_line in lines if ledger_line.can_be_aligned and ledger_line.source}
    )
    if not sources:
        return []
    files = [{"word": "DOCX", "url": reverse("language_work_file", args=[code, "docx"])}]
    url = reverse("language_work_file", args=[code, "xlf"])
    return files + [
        {"word": f"XLIFF {version} ({source})", "url": f"{url}?from={source}&version={version}"}
        for source in sources
        for version in worksheets.XLIFF_VERSIONS
    ]
