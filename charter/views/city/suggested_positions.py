"""Suggested positions: staff suggest on the page of an amendment, the delegate answers in the workspace."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.actions.tokens import counted_once
from accounts.models import Organisation
from accounts.rules import Refused, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.actions.amending.amendments import Fault, Faults
from charter.actions.city import suggested_positions
from charter.actions.city.suggested_positions import ChosenPosition
from charter.models import AmendmentText, SuggestedPosition
from charter.queries.amending import member_tasks
from charter.states import Stance
from charter.views.amending.positions import Values, organisation_of, sentences, spoken
from charter.views.city.workspace import again
from charter.views.ticked_rows import require_all
from charter.wording.charter_text import interface_language, public_name_of


@login_required
@require_POST
@answers_refusals
def suggest(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """An officer suggests a stance to the delegate, with a word for the delegate and a public line."""

    def give(city: Organisation, text: AmendmentText, values: Values) -> str:
        arguments = {name: values[name] for name in ("stance", "word", "line")}
        suggested_positions.suggest_position(organisation=city, text=text, by=signed_in(request), **arguments)
        return _("Suggestion sent. The delegate of %(city)s decides on it.") % {"city": public_name_of(city)}

    return spoken(request, round_number, number, give)


@login_required
@require_POST
@answers_refusals
def answer(request: HttpRequest) -> HttpResponse:
    """The delegate confirms one or the chosen ones, with another stance or line where wanted, or declines one."""
    city = organisation_of(request, request.POST.get("organisation", ""))
    require(rules.may_commit(signed_in(request), city))
    address = f"{reverse('city')}?as={city.slug}"
    try:
        with counted_once(request.POST.get("token", ""), signed_in(request)) as sent:
            sent.outcome = address
            sentence = _do(request, city)
    except (Faults, Refused) as exception:
        return again(request, city, sentences(exception))
    messages.success(request, sentence)
    return redirect(address)


def _do(request: HttpRequest, city: Organisation) -> str:
    """The act of the button that was pressed: `confirm` for the chosen ones, `confirm:7` or `decline:7` for one."""
    waiting = {str(suggestion.pk): suggestion for suggestion in member_tasks.suggestions_to_answer(city)}
    act, _colon, which = request.POST.get("act", "").partition(":")
    if act not in ("confirm", "decline"):  # the Enter key in a box binds nobody
        raise Faults(Fault("", _("No position yet. Choose one of the buttons.")))
    if which and which not in waiting:
        raise Faults(Fault("", _("The suggestion was already answered, or the text has changed.")))
    if act == "decline" and which:
        suggested_positions.decline_suggestion(suggestion=waiting[which], by=signed_in(request))
        return _("Declined. The person who made the suggestion is notified.")
    chosen = [which] if which else request.POST.getlist("chosen")
    require_all(chosen, waiting)
    positions = suggested_positions.confirm_suggestions(
        chosen=[_chosen(request, waiting[pk]) for pk in chosen], by=signed_in(request), language=interface_language()
    )
    sentence = ngettext(
        "%(n)d position of %(city)s recorded.", "%(n)d positions of %(city)s recorded.", len(positions)
    )
    return sentence % {"city": public_name_of(city), "n": len(positions)}


def _chosen(request: HttpRequest, suggestion: SuggestedPosition) -> ChosenPosition:
    """As the form has it; a stance that is none leaves the suggested one."""
    stance = request.POST.get(f"stance-{suggestion.pk}", "")
    line = request.POST.get(f"line-{suggestion.pk}", suggestion.line)
    return ChosenPosition(suggestion, stance if stance in Stance.values else suggestion.stance, line)
