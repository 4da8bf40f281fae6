"""What an organisation says to another's amendment: support, reservation, objection, asking together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import tokens
from accounts.models import Organisation
from accounts.rules import Refusal, Refused
from accounts.views import kept
from accounts.views.acting import answers_refusals, signed_in
from charter.actions import positions
from charter.actions.amendments import Faults
from charter.forms.acting import CHOOSE, new_token
from charter.forms.positions import PositionForm
from charter.models import Amendment, AmendmentText
from charter.queries import amendments
from charter.templatetags.charter_text import interface

from .own import organisations_of

Values = dict[str, Any]
Speak = Callable[[Organisation, AmendmentText, Values], str]


@login_required
@require_POST
@answers_refusals
def position(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """A stance of one of the person's organisations to the words that the page showed."""

    def take(city: Organisation, text: AmendmentText, values: Values) -> str:
        said = {"stance": values["stance"], "line": values["line"], "language": interface()}
        positions.take(organisation=city, text=text, by=signed_in(request), **said)
        return _("Said for %(city)s. You can change it until support ends.") % {"city": city}

    return spoken(request, round_number, number, take)


def spoken(request: HttpRequest, round_number: int, number: int, speak: Speak) -> HttpResponse:
    """What a form says to the words it showed, for one of the person's organisations; `speak` does it and tells so."""
    amendment = amendment_of(request, round_number, number)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return back_to(request, amendment, _wrong(form))
    city = organisation_of(request, form.cleaned_data["organisation"])
    text = AmendmentText.objects.filter(amendment=amendment, pk=form.cleaned_data["text"]).first()
    if text is None:
        raise Http404
    try:
        with transaction.atomic():
            use_token(request, address_of(amendment))
            done = speak(city, text, form.cleaned_data)
    except (Faults, Refused) as found:
        return back_to(request, amendment, sentences(found))
    messages.success(request, done)
    return back_to(request, amendment, [])


def _wrong(form: PositionForm) -> list[str]:
    """What is wrong with the form: a stance that is not there, or words that are too long."""
    if "stance" in form.errors:
        return [_("Choose support, reservation or objection.")]
    return [f"{form[name].label}: {' '.join(map(str, found))}" for name, found in form.errors.items()]


@login_required
@require_POST
@answers_refusals
def together(request: HttpRequest, round_number: int, number: int, act: str) -> HttpResponse:
    """Joining, leaving, carrying on, or taking a stance back."""
    amendment = amendment_of(request, round_number, number)
    city = organisation_of(request, request.POST.get("organisation", ""))
    try:
        with transaction.atomic():
            use_token(request, address_of(amendment))
            messages.success(request, _act(request, amendment, city, act))
    except (Faults, Refused) as found:
        return back_to(request, amendment, sentences(found))
    return back_to(request, amendment, [])


def _act(request: HttpRequest, amendment: Amendment, city: Organisation, act: str) -> str:
    asked: dict[str, Any] = {"amendment": amendment, "organisation": city, "by": signed_in(request)}
    name = {"city": city}
    if act == "join":
        joined = positions.join(**asked)
        if joined.state == "asked":
            return _("Your delegate is asked to join for %(city)s.") % name
        return _("%(city)s asks for it together with the first member.") % name
    if act == "leave":
        positions.leave(**asked)
        return _("%(city)s no longer asks for it.") % name
    if act == "carry-on":
        positions.carry_on(**asked)
        return _("%(city)s carries it on under its number.") % name
    if act == "retire" and amendment.text is not None:
        positions.retire(organisation=city, text=amendment.text, by=signed_in(request))
        return _("%(city)s says nothing to it any more.") % name
    raise Http404


def amendment_of(request: HttpRequest, round_number: int, number: int) -> Amendment:
    """The amendment where the person may read it."""
    found = amendments.find(signed_in(request), number, round_number)
    if found is None:
        raise Http404(_("There is no such amendment."))
    return found


def organisation_of(request: HttpRequest, slug: str) -> Organisation:
    """The organisation that the form names, among the person's own ones; where there is one it need not be named."""
    mine = {city.slug: city for city in organisations_of(signed_in(request))}
    if not slug and len(mine) > 1:
        raise Refused(Refusal(CHOOSE))
    found = mine.get(slug) if slug else next(iter(mine.values()), None)
    if found is None:
        raise Http404
    return found


def use_token(request: HttpRequest, outcome: str) -> None:
    """Uses the form's token; a form sent twice leads to `outcome`."""
    token = tokens.use(request.POST.get("token") or new_token(), signed_in(request))
    token.outcome = outcome
    token.save(update_fields=["outcome"])


def sentences(found: Faults | Refused) -> list[str]:
    """Why nothing was done."""
    if isinstance(found, Refused):
        if found.refusal.hidden:
            raise Http404(str(found.refusal.why))
        return [str(found.refusal.why)]
    return [str(fault.why) for fault in found.faults]


def back_to(request: HttpRequest, amendment: Amendment, why: list[str]) -> HttpResponse:
    """The amendment's page, which says why nothing was done."""
    for sentence in why:
        messages.error(request, sentence)
    for words in kept.typed(request) if why else ():
        messages.info(request, _("You typed: “%(words)s”") % {"words": words})
    return redirect(address_of(amendment))


def address_of(amendment: Amendment) -> str:
    """Where positions stand on the amendment's page."""
    return f"{reverse('amendment', args=[amendment.round.number, amendment.number])}#support"
