"""The position of an organisation on an amendment of another one: support, reservation, objection, co-sponsoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.tokens import counted_once
from accounts.locales import labelled
from accounts.models import Organisation
from accounts.rules import Refusal, Refused
from accounts.views import kept
from accounts.views.acting import answers_refusals, signed_in
from charter.actions.amending import positions
from charter.actions.amending.amendments import Faults
from charter.forms.acting import CHOOSE
from charter.forms.amending.positions import PositionForm
from charter.models import Amendment, AmendmentText
from charter.queries.amending import amendments
from charter.queries.amending.amendments import find_text
from charter.views.own_organisations import organisations_of
from charter.wording.charter_text import interface_language

Values = dict[str, Any]
Speak = Callable[[Organisation, AmendmentText, Values], str]


@login_required
@require_POST
@answers_refusals
def position(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """Takes a position of one of the person's organisations on the text that the page showed."""

    def take(city: Organisation, text: AmendmentText, values: Values) -> str:
        arguments = {"stance": values["stance"], "line": values["line"], "language": interface_language()}
        positions.take_position(organisation=city, text=text, by=signed_in(request), **arguments)
        return _("Position of %(city)s recorded. You can change it until the end of the support period.") % {
            "city": city
        }

    return spoken(request, round_number, number, take)


def spoken(request: HttpRequest, round_number: int, number: int, speak: Speak) -> HttpResponse:
    """Handles a form about the text that it showed, for one organisation of the person; `speak` does the act."""
    amendment = amendment_of(request, round_number, number)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return back_to(request, amendment, _wrong(form))
    city = organisation_of(request, form.cleaned_data["organisation"])
    text = find_text(amendment, form.cleaned_data["text"])
    if text is None:
        raise Http404
    try:
        with counted_once(request.POST.get("token", ""), signed_in(request)) as sent:
            sent.outcome = address_of(amendment)
            sentence = speak(city, text, form.cleaned_data)
    except (Faults, Refused) as exception:
        return back_to(request, amendment, sentences(exception))
    messages.success(request, sentence)
    return back_to(request, amendment, [])


def _wrong(form: PositionForm) -> list[str]:
    """The faults of the form: a missing position, or a text that is too long."""
    if "stance" in form.errors:
        return [_("Choose support, reservation or objection.")]
    return [labelled(form[name].label, " ".join(map(str, errors))) for name, errors in form.errors.items()]


@login_required
@require_POST
@answers_refusals
def together(request: HttpRequest, round_number: int, number: int, act: str) -> HttpResponse:
    """Joining, leaving, carrying on, or taking a stance back."""
    amendment = amendment_of(request, round_number, number)
    city = organisation_of(request, request.POST.get("organisation", ""))
    try:
        with counted_once(request.POST.get("token", ""), signed_in(request)) as sent:
            sent.outcome = address_of(amendment)
            messages.success(request, _act(request, amendment, city, act))
    except (Faults, Refused) as exception:
        return back_to(request, amendment, sentences(exception))
    return back_to(request, amendment, [])


def _act(request: HttpRequest, amendment: Amendment, city: Organisation, act: str) -> str:
    arguments: dict[str, Any] = {"amendment": amendment, "organisation": city, "by": signed_in(request)}
    name = {"city": city}
    if act == "join":
        joined = positions.join_amendment(**arguments)
        if joined.state == "asked":
            return _("Your delegate is asked to co-sponsor the amendment for %(city)s.") % name
        return _("%(city)s is now a co-sponsor of the amendment.") % name
    if act == "leave":
        positions.leave_amendment(**arguments)
        return _("%(city)s is no longer a co-sponsor.") % name
    if act == "carry-on":
        positions.take_over_amendment(**arguments)
        return _("%(city)s has taken over the amendment under the same number.") % name
    if act == "retire" and amendment.text is not None:
        positions.retire_position(organisation=city, text=amendment.text, by=signed_in(request))
        return _("%(city)s no longer has a position on this amendment.") % name
    raise Http404


def amendment_of(request: HttpRequest, round_number: int, number: int) -> Amendment:
    """The amendment where the person may read it."""
    amendment = amendments.find_amendment(signed_in(request), number, round_number)
    if amendment is None:
        raise Http404(_("The amendment does not exist."))
    return amendment


def organisation_of(request: HttpRequest, slug: str) -> Organisation:
    """The organisation that the form names, among the person's own ones; where there is one it need not be named."""
    mine = {city.slug: city for city in organisations_of(signed_in(request))}
    if not slug and len(mine) > 1:
        raise Refused(Refusal(CHOOSE))
    organisation = mine.get(slug) if slug else next(iter(mine.values()), None)
    if organisation is None:
        raise Http404
    return organisation


def sentences(exception: Faults | Refused) -> list[str]:
    """Why nothing was done."""
    if isinstance(exception, Refused):
        if exception.refusal.hidden:
            raise Http404(str(exception.refusal.why))
        return [str(exception.refusal.why)]
    return [str(fault.why) for fault in exception.faults]


def back_to(request: HttpRequest, amendment: Amendment, why: list[str]) -> HttpResponse:
    """Redirects to the page of the amendment, with the reasons why nothing was done."""
    for sentence in why:
        messages.error(request, sentence)
    for words in kept.typed(request) if why else ():
        messages.info(request, _("Your text: “%(words)s”") % {"words": words})
    return redirect(address_of(amendment))


def address_of(amendment: Amendment) -> str:
    """The address of the positions on the page of the amendment."""
    return f"{reverse('amendment', args=[amendment.round.number, amendment.number])}#support"
