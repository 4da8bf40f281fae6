"""A question of a language editor, answered by the member whose amendment it is about."""

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
from accounts.views.breadcrumbs import breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.languages import tasks as task_actions
from charter.forms.languages.alignments import ReplyForm
from charter.queries.amending import rounds
from charter.queries.languages import tasks
from charter.queries.languages.names import language_of
from charter.queries.reading import articles
from charter.queries.reading.current_wordings import current_wordings
from charter.wording.charter_text import interface_language, language_attributes


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The question about a passage, and the answer of the member or a field for it."""
    note = tasks.question_to_member(pk)
    if note is None or note.member is None:
        raise Http404
    require(rules.may_reply_to_editors(signed_in(request), note.member))
    form, address = ReplyForm(request.POST or None), reverse("language_question", args=[pk])
    if request.method == "POST" and form.is_valid():
        action = partial(
            task_actions.reply_to_question, question=note, text=form.cleaned_data["text"], by=signed_in(request)
        )
        answer = run_form_action(request, form, action, address, _("Sent to the editors of the language."))
        if answer is not None:
            return answer
    charter = note.provision.charter
    unreleased = articles.holds_unreleased(charter)
    reads = (
        rules.may_read_working(signed_in(request), rounds.running_round(charter), holds_unreleased=unreleased) is True
    )
    order, room = charter.arrangement, f"{reverse('city')}?as={note.member.slug}"
    label = order.labels(interface_language()).get(str(note.provision.key)) if order else None
    wordings = current_wordings(note.provision) if reads else {}
    context = {
        "note": note,
        "reply": getattr(note, "reply", None),
        "cite": label.citation if label else note.provision.short,
        "language": language_of(note.language),
        "words": [{"html": wording.html, **language_attributes(language)} for language, wording in wordings.items()],
        "form": form,
        "crumbs": breadcrumbs((str(note.member), room), here=_("Question")),
    }
    return render(request, "charter/languages/question.html", context, status=422 if form.errors else 200)
