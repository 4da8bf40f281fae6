"""The letter of invitation under the settings: its text and signatory in each language, a preview, earlier texts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import rules
from accounts.actions.invitation_letters import write_letter
from accounts.dates import date_format
from accounts.forms.invitation_letters import InvitationLetterForm
from accounts.letter_texts import compose_letter, standard_text, standard_title
from accounts.models import InvitationLetter
from accounts.queries.invitation_letters import letter_in, letters_of
from accounts.queries.site_settings import return_address
from accounts.rules import require
from accounts.views.breadcrumbs import breadcrumbs

from .acting import answers_refusals, signed_in
from .form_actions import run_form_action
from .posting import posted

PREVIEW, RESTORE = "preview", "restore"


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, language: str) -> HttpResponse:
    """The letter in one language: preview, save, or go back to the standard text."""
    require(rules.may_keep_members(signed_in(request)))
    if language not in settings.INTERFACE_LANGUAGES:
        raise Http404
    current = letter_in(language)
    form = InvitationLetterForm(posted(request), language=language, initial=_typed_parts(current))
    act = request.POST.get("act", "")
    if request.method == "POST" and act != PREVIEW and form.is_valid():
        parts: dict[str, Any] = {} if act == RESTORE else _own_parts(form.cleaned_data, language)
        action = partial(write_letter, language=language, by=signed_in(request), **parts)
        done = (
            _("The standard text is used again.") if act == RESTORE else _("Saved. The audit log contains an entry.")
        )
        answer = run_form_action(request, form, action, reverse("desk_invitation_letter", args=[language]), done)
        if answer is not None:
            return answer
    shown = current
    if form.is_bound and form.is_valid():
        shown = InvitationLetter(language=language, **_own_parts(form.cleaned_data, language))
    return render(
        request,
        "members/desk/letter.html",
        _context(form, shown, list(letters_of(language))),
        status=422 if form.errors else 200,
    )


def _typed_parts(letter: InvitationLetter) -> dict[str, str]:
    """The parts as the form shows them: the standard title and text in place of empty ones."""
    with translation.override(letter.language):
        title, text = letter.title or standard_title(), letter.text or standard_text()
    return {"title": title, "text": text, "signatory": letter.signatory, "function": letter.function}


def _own_parts(typed: dict[str, Any], language: str) -> dict[str, str]:
    """The parts as they are stored: nothing in place of the standard title and text."""
    standard = _typed_parts(InvitationLetter(language=language))
    parts = {name: str(typed[name]).strip() for name in standard}
    return {name: "" if part == standard[name] else part for name, part in parts.items()}


def _context(form: InvitationLetterForm, shown: InvitationLetter, stored: list[InvitationLetter]) -> dict[str, Any]:
    language, names = shown.language, dict(settings.LANGUAGES)
    return {
        "crumbs": breadcrumbs((_("Settings"), reverse("desk_settings")), here=_("Letter of invitation")),
        "form": form,
        "here": "settings",
        "language": names[language],
        "languages": [
            {
                "name": names[code],
                "url": reverse("desk_invitation_letter", args=[code]),
                "is_current": code == language,
            }
            for code in settings.INTERFACE_LANGUAGES
        ],
        "code": language,
        "direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
        "preview": _composed(shown),
        "is_own": bool(stored and (stored[0].title or stored[0].text)),
        "history": [
            {"at": letter.written_at, "by": letter.written_by, "letter": _composed(letter)} for letter in stored
        ],
    }


def _composed(letter: InvitationLetter) -> dict[str, Any]:
    with translation.override(letter.language):
        return {
            **compose_letter(letter),
            "day": date_format(timezone.localdate(), "DATE_FORMAT"),
            "return_address": return_address(),
        }
