"""Bringing one provision of one language in step: what changed, the words, the second person's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.tokens import counted_once
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, languages_breadcrumbs
from charter import rules
from charter.actions.languages import alignments
from charter.citations import Label
from charter.forms.acting import ActingForm
from charter.forms.languages.alignments import AlignmentForm, ReturnForm
from charter.models import Adoption, Alignment, Amendment, Change, Wording
from charter.queries.amending import accepted_words
from charter.queries.amending.translated_pieces import Translated
from charter.queries.languages import glossary, ledger, style_notes, translation_memory
from charter.queries.languages import tasks as task_queries
from charter.queries.languages.glossary import LanguageTerms
from charter.queries.languages.ledger import LedgerLine
from charter.queries.languages.names import language_of
from charter.queries.languages.translation_memory import Before
from charter.queries.reading import charters
from charter.queries.reading.current_wordings import parts_of_split
from charter.queries.reading.provisions import provisions_with_charter
from charter.states import AlignmentState, CameFrom, LedgerState
from charter.views.languages import divisions, findings, tasks
from charter.wording.charter_text import name_source, public_name_of

SAVED = {
    "send": gettext_lazy("Sent to a second editor for approval."),
    "same": gettext_lazy("Sent to a second editor: no change is needed."),
    "approve": gettext_lazy("Approved."),
    "return": gettext_lazy("Returned with your comments."),
}
BY_ONE = {
    "send": gettext_lazy("Saved. The audit log states that only one editor is responsible for this text."),
    "same": gettext_lazy(
        "Saved: no change is needed. The audit log states that only one editor is responsible for this text."
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def alignment(request: HttpRequest, code: str, short: str) -> HttpResponse:
    line = _line(signed_in(request), code, short)
    division = ledger.split_to_follow(line)
    if division is not None and division.provision_id != line.provision.pk:
        return redirect("alignment", code, division.provision.short)
    posted = request.POST or None
    act = request.POST.get("act", "")
    typed = posted if act in ("check", "send", "same") else None
    form = AlignmentForm(typed, line=line, present=line.present, divides=division is not None)
    back = ReturnForm(posted if act == "return" else None, prefix="back")
    work = tasks.forms(request, line)
    if posted:
        answer = _answer(request, line, act, form, back, work)
        if answer is not None:
            return answer
        line = _line(signed_in(request), code, short)
    faulty = next((bound_form for bound_form in (form, back, work.note, work.hand) if bound_form.errors), None)
    context = {**_context(request, line, form, back), **tasks.context(line, work), "faulty": faulty}
    return render(request, "charter/languages/alignment.html", context, status=422 if faulty else 200)


def _answer(
    request: HttpRequest, line: LedgerLine, act: str, form: AlignmentForm, back: ReturnForm, work: tasks.Forms
) -> HttpResponse | None:
    if act == "accept":
        return _accept(request, line)
    if act in tasks.ACTS:
        return tasks.act(request, line, work)
    if act == "later":
        return tasks.later(request, line, _next(signed_in(request), line))
    return _act(request, line, act, form, back)


def _accept(request: HttpRequest, line: LedgerLine) -> HttpResponse:
    """Accepts a finding; without a reason, or if the text changed meanwhile, shows an error."""
    answer = findings.accept(request, line, findings.at_work(line, _words(line), ""))
    if answer is not None:
        return answer
    messages.error(request, _("Give the reason why the finding is accepted. Others can read the reason."))
    return redirect("alignment", line.language, line.provision.short)


def _words(line: LedgerLine) -> dict[str, LanguageTerms]:
    """The glossary in every language that may be the source, and in this one."""
    return glossary.words_by_language(line.provision.charter, *charters.charter_languages())


def _line(person: Person, code: str, short: str) -> LedgerLine:
    """The provision in that language, for who writes, answers for or approves its words; to others it is not there."""
    provision = get_object_or_404(provisions_with_charter(), short=short)
    require(rules.may_open_alignment(person, code))
    line = ledger.ledger_line(provision.charter, provision, code)
    section = provision.charter.arrangement and provision.charter.arrangement.section_of(provision.key)
    if line is None or not section:
        raise Http404
    return line


def _act(
    request: HttpRequest, line: LedgerLine, act: str, form: AlignmentForm, back: ReturnForm
) -> HttpResponse | None:
    """Does the act of the button; None where it is refused, with the reason in a form."""
    acting = {"approve": _approve, "return": _return}.get(act, _write)
    sent_form = back if act == "return" else form
    if act != "approve" and not sent_form.is_valid():
        return None
    address = reverse("alignment", args=[line.language, line.provision.short])
    next_address = address if act == "check" else _next(signed_in(request), line)
    try:
        with counted_once(request.POST.get("token") or request.POST.get("back-token", ""), signed_in(request)) as sent:
            acting(request, line, act)
            sent.outcome = next_address
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        if sent_form.is_bound:
            sent_form.add_error("word" if act == "return" else "words", str(refused.refusal.why))
            return None
        messages.error(request, str(refused.refusal.why))
        return redirect(address)
    if act in SAVED:
        sentences = SAVED if settings.ALIGNMENT_NEEDS_TWO else SAVED | BY_ONE
        messages.success(request, sentences[act])
    return redirect(next_address)


def _write(request: HttpRequest, line: LedgerLine, act: str) -> None:
    if ledger.split_to_follow(line) is not None:
        divisions.write(request, line, submits=act != "check")
        return
    source = get_object_or_404(Wording, pk=request.POST.get("source") or 0, provision=line.provision)
    words, person = request.POST.get("words", ""), signed_in(request)
    if line.counterpart is not None and act != "same":
        written = alignments.write_correction(
            provision=line.provision, language=line.language, source=source, words=words, by=person
        )
    else:
        written = alignments.write_alignment(
            provision=line.provision,
            language=line.language,
            source=source,
            words=words,
            by=person,
            no_change_needed=act == "same",
        )
    if act != "check":
        alignments.submit_alignment(alignment=written, by=signed_in(request))


def _approve(request: HttpRequest, line: LedgerLine, act: str) -> None:
    alignments.approve_alignment(alignment=_running(request, line), by=signed_in(request))


def _return(request: HttpRequest, line: LedgerLine, act: str) -> None:
    alignments.return_(
        alignment=_running(request, line), word=request.POST.get("back-word", ""), by=signed_in(request)
    )


def _running(request: HttpRequest, line: LedgerLine) -> Alignment:
    """The alignment the person read; one that was saved since is not answered unread."""
    seen = request.POST.get("revision") or request.POST.get("back-revision")
    if line.alignment is None or str(line.alignment.revision) != seen:
        raise Refused(Refusal(_("The text changed since you opened the page. Read it again.")))
    return line.alignment


def _next(person: Person, line: LedgerLine) -> str:
    """The next work of this person in this language after that place, else the ledger."""
    rest = [ledger_line for ledger_line in _tasks(person, line) if ledger_line.provision != line.provision]
    if rest:
        return reverse("alignment", args=[line.language, rest[0].provision.short])
    return reverse("languages")


def _tasks(person: Person, line: LedgerLine) -> list[LedgerLine]:
    """What this person can do now in the language: lines to be written, and those of others to be approved."""
    late = task_queries.postponed_at(line.provision.charter, line.language)
    rows = ledger.lines_to_do(line.provision.charter, line.language)
    mine = [ledger_line for ledger_line in rows if ledger_line.can_be_aligned and _mine(person, ledger_line)]
    return sorted(mine, key=lambda task: late[task.provision.pk].timestamp() if task.provision.pk in late else 0)


def _mine(person: Person, line: LedgerLine) -> bool:
    if line.state != LedgerState.TO_APPROVE:
        return bool(rules.may_work_on_language(person, line.language))
    return line.alignment is not None and bool(rules.may_approve_alignment(person, line.alignment))


def _context(request: HttpRequest, line: LedgerLine, form: AlignmentForm, back: ReturnForm) -> dict[str, Any]:
    person, running = signed_in(request), line.alignment
    arrangement = line.provision.charter.arrangement
    mine = _tasks(person, line)
    to_approve = running is not None and running.state == AlignmentState.TO_APPROVE
    labels = arrangement.labels(get_language() or "en") if arrangement else {}
    cite = labels[str(line.provision.key)].citation if labels else ""
    words, address, division = _words(line), reverse("glossary"), ledger.split_to_follow(line)
    source_terms, terms = words.get(line.source.language if line.source else ""), words[line.language]
    changed = line.change.redline(get_language() or "en", prefix="") if line.source else ""
    if back.fields["revision"].initial is None and running:
        back.fields["revision"].initial = running.revision
    return {
        "line": line,
        "cite": cite,
        "crumbs": _crumbs(line, cite),
        "language": language_of(line.language),
        "source_language": language_of(line.source.language) if line.source else None,
        "source_redline": _marked(source_terms, changed, address) if line.source else "",
        "source_words": _marked(source_terms, line.source.html, address) if line.source else "",
        "updates": [_update(wording) for wording in line.updates],
        "is_update": line.source is not None and line.source.came_from == CameFrom.ALIGNMENT,
        "as_proposed": [_as_proposed(change) for change in _proposed_elsewhere(line)],
        "present_words": terms.marked(line.wording.html, address) if line.wording else "",
        "agreed": _agreed(line, source_terms, terms),
        "memory": _memory(line, labels),
        "translated": _translated(line),
        "sees_languages": rules.may_see_languages(person) is True,
        "style": style_notes.current_style_note(line.provision.charter, line.language),
        "checked": findings.shown(person, line, findings.at_work(line, words, cite)),
        "may_accept": bool(rules.may_work_on_language(person, line.language)),
        "asked": [describe_source(adoption) for adoption in line.lacking],
        "proposed_redline": divisions.proposed(line),
        "place": next((n for n, task in enumerate(mine, 1) if task.provision == line.provision), 0),
        "total": len(mine),
        "form": form,
        "back": back,
        "division": division,
        "division_asked": describe_source(division) if division and division.change else None,
        "divided": parts_of_split(division, division.language) if division else [],
        "may_write": (line.can_be_aligned or line.counterpart is not None or division is not None)
        and bool(rules.may_align(person, line.language)),
        "counterpart_url": _address_of_translated(line.counterpart, person),
        "counterpart_language": language_of(line.counterpart.language) if line.counterpart else None,
        "may_approve": running is not None and to_approve and bool(rules.may_approve_alignment(person, running)),
        "to_approve": to_approve,
        "later": ActingForm(auto_id=False)["token"],
    }


def _address_of_translated(counterpart: Wording | None, person: Person) -> str:
    """The page that corrects the text beside it, if that is a translation and the person may work on its language."""
    if counterpart is None or counterpart.came_from != CameFrom.ALIGNMENT:
        return ""
    if not rules.may_open_alignment(person, counterpart.language):
        return ""
    return reverse("alignment", args=[counterpart.language, counterpart.provision.short])


def _update(wording: Wording) -> dict[str, Any]:
    """A translation update beside the source, in its language."""
    return {
        "language": language_of(wording.language),
        "html": wording.html,
    }


def _proposed_elsewhere(line: LedgerLine) -> list[Change]:
    """The changes whose text was proposed in a language that is neither the source nor the one being written."""
    shown = {line.language, line.source.language if line.source else ""}
    changes = [adoption.change for adoption in line.lacking if adoption.change]
    return [change for change in changes if change.html and change.language not in shown]


def _as_proposed(change: Change) -> dict[str, Any]:
    """The text of a change as its member wrote it."""
    return {
        "number": str(change.text.amendment),
        "language": language_of(change.language),
        "html": change.html,
    }


def _marked(words: LanguageTerms | None, html: str, address: str) -> str:
    return words.marked(html, address) if words else html


def _agreed(line: LedgerLine, source_terms: LanguageTerms | None, terms: LanguageTerms) -> list[dict[str, Any]]:
    """The terms of the source that this language has, or lacks, an agreed form for."""
    own = {term.concept_id: term for term in terms.terms}
    source_found = source_terms.terms_in(line.source.text) if source_terms and line.source else []
    return [{"slug": term.concept.slug, "there": term.word, "here": own.get(term.concept_id)} for term in source_found]


def _memory(line: LedgerLine, labels: Mapping[str, Label]) -> list[Before]:
    if line.source is None:
        return []
    citations = {key: label.citation for key, label in labels.items()}
    return translation_memory.similar_earlier_wordings(
        line.provision.charter, line.source, line.before, line.language, citations
    )


def _translated(line: LedgerLine) -> list[Translated]:
    """What the amendments that this language lacks have as working translations, to be read beside the box."""
    changes = {adoption.change_id: adoption.change for adoption in line.lacking if adoption.change}
    return accepted_words.texts_of_changes(list(changes.values()), line.language)


def describe_source(adoption: Adoption) -> dict[str, Any]:
    """The proposer and the reason of a change that this language lacks."""
    if adoption.change is None:
        name = public_name_of(adoption.asked_by, adoption.at) or adoption.asked_by_words
        return {"by": name, "reason": adoption.reason, "url": ""}
    amendment: Amendment = adoption.change.text.amendment
    return {
        "number": str(amendment),
        "by": name_source(adoption),
        "reason": adoption.change.text.reason,
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
    }


def _crumbs(line: LedgerLine, cite: str) -> list[Crumb]:
    return languages_breadcrumbs((language_of(line.language).name, ""), here=cite)
