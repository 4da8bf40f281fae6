"""Correcting and reporting interface texts, and the corrections of a language."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules
from accounts.actions import interface_texts as text_actions
from accounts.actions.tokens import new_token
from accounts.exports.corrections import write_corrections
from accounts.forms.interface_texts import AnswerForm, CorrectionForm, ReportForm
from accounts.interface_texts import InterfaceText, catalogued_texts, current_forms, plural_examples
from accounts.locales import language_in_words, text_attributes
from accounts.models import Person, TextCorrection
from accounts.queries import interface_texts
from accounts.queries.site_settings import native_reader
from accounts.rules import Refusal, require
from accounts.views.paging import ROWS_ON_A_PAGE

from .acting import answers_refusals, refuse_form, signed_in
from .form_actions import run_form_action
from .page_texts import is_own_page, list_address, text_rows, works_url
from .posting import posted


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest, code: str) -> HttpResponse:
    """Proposed corrections and open reports of a language, the accepted ones, and a search among all texts."""
    _require_language(code)
    person = signed_in(request)
    require(rules.may_read_texts(person, code))
    typed = request.GET.get("q", "").strip()
    matches = interface_texts.search_texts(typed, code) if typed else []
    accepted = Paginator(interface_texts.accepted_corrections(code), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "code": code,
        "language": language_in_words(code),
        "typed": typed,
        "found": len(matches),
        "rows": text_rows(matches[: interface_texts.MOST], code),
        "proposed": [_correction_row(person, row) for row in interface_texts.proposed_corrections(code)],
        "reports": [
            {"report": row, "url": _text_url(code, row.digest), "shown": current_forms(row.text, code)[-1]}
            for row in interface_texts.open_reports(code)
        ],
        "shown_in": text_attributes(code),
        "accepted": accepted,
        "accepted_rows": [_correction_row(person, row) for row in accepted],
        "token": new_token(),
        "needs_reader": code != settings.LANGUAGE_CODE,
        "reader": native_reader(code),
    }
    return render(request, "members/texts/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """One text: in English, as pages show it, and the form in which an editor corrects it."""
    text = _text(code, digest)
    person = signed_in(request)
    if request.method == "POST":
        require(rules.may_correct_texts(person, code))
    form = CorrectionForm(posted(request), text=text, language=code, present=_proposed_or_present(person, text, code))
    if request.method == "POST" and form.is_valid():
        action = partial(
            text_actions.propose_correction,
            text=text,
            language=code,
            forms=form.typed_forms(),
            reason=form.cleaned_data["reason"],
            by=person,
        )
        done = _("The correction was proposed. Pages will show it after a second editor accepts it.")
        answer = run_form_action(request, form, action, request.get_full_path(), done)
        if answer is not None:
            return answer
    return _page(request, text, code, form=form)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def report(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """One text, and the form in which anybody reports it."""
    text = _text(code, digest)
    form = ReportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        action = partial(
            text_actions.report_text,
            text=text,
            language=code,
            note=form.cleaned_data["note"],
            by=signed_in(request),
        )
        answer = run_form_action(
            request, form, action, request.get_full_path(), _("The report was sent to the editors.")
        )
        if answer is not None:
            return answer
    return _page(request, text, code, report_form=form)


@login_required
@require_POST
@answers_refusals
def answer_correction(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Accepts or refuses a correction, or withdraws an own one."""
    correction = interface_texts.find_correction(pk)
    if correction is None or act not in ("accept", "refuse", "withdraw"):
        raise Http404(_("The page does not exist."))
    form, by = AnswerForm(request.POST), signed_in(request)
    answers = rules.may_withdraw_correction if act == "withdraw" else rules.may_answer_correction
    require(answers(by, correction))
    if not form.is_valid():
        return refuse_form(request, form)
    because = form.cleaned_data["answer"].strip()
    require(act != "refuse" or bool(because) or Refusal(text_actions.NO_REASON))
    actions = {
        "accept": (
            partial(text_actions.accept_correction, by=by),
            _("The correction was accepted. Pages show it now."),
        ),
        "refuse": (
            partial(text_actions.refuse_correction, by=by, because=because),
            _("The correction was refused. The audit log contains an entry."),
        ),
        "withdraw": (partial(text_actions.withdraw_correction, by=by), _("The correction was withdrawn.")),
    }
    action, message = actions[act]
    back = reverse("interface_texts", args=[correction.language])
    answer = run_form_action(request, form, partial(action, correction=correction), back, message)
    return answer or refuse_form(request, form)


