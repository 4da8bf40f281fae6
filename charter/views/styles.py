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
from accounts.views.deeds import do
from charter import rules
from charter.actions import styles as acts
from charter.forms.alignments import StyleForm
from charter.queries import charters, styles
from charter.queries.tongues import tongue
from charter.states import PairedForms


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def style(request: HttpRequest, code: str) -> HttpResponse:
    """What holds now, a form for who may change it, and what held before."""
    person, charter = signed_in(request), charters.current()
    require(rules.may_work_on_language(person, code))
    if charter is None or code not in charters.languages():
        raise Http404
    note = styles.note(charter, code)
    initial = {"paired": note.paired if note else PairedForms.ANY, "text": note.text if note else ""}
    form = StyleForm(request.POST or None, initial=initial)
    here = reverse("language_style", args=[code])
    if request.method == "POST" and form.is_valid():
        said = {"paired": form.cleaned_data["paired"], "text": form.cleaned_data["text"]}
        deed = partial(acts.put, charter=charter, language=code, by=person, **said)
        answer = do(request, form, deed, here, _("Saved. Checks look at it from now on."))
        if answer is not None:
            return answer
    context = {
        "tongue": tongue(code),
        "note": note,
        "form": form,
        "earlier": styles.earlier(charter, code),
        "crumbs": [{"word": _("Languages"), "url": reverse("languages")}, {"word": tongue(code).name, "url": ""}],
    }
    return render(request, "charter/languages/style.html", context, status=422 if form.errors else 200)
