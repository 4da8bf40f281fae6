"""The page on which a member answers a compromise, or whether changed words are its own; supporters read it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from accounts.rules import Refusal
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import city_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.deciding import compromises
from charter.forms.deciding.compromises import AnswerForm
from charter.models import Compromise
from charter.queries.deciding import compromise_answers
from charter.states import Answer, CompromiseState
from charter.views.deciding.compromises import compromise_at, replies_to, shown
from charter.views.own_organisations import organisations_of


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a member that was asked: three answers of equal weight."""
    compromise = compromise_at(pk)
    cities = _members_to_answer(request, compromise)
    if not cities:
        return _read(request, compromise)
    form = AnswerForm(request.POST or None, organisations=[city.pk for city in cities])
    if request.method == "POST" and form.is_valid():
        cleaned_data = form.cleaned_data
        answered = {
            "organisation": cleaned_data["organisation"],
            "answer": cleaned_data["act"],
            "word": cleaned_data["word"],
        }
        response = run_form_action(
            request,
            form,
            lambda: compromises.answer_compromise(compromise=compromise, by=signed_in(request), **answered),
            f"{reverse('compromise_answer', args=[pk])}?as={answered['organisation'].slug}",
            _("Your reply is saved. You can change it until the time to reply is over."),
        )
        if response is not None:
            return response
    context = {
        **shown(compromise, request),
        **_answers_context(request, compromise, cities),
        **_told(compromise),
        "form": form,
        "over": timezone.now() > compromise.answer_by,
        "answers": [{"value": value, "word": label} for value, label in Answer.choices],
        "crumbs": city_breadcrumbs(here=_("Compromise text")),
    }
    return render(request, "charter/deciding/answer.html", context, status=422 if form.errors else 200)


def _members_to_answer(request: HttpRequest, compromise: Compromise) -> list[Organisation]:
    """The person's own members among those that were asked, before all those that it may bind.

    An address may name one of them.
    """
    asked_ids = {member.pk for member in compromise.asked.all()}
    mine = [city for city in organisations_of(signed_in(request)) if city.pk in asked_ids]
    named = request.GET.get("as", "")
    organisations = [city for city in mine if city.slug == named or not named]
    return [city for city in organisations if rules.may_commit(signed_in(request), city) is True] or organisations


def _answers_context(request: HttpRequest, compromise: Compromise, cities: list[Organisation]) -> dict[str, Any]:
    """The members of the page, their present answer, and why the person may not answer for any of them."""
    answers_ = [rules.may_assent(signed_in(request), city, compromise) for city in cities]
    refused = next((str(refusal.why) for refusal in answers_ if isinstance(refusal, Refusal)), "")
    current_response = (
        compromise.responses.filter(organisation=cities[0], superseded_at=None).first() if len(cities) == 1 else None
    )
    return {"cities": cities, "response": current_response, "refused": "" if True in answers_ else refused}


def _read(request: HttpRequest, compromise: Compromise) -> HttpResponse:
    """For who supports one of its amendments: nothing is asked. To everybody else the page is not there."""
    supporting = {organisation.pk for organisation in compromise_answers.list_unasked_supporters(compromise)}
    mine = [city for city in organisations_of(signed_in(request)) if city.pk in supporting]
    if not mine or request.method == "POST":
        raise Http404(_("There is no such compromise text."))
    crumbs = city_breadcrumbs(here=_("Compromise text"))
    context = {**shown(compromise, request), **_told(compromise), "cities": mine, "supports": True, "crumbs": crumbs}
    return render(request, "charter/deciding/answer.html", context)


def _told(compromise: Compromise) -> dict[str, Any]:
    """The rule for members that do not reply, and the answers of others after closing, so that nobody awaits them."""
    replies = replies_to(compromise)
    if compromise.state == CompromiseState.ASKED:
        return {"silence": replies["silence"]}
    return {"silence": replies["silence"], "rows": replies["rows"], "counts": replies["counts"]}