@login_required
@require_POST
@answers_refusals
def answer_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a report with an answer."""
    row = interface_texts.find_report(pk)
    if row is None:
        raise Http404(_("The page does not exist."))
    require(rules.may_read_texts(signed_in(request), row.language))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return refuse_form(request, form)
    answer = form.cleaned_data["answer"].strip()
    require(bool(answer) or Refusal(text_actions.UNANSWERED))
    action = partial(text_actions.answer_report, report=row, answer=answer, by=signed_in(request))
    back = reverse("interface_texts", args=[row.language])
    return run_form_action(request, form, action, back, _("The answer was sent.")) or refuse_form(request, form)


@login_required
@require_safe
@answers_refusals
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The accepted corrections of a language as a PO file for the repository."""
    _require_language(code)
    require(rules.may_read_texts(signed_in(request), code))
    content = write_corrections(interface_texts.accepted_corrections(code), code)
    response = HttpResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="corrections-{code}.po"'
    return response


def _page(
    request: HttpRequest,
    text: InterfaceText,
    code: str,
    form: CorrectionForm | None = None,
    report_form: ReportForm | None = None,
) -> HttpResponse:
    person, of = signed_in(request), request.GET.get("of", "")
    present = current_forms(text, code)
    may_correct = rules.may_correct_texts(person, code) is True
    may_read = rules.may_read_texts(person, code) is True
    proposals = interface_texts.proposed_corrections(code).filter(digest=text.digest) if may_read else []
    faulty = next((bound for bound in (form, report_form) if bound is not None and bound.errors), None)
    context = {
        "text": text,
        "language": language_in_words(code),
        "is_english": code == "en",
        "present": _numbered(text, code, present),
        "shown_in": text_attributes(code),
        "proposals": [_correction_row(person, row) for row in proposals],
        "token": new_token(),
        "form": form or CorrectionForm(text=text, language=code, present=_proposed_or_present(person, text, code)),
        "may_correct": may_correct,
        "correct_url": _text_url(code, text.digest, of),
        "report_form": report_form or ReportForm(),
        "report_url": _text_url(code, text.digest, of, name="interface_text_report"),
        "reports": interface_texts.reports_by(person, code, text.digest),
        "faulty": faulty,
        "back": list_address(of) if is_own_page(of) else "",
        "works_url": works_url(request, code),
    }
    return render(request, "members/texts/text.html", context, status=422 if faulty else 200)


def _text_url(code: str, digest: str, of: str = "", name: str = "interface_text") -> str:
    return reverse(name, args=[code, digest]) + (f"?{urlencode({'of': of})}" if of else "")


def _require_language(code: str) -> None:
    if code not in settings.INTERFACE_LANGUAGES:
        raise Http404(_("The page does not exist."))


def _text(code: str, digest: str) -> InterfaceText:
    _require_language(code)
    text = catalogued_texts().get(digest)
    if text is None:
        raise Http404(_("The text does not exist."))
    return text


def _proposed_or_present(person: Person, text: InterfaceText, code: str) -> tuple[str, ...]:
    """What the form begins with: the own proposal that waits, else what pages show."""
    own = interface_texts.proposed_corrections(code).filter(digest=text.digest, written_by=person).first()
    forms = own.current_forms if own else current_forms(text, code)
    return tuple(form.strip() for form in forms)


def _numbered(text: InterfaceText, code: str, forms: tuple[str, ...]) -> list[dict[str, Any]]:
    examples = plural_examples(text, code) or [[]]
    return [
        {"form": form.strip(), "numbers": ", ".join(map(str, numbers))}
        for form, numbers in zip(forms, examples, strict=True)
    ]


def _correction_row(person: Person, row: TextCorrection) -> dict[str, Any]:
    examples = plural_examples(row.text, row.language) or [[]]
    pairs = zip(row.replaced_forms, row.forms, examples, strict=False)
    return {
        "correction": row,
        "url": _text_url(row.language, row.digest),
        "pairs": [
            {"before": before, "after": after, "numbers": ", ".join(map(str, numbers))}
            for before, after, numbers in pairs
        ],
        "shown_in": text_attributes(row.language),
        "may_answer": rules.may_answer_correction(person, row) is True,
        "is_own": row.written_by_id == person.pk,
    }
