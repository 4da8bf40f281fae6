"""The style note of a language: read by who works on the text, kept by its editors."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.languages import style_notes as style_note_actions
from charter.forms.languages.alignments import StyleForm
from charter.queries.languages import style_notes
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.states import PairedForms


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def style(request: HttpRequest, code: str) -> HttpResponse:
    """The current style note, a form for people who may change it, and earlier notes."""
    person, charter = signed_in(request), charters.current_charter()
    require(rules.may_work_on_language(person, code))
    if charter is None or code not in charters.charter_languages():
        raise Http404
    note = style_notes.current_style_note(charter, code)
    initial = {"paired": note.paired if note else PairedForms.ANY, "text": note.text if note else ""}
    form = StyleForm(request.POST or None, initial=initial)
    address = reverse("language_style", args=[code])
    if request.method == "POST" and form.is_valid():
        arguments = {"paired": form.cleaned_data["paired"], "text": form.cleaned_data["text"]}
        action = partial(style_note_actions.save_style_note, charter=charter, language=code, by=person, **arguments)
        answer = run_form_action(
            request, form, action, address, _("Saved. The checks use the style guide from now on.")
        )
        if answer is not None:
            return answer
    context = {
        "language": language_of(code),
        "note": note,
        "form": form,
        "earlier": style_notes.earlier_style_notes(charter, code),
        "crumbs": languages_breadcrumbs(here=language_of(code).name),
    }
    return render(request, "charter/languages/style.html", context, status=422 if form.errors else 200)
