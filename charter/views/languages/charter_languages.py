"""The languages of the charter: adding one, and saying which are required and which authentic."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import languages_breadcrumbs
from accounts.views.form_actions import FormAction, run_form_action
from charter import rules
from charter.actions.languages import charter_languages
from charter.forms.languages.charter_languages import LanguagesForm, NewLanguageForm
from charter.queries.reading import charters


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def editions(request: HttpRequest) -> HttpResponse:
    """Every language with its state, and a form for a new one."""
    by = signed_in(request)
    require(rules.may_moderate(by))
    charter = charters.current_charter()
    if charter is None:
        raise Http404
    rows, adds = list(charter.languages.all()), request.POST.get("act") == "add"
    posted = request.POST or None
    form = LanguagesForm(None if adds else posted, languages=rows)
    new = NewLanguageForm(posted if adds else None, prefix="new", present=[edition.code for edition in rows])
    sent = new if adds else form
    answer, address = None, reverse("editions")
    if request.method == "POST" and sent.is_valid():
        arguments: dict[str, Any] = {"charter": charter, "by": by}
        action: FormAction = (
            partial(charter_languages.change_languages, statuses=form.wanted(), **arguments)
            if sent is form
            else partial(charter_languages.add_language, code=new.cleaned_data["code"], **arguments)
        )
        sentence = (
            _("Saved.")
            if sent is form
            else _("The language was added. Its provisions have no text yet. You can import a file.")
        )
        answer = run_form_action(request, sent, action, address, sentence)
    if answer is not None:
        return answer
    context = {
        "form": form,
        "new": new,
        "faulty": sent,
        "crumbs": languages_breadcrumbs(here=_("Language versions")),
    }
    return render(request, "charter/languages/editions.html", context, status=422 if sent.errors else 200)
