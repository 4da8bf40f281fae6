"""Differences between two languages that a person should check, for one provision and for a whole language."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules, texts
from charter.actions.languages import findings as finding_actions
from charter.forms.languages.alignments import AcceptForm
from charter.models import Wording
from charter.quality import findings, reports
from charter.quality.findings import IdentifiedFinding
from charter.quality.printing import difference_in_words
from charter.queries.languages import confirmations, style_notes
from charter.queries.languages.differences import LanguageSide
from charter.queries.languages.glossary import LanguageTerms
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.reading.current_wordings import current_wording
from charter.queries.reading.provisions import provisions_by_key
from charter.states import BlockingDifference


@login_required
@require_safe
@answers_refusals
def of_language(request: HttpRequest, code: str) -> HttpResponse:
    """Every finding of a language beside the first one, open ones first; each leads to its provision."""
    person = signed_in(request)
    require(rules.may_see_languages(person))
    charter = charters.current_charter()
    if charter is None or code not in charters.charter_languages():
        raise Http404
    lines = reports.of_language(charter, code)
    by_key = {key: provision.short for key, provision in provisions_by_key(charter).items()}
    works = bool(rules.may_work_on_language(person, code))
    rows = [
        {**_row(report_line.finding), "url": _place(by_key.get(report_line.key, ""), code) if works else ""}
        for report_line in lines
    ]
    context = {
        "language": language_of(code),
        "first": language_of(charters.first_language()),
        "is_first": code == charters.first_language(),
        "open": [row for row in rows if not row["accepted"]],
        "accepted": [row for row in rows if row["accepted"]],
        "crumbs": languages_breadcrumbs(here=language_of(code).name),
    }
    return render(request, "charter/languages/findings.html", context)


def at_work(line: LedgerLine, words: dict[str, LanguageTerms], cite: str) -> list[IdentifiedFinding]:
    """The findings of the text in progress, or of the current text, beside the language that it follows."""
    source = line.source or line.counterpart or _counterpart(line)
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    if source is None or not html:
        return []
    source_side = LanguageSide(
        source.language, source.text, source.html, words.get(source.language, LanguageTerms(()))
    )
    style = style_notes.current_style_note(line.provision.charter, line.language)
    terms = words.get(line.language, LanguageTerms(()))
    side = LanguageSide(line.language, texts.plain_text(html), html, terms, style.paired if style else "")
    return list(findings.of_words(source_side, side, cite, confirmations.valid_at(line.provision, line.language)))


def shown(person: Person, line: LedgerLine, identified_findings: list[IdentifiedFinding]) -> dict[str, Any]:
    """Open findings with a form each, where the person may accept them, and those that were accepted."""
    kinds = {identified_finding.finding.kind for identified_finding in identified_findings}
    may = {kind: rules.may_accept_finding(person, line.language, kind, line_writer(line)) for kind in kinds}
    return {
        "open": [
            {
                **_row(identified_finding),
                "blocks": identified_finding.finding.kind in BlockingDifference.values,
                "may": bool(may[identified_finding.finding.kind]),
                "form": AcceptForm(prefix=identified_finding.identity[:8], initial=_initial(identified_finding)),
            }
            for identified_finding in identified_findings
            if not identified_finding.accepted
        ],
        "accepted": [
            _row(identified_finding) for identified_finding in identified_findings if identified_finding.accepted
        ],
        "any": bool(identified_findings),
    }


def line_writer(line: LedgerLine) -> int | None:
    """The key of the person who wrote the text whose findings are shown."""
    if line.alignment is not None:
        return line.alignment.written_by_id
    return line.wording.by_id if line.wording else None


def accept(
    request: HttpRequest, line: LedgerLine, identified_findings: list[IdentifiedFinding]
) -> HttpResponse | None:
    """Accepts the finding that was answered; None where the word is missing or the words changed meanwhile."""
    prefix = request.POST.get("finding", "")
    form = AcceptForm(request.POST, prefix=prefix)
    identified_finding = next(
        (
            candidate
            for candidate in identified_findings
            if form.is_valid() and candidate.identity == form.cleaned_data["identity"]
        ),
        None,
    )
    if identified_finding is None:
        return None
    action = partial(
        finding_actions.accept_finding,
        provision=line.provision,
        language=line.language,
        kind=identified_finding.finding.kind,
        identity=identified_finding.identity,
        word=form.cleaned_data["word"],
        by=signed_in(request),
    )
    address = reverse("alignment", args=[line.language, line.provision.short])
    return run_form_action(
        request, form, action, address, _("The finding is accepted with your reason until the text changes.")
    )


def _counterpart(line: LedgerLine) -> Wording | None:
    """The words of the first language, which one that is in step is compared with."""
    first = charters.first_language()
    if line.language == first:
        return None
    return current_wording(line.provision, first)


def _row(identified_finding: IdentifiedFinding) -> dict[str, Any]:
    return {
        "cite": identified_finding.finding.citation,
        "says": difference_in_words(identified_finding.finding),
        "accepted": identified_finding.accepted,
    }


def _initial(identified_finding: IdentifiedFinding) -> dict[str, str]:
    return {"identity": identified_finding.identity}


def _place(short: str, code: str) -> str:
    return reverse("alignment", args=[code, short]) if short else ""
