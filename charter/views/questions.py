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
from accounts.views.deeds import do
from charter import rules
from charter.actions import tasks as acts
from charter.forms.alignments import ReplyForm
from charter.models import Standing
from charter.queries import reading, rounds, tasks
from charter.queries.tongues import tongue
from charter.templatetags.charter_text import attributes, interface


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked about which words, and the answer of the member or a box for it."""
    note = tasks.question(pk)
    if note is None or note.member is None:
        raise Http404
    require(rules.may_reply_to_editors(signed_in(request), note.member))
    form, here = ReplyForm(request.POST or None), reverse("language_question", args=[pk])
    if request.method == "POST" and form.is_valid():
        deed = partial(acts.reply, question=note, text=form.cleaned_data["text"], by=signed_in(request))
        answer = do(request, form, deed, here, _("Sent to the editors of the language."))
        if answer is not None:
            return answer
    charter = note.provision.charter
    unreleased = reading.holds_unreleased(charter)
    reads = rules.may_read_working(signed_in(request), rounds.running(charter), holds_unreleased=unreleased) is True
    order, room = charter.arrangement, f"{reverse('city')}?as={note.member.slug}"
    label = order.labels(interface()).get(str(note.provision.key)) if order else None
    standing = Standing.objects.filter(provision=note.provision) if reads else Standing.objects.none()
    standing = standing.select_related("wording").order_by("language")
    context = {
        "note": note,
        "reply": getattr(note, "reply", None),
        "cite": label.citation if label else note.provision.short,
        "tongue": tongue(note.language),
        "words": [{"html": one.wording.html, **attributes(one.language)} for one in standing],
        "form": form,
        "crumbs": [{"word": str(note.member), "url": room}, {"word": _("Question"), "url": ""}],
    }
    return render(request, "charter/city/question.html", context, status=422 if form.errors else 200)
