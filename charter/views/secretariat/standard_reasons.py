"""The standard reasons for moderators, and the reasons that editors of a language have to translate."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.locales import join_in_words
from accounts.models import LocalizedText
from accounts.numbers import whole_number
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs, secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.actions.secretariat import standard_reasons as standard_reason_actions
from charter.forms.secretariat.standard_reasons import StandardReasonForm, TranslationForm
from charter.models import StandardReason
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.secretariat import standard_reasons
from charter.queries.secretariat.standard_reasons import original_texts
from charter.views.desk_frame import views_of
from charter.wording.charter_text import language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def library(request: HttpRequest) -> HttpResponse:
    """The phrases that are offered for reasons; moderators add others and retire some."""
    require(rules.may_moderate(signed_in(request)))
    codes = charters.charter_languages()
    form = StandardReasonForm(request.POST or None, languages=codes)
    if request.method == "POST":
        answer = _keep(request, form)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "phrases"),
        "crumbs": secretariat_breadcrumbs(here=_("Standard reasons")),
        "form": form,
        "fields": [form[f"words_{code}"] for code in codes],
        "rows": [_row(phrase, codes) for phrase in standard_reasons.offered_reasons()],
    }
    return render(request, "charter/secretariat/standard_reasons.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def reasons(request: HttpRequest, code: str) -> HttpResponse:
    """Public reasons and phrases that a language lacks, each with a box for its editors."""
    if code not in charters.charter_languages():
        raise Http404
    require(rules.may_translate(signed_in(request), code))
    form = TranslationForm(request.POST or None, language=code)
    if request.method == "POST" and form.is_valid():
        answer = _translate(request, form, code)
        if answer is not None:
            return answer
    localized_texts = standard_reasons.untranslated_reasons(code).prefetch_related("translations")
    page = Paginator(localized_texts, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    named = standard_reasons.decisions_for(list(page))
    context = {
        "language": language_of(code),
        "crumbs": languages_breadcrumbs(here=_("Standard reasons")),
        "form": form,
        "page": page,
        "rows": [_reason_row(localized_text, named.get(localized_text.pk, []), form, code) for localized_text in page],
    }
    return render(request, "charter/languages/reasons.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: StandardReasonForm) -> HttpResponse | None:
    by, gone, address = signed_in(request), whole_number(request.POST.get("retire", "")), reverse("desk_phrases")
    if not form.is_valid():
        return None
    if gone is not None:
        phrase = get_object_or_404(StandardReason, pk=gone)
        return run_form_action(
            request,
            form,
            lambda: standard_reason_actions.retire_reason(phrase=phrase, by=by),
            address,
            _("The standard reason is no longer available."),
        )
    return run_form_action(
        request,
        form,
        lambda: standard_reason_actions.add_reason(words=form.words(), by=by),
        address,
        _("The standard reason is saved."),
    )


def _translate(request: HttpRequest, form: TranslationForm, code: str) -> HttpResponse | None:
    localized_text = get_object_or_404(original_texts(), pk=form.cleaned_data["reason"])
    by, text = signed_in(request), form.cleaned_data["text"]
    return run_form_action(
        request,
        form,
        lambda: standard_reason_actions.translate_reason(reason=localized_text, language=code, text=text, by=by),
        reverse("reasons", args=[code]),
        _("Saved."),
    )


def _row(phrase: StandardReason, codes: tuple[str, ...]) -> dict[str, Any]:
    wordings = [
        {"words": words, **language_attributes(code)}
        for code in codes
        if (words := standard_reasons.reason_in_language(phrase, code))
    ]
    missing = [language_of(code).in_words for code in standard_reasons.missing_languages(phrase, codes)]
    return {"pk": phrase.pk, "wordings": wordings, "name": str(phrase), "missing": join_in_words(missing)}


def _reason_row(
    localized_text: LocalizedText, decisions: list[Any], form: TranslationForm, code: str
) -> dict[str, Any]:
    """One reason with its box: the one that was sent keeps what was typed."""
    sent = form.is_bound and form.data.get("reason") == str(localized_text.pk)
    own = (
        form
        if sent
        else TranslationForm(
            language=code, initial={"reason": localized_text.pk}, auto_id=f"id_{localized_text.pk}_%s"
        )
    )
    named = [
        {"word": str(d.amendment), "url": reverse("amendment", args=[d.amendment.round.number, d.amendment.number])}
        for d in decisions
    ]
    return {
        "words": localized_text.text,
        "form": own,
        "amendments": named,
        **language_attributes(localized_text.language),
    }
