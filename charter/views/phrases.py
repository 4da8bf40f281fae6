"""The library of reasons at the desk, and the reasons that editors of a language are asked for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.locales import listed
from accounts.models import Said
from accounts.numbers import whole
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import phrases as acts
from charter.forms.phrases import PhraseForm, TranslationForm
from charter.models import Phrase
from charter.queries import charters, phrases
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import attributes

from .desk_frame import views_of

PAGE = 20


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def library(request: HttpRequest) -> HttpResponse:
    """The phrases that are offered for reasons; moderators add others and retire some."""
    require(rules.may_moderate(signed_in(request)))
    codes = charters.languages()
    form = PhraseForm(request.POST or None, languages=codes)
    if request.method == "POST":
        answer = _keep(request, form)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "phrases"),
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Phrases"), "url": ""}],
        "form": form,
        "fields": [form[f"words_{code}"] for code in codes],
        "rows": [_row(phrase, codes) for phrase in phrases.kept()],
    }
    return render(request, "charter/desk/phrases.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def reasons(request: HttpRequest, code: str) -> HttpResponse:
    """Public reasons and phrases that a language lacks, each with a box for its editors."""
    if code not in charters.languages():
        raise Http404
    require(rules.may_translate(signed_in(request), code))
    form = TranslationForm(request.POST or None, language=code)
    if request.method == "POST" and form.is_valid():
        answer = _translate(request, form, code)
        if answer is not None:
            return answer
    found = phrases.untranslated(code).prefetch_related("translations")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    named = phrases.decisions_for(list(page))
    context = {
        "tongue": tongue(code),
        "crumbs": [{"word": _("Languages"), "url": reverse("languages")}, {"word": _("Reasons"), "url": ""}],
        "form": form,
        "page": page,
        "rows": [_asked(said, named.get(said.pk, []), form, code) for said in page],
    }
    return render(request, "charter/languages/reasons.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: PhraseForm) -> HttpResponse | None:
    by, gone, here = signed_in(request), whole(request.POST.get("retire", "")), reverse("desk_phrases")
    if not form.is_valid():
        return None
    if gone is not None:
        phrase = get_object_or_404(Phrase, pk=gone)
        return do(request, form, lambda: acts.retire(phrase=phrase, by=by), here, _("Retired."))
    return do(request, form, lambda: acts.add(words=form.words(), by=by), here, _("The phrase is kept."))


def _translate(request: HttpRequest, form: TranslationForm, code: str) -> HttpResponse | None:
    said = get_object_or_404(Said.objects.originals(), pk=form.cleaned_data["said"])
    by, text = signed_in(request), form.cleaned_data["text"]
    return do(
        request,
        form,
        lambda: acts.translate(said=said, language=code, text=text, by=by),
        reverse("reasons", args=[code]),
        _("Saved."),
    )


def _row(phrase: Phrase, codes: tuple[str, ...]) -> dict[str, Any]:
    said = [{"words": words, **attributes(code)} for code in codes if (words := phrases.in_language(phrase, code))]
    missing = [tongue(code).name for code in phrases.missing_of(phrase, codes)]
    return {"pk": phrase.pk, "said": said, "name": str(phrase), "missing": listed(missing)}


def _asked(said: Said, decisions: list[Any], form: TranslationForm, code: str) -> dict[str, Any]:
    """One reason with its box: the one that was sent keeps what was typed."""
    sent = form.is_bound and form.data.get("said") == str(said.pk)
    own = form if sent else TranslationForm(language=code, initial={"said": said.pk}, auto_id=f"id_{said.pk}_%s")
    named = [
        {"word": str(d.amendment), "url": reverse("amendment", args=[d.amendment.round.number, d.amendment.number])}
        for d in decisions
    ]
    return {"words": said.text, "form": own, "amendments": named, **attributes(said.language)}
