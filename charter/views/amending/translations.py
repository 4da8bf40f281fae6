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
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.amending import translations as translation_actions
from charter.forms.amending.translations import WorkingTranslationForm
from charter.models import Amendment, Wording
from charter.queries.amending import accepted_words, amendments, translations
from charter.queries.amending.public_texts import TextCitations, public_text
from charter.queries.amending.translations import InOther, TranslatablePiece, latest_row
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.queries.reading.current_wordings import wordings_by_provision
from charter.states import ChangeKind
from charter.wording.charter_text import interface_language, language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def write(request: HttpRequest, round_number: int, number: int, code: str) -> HttpResponse:
    """The pieces of an amendment, each with a box in one other language."""
    person = signed_in(request)
    amendment = amendments.find_amendment(person, number, round_number)
    if amendment is None or amendment.text is None or code not in charters.charter_languages():
        raise Http404(_("The amendment does not exist."))
    if code == amendment.text.language:
        raise Http404(_("The amendment is written in this language. Choose another language."))
    require(rules.may_translate_amendment(person, amendment, code))
    translation = _translatable_texts(person, amendment, code)
    current_wordings = _current_wordings(translation.pieces, code)
    form = _form(request, amendment, translation, current_wordings)
    address = reverse("amendment", args=[round_number, number])
    if request.method == "POST" and form.is_valid():
        action = partial(
            translation_actions.save_translation, amendment=amendment, language=code, words=form.words(), by=person
        )
        answer = run_form_action(
            request,
            form,
            action,
            address,
            _("Saved. The translation is shown below the original and marked as a translation."),
        )
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "form": form,
        "rows": _rows(amendment, form, translation, _moved(translation, current_wordings)),
        "language": language_of(code),
        "original": language_of(amendment.text.language),
        "not_public": _not_public(amendment, translation.pieces),
        "sees_languages": rules.may_see_languages(person) is True,
        "back": address,
        "crumbs": _crumbs(amendment, address, code),
    }
    return render(request, "charter/amending/amendments/translate.html", context, status=422 if form.errors else 200)


def _translatable_texts(person: Person, amendment: Amendment, code: str) -> InOther:
    """The translations of the amendment, including accepted text for people who may know it."""
    assert amendment.text is not None
    if rules.may_translate_accepted(person, amendment, code):
        return accepted_words.accepted_translations([amendment], code)[amendment.pk]
    return translations.translations_of_texts([amendment.text], code)[amendment.pk]


def _not_public(amendment: Amendment, pieces: Sequence[TranslatablePiece]) -> bool:
    """Whether the page shows text that only editors of the language may know yet."""
    decision = amendment.decision
    return (
        any(translatable_piece.accepted_in for translatable_piece in pieces)
        and decision is not None
        and not decision.is_released
    )


def _form(
    request: HttpRequest, amendment: Amendment, translation: InOther, current_wordings: Mapping[str, Wording]
) -> WorkingTranslationForm:
    in_charter = {of: wording.text for of, wording in current_wordings.items()}
    texts = in_charter | {of: piece.text for of, piece in translation.translations.items()}
    present = {
        translatable_piece.of: texts.get(translatable_piece.of, "") for translatable_piece in translation.pieces
    }
    seen = latest_row(amendment, translation.language, present)
    posted = request.POST or None
    assert amendment.text is not None
    return WorkingTranslationForm(
        posted,
        pieces=translation.pieces,
        original=amendment.text.language,
        language=translation.language,
        present=present,
        in_charter=in_charter,
        seen=seen,
    )


def _current_wordings(pieces: Sequence[TranslatablePiece], code: str) -> dict[str, Wording]:
    """The current wordings of the language, as a start for typing, by the digest of the piece."""
    of = {
        translatable_piece.of: translatable_piece.change.provision_id
        for translatable_piece in pieces
        if translatable_piece.change and translatable_piece.change.kind == ChangeKind.REPLACE
    }
    stands = wordings_by_provision(of.values(), code)
    return {name: stands[provision] for name, provision in of.items() if provision in stands}


def _moved(translation: InOther, current_wordings: Mapping[str, Wording]) -> dict[str, Wording]:
    """The current wording for each translation that was written from another one, by the digest of the piece."""
    over = {of: piece.base for of, piece in translation.translations.items() if of in current_wordings}
    return {of: current_wordings[of] for of, base in over.items() if base != current_wordings[of]}


def _rows(
    amendment: Amendment, form: WorkingTranslationForm, translation: InOther, moved: Mapping[str, Wording]
) -> list[dict[str, Any]]:
    """Each piece in its original words, the change as a redline, and the box beside it."""
    assert amendment.text is not None
    labels = TextCitations(amendment.round.charter, interface_language()).of(public_text(amendment.text))
    shown = {row.change.pk: row for row in amendments.shown_changes(amendment.text, labels, interface_language())}
    return [
        {
            "text": piece.text,
            "change": replace(shown[piece.change.pk], decided=piece.html) if piece.change else None,
            "field": form[f"piece-{place}"],
            "of": language_attributes(amendment.text.language),
            "moved": moved.get(piece.of),
            "left": translation.left_of(piece),
        }
        for place, piece in enumerate(form.pieces)
    ]


def _crumbs(amendment: Amendment, address: str, code: str) -> list[Crumb]:
    return breadcrumbs(
        (_("Amendments"), reverse("amendments")),
        (_("Amendment %(number)s") % {"number": amendment.number}, address),
        here=language_of(code).name,
    )
