"""Suggested positions: an officer suggests on an amendment's page, the delegate answers in the room."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from accounts.rules import Refused, require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.actions import advice
from charter.actions.advice import Chosen
from charter.actions.amendments import Fault, Faults
from charter.models import Advice, AmendmentText
from charter.queries import city as rooms
from charter.states import Stance
from charter.templatetags.charter_text import interface, naming

from .choosing import require_all
from .city import again
from .positions import Values, organisation_of, sentences, spoken, use_token


@login_required
@require_POST
@answers_refusals
def suggest(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """An officer suggests a stance to the delegate, with a word for the delegate and a public line."""

    def give(city: Organisation, text: AmendmentText, values: Values) -> str:
        said = {name: values[name] for name in ("stance", "word", "line")}
        advice.give(organisation=city, text=text, by=signed_in(request), **said)
        return _("Suggested. It waits for the delegate of %(city)s.") % {"city": naming(city)}

    return spoken(request, round_number, number, give)


@login_required
@require_POST
@answers_refusals
def answer(request: HttpRequest) -> HttpResponse:
    """The delegate confirms one or the chosen ones, with another stance or line where wanted, or declines one."""
    city = organisation_of(request, request.POST.get("organisation", ""))
    require(rules.may_commit(signed_in(request), city))
    here = f"{reverse('city')}?as={city.slug}"
    try:
        with transaction.atomic():
            use_token(request, here)
            said = _do(request, city)
    except (Faults, Refused) as found:
        return again(request, city, sentences(found))
    messages.success(request, said)
    return redirect(here)


def _do(request: HttpRequest, city: Organisation) -> str:
    """The act of the button that was pressed: `confirm` for the chosen ones, `confirm:7` or `decline:7` for one."""
    waiting = {str(one.pk): one for one in rooms.to_speak(city)}
    act, _colon, which = request.POST.get("act", "").partition(":")
    if act not in ("confirm", "decline"):  # the Enter key in a box binds nobody
        raise Faults(Fault("", _("Nothing was said yet. Press the button of what you want to say.")))
    if which and which not in waiting:
        raise Faults(Fault("", _("This was answered already, or its words have changed.")))
    if act == "decline" and which:
        advice.decline(advice=waiting[which], by=signed_in(request))
        return _("Declined. Who suggested it is told.")
    chosen = [which] if which else request.POST.getlist("chosen")
    require_all(chosen, waiting)
    taken = advice.confirm(
        chosen=[_chosen(request, waiting[pk]) for pk in chosen], by=signed_in(request), language=interface()
    )
    said = ngettext("Said for %(city)s: %(n)d position.", "Said for %(city)s: %(n)d positions.", len(taken))
    return said % {"city": naming(city), "n": len(taken)}


def _chosen(request: HttpRequest, one: Advice) -> Chosen:
    """As the form has it; a stance that is none leaves the suggested one."""
    stance = request.POST.get(f"stance-{one.pk}", "")
    line = request.POST.get(f"line-{one.pk}", one.line)
    return Chosen(one, stance if stance in Stance.values else one.stance, line)
