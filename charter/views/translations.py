"""Writing a working translation of an amendment, with the original beside each box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import translations as acts
from charter.forms.translations import WorkingTranslationForm
from charter.models import Amendment, Standing, Wording, WorkingTranslation
from charter.queries import accepted, charters, translations
from charter.queries import amendments as queries
from charter.queries.tongues import tongue
from charter.queries.translations import InOther, Piece
from charter.states import ChangeKind
from charter.templatetags.charter_text import attributes, interface


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def write(request: HttpRequest, round_number: int, number: int, code: str) -> HttpResponse:
    """The pieces of an amendment, each with a box in one other language."""
    person = signed_in(request)
    amendment = queries.find(person, number, round_number)
    if amendment is None or amendment.text is None or code not in charters.languages():
        raise Http404(_("There is no such amendment."))
    if code == amendment.text.language:
        raise Http404(_("It is written in this language."))
    require(rules.may_translate_amendment(person, amendment, code))
    held = _held(person, amendment, code)
    standing = _standing(held.pieces, code)
    form = _form(request, amendment, held, standing)
    there = reverse("amendment", args=[round_number, number])
    if request.method == "POST" and form.is_valid():
        deed = partial(acts.put, amendment=amendment, language=code, words=form.words(), by=person)
        answer = do(request, form, deed, there, _("Saved. It is shown beneath the original, marked as a translation."))
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "form": form,
        "rows": _rows(amendment, form, held, _moved(held, standing)),
        "tongue": tongue(code),
        "original": tongue(amendment.text.language),
        "not_public": _not_public(amendment, held.pieces),
        "back": there,
        "crumbs": _crumbs(amendment, there, code),
    }
    return render(request, "charter/amendments/translate.html", context, status=422 if form.errors else 200)


def _held(person: Person, amendment: Amendment, code: str) -> InOther:
    """What is translated of it; of words that were accepted in place of its own for who may know of these alone."""
    assert amendment.text is not None
    if rules.may_translate_accepted(person, amendment, code):
        return accepted.in_other([amendment], code)[amendment.pk]
    return translations.of_texts([amendment.text], code)[amendment.pk]


def _not_public(amendment: Amendment, pieces: Sequence[Piece]) -> bool:
    """Whether words stand on the page that only who keeps the language may know of yet."""
    decision = amendment.decision
    return any(one.accepted_in for one in pieces) and decision is not None and not decision.is_released


def _form(
    request: HttpRequest, amendment: Amendment, held: InOther, standing: Mapping[str, Wording]
) -> WorkingTranslationForm:
    there = {of: wording.text for of, wording in standing.items()} | {of: one.text for of, one in held.held.items()}
    present = {one.of: there.get(one.of, "") for one in held.pieces}
    rows = WorkingTranslation.objects.filter(amendment=amendment, language=held.language, of__in=present)
    rows = rows.order_by("-pk")
    seen = rows.values_list("pk", flat=True).first() or 0
    posted = request.POST or None
    return WorkingTranslationForm(posted, pieces=held.pieces, language=held.language, present=present, seen=seen)


def _standing(pieces: Sequence[Piece], code: str) -> dict[str, Wording]:
    """What the language says now, to be typed over, by the digest of the piece."""
    of = {one.of: one.change.provision_id for one in pieces if one.change and one.change.kind == ChangeKind.REPLACE}
    rows = Standing.objects.filter(provision__in=of.values(), language=code).select_related("wording")
    stands = {row.provision_id: row.wording for row in rows}
    return {name: stands[provision] for name, provision in of.items() if provision in stands}


def _moved(held: InOther, standing: Mapping[str, Wording]) -> dict[str, Wording]:
    """What stands now where a translation was written over other words, by the digest of the piece."""
    over = {of: one.base for of, one in held.held.items() if of in standing}
    return {of: standing[of] for of, base in over.items() if base != standing[of]}


def _rows(
    amendment: Amendment, form: WorkingTranslationForm, held: InOther, moved: Mapping[str, Wording]
) -> list[dict[str, Any]]:
    """Each piece in its original words, the change as a redline, and the box beside it."""
    assert amendment.text is not None
    labels = queries.labels_of(amendment.round, interface())
    shown = {row.change.pk: row for row in queries.shown(amendment.text, labels, interface())}
    return [
        {
            "said": one.said,
            "change": replace(shown[one.change.pk], decided=one.html) if one.change else None,
            "field": form[f"piece-{place}"],
            "of": attributes(amendment.text.language),
            "moved": moved.get(one.of),
            "left": held.left_of(one),
        }
        for place, one in enumerate(form.pieces)
    ]


def _crumbs(amendment: Amendment, there: str, code: str) -> list[dict[str, str]]:
    return [
        {"word": _("Amendments"), "url": reverse("amendments")},
        {"word": _("Amendment %(number)s") % {"number": amendment.number}, "url": there},
        {"word": tongue(code).name, "url": ""},
    ]
