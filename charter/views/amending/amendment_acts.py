"""Acts on an amendment by its own people: sending, taking back, confirming, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.tokens import counted_once, new_token
from accounts.models import Person
from accounts.numbers import whole_number
from accounts.rules import Answer, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.amending import amendments, revisions
from charter.actions.amending.amendments import Faults
from charter.forms.amending.positions import WordForm
from charter.models import Amendment
from charter.queries.amending.rounds import running_round
from charter.views.own_organisations import home_of, own

FormAction = Callable[[HttpRequest, Amendment, Person], str]
ASKED_FIRST: dict[str, Callable[[Person, Amendment], Answer]] = {
    "withdraw": rules.may_withdraw,
    "discard": rules.may_edit,
    "undo": lambda person, amendment: amendments.may_undo_confirmation(person, amendment, timezone.now()),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """Performs one act of a button; for an act that cannot be undone, a page asks for confirmation first."""
    if act not in ACTIONS:
        raise Http404
    amendment = own(request, key)
    if request.method == "GET":
        if act not in ASKED_FIRST:
            return redirect(_home_of(amendment))
        require(ASKED_FIRST[act](signed_in(request), amendment))
        context = {"amendment": amendment, "act": act, "back": _home_of(amendment), "token": new_token()}
        return render(request, "charter/amending/proposing/ask.html", context)
    try:
        return redirect(_run_action(request, amendment, act))
    except Faults as exception:
        _tell(request, [fault.why for fault in exception.faults])
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        _tell(request, [refused.refusal.why])
    return redirect(_home_of(own(request, key)))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """The delegate returns an amendment with comments, or declines one that the secretariat entered, with reasons."""
    person, amendment = signed_in(request), own(request, key)
    city = amendment.organisation
    require(rules.may_confirm(person, amendment) if request.method == "GET" else rules.may_commit(person, city))
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        action = partial(amendments.send_back, amendment=amendment, by=person, word=form.cleaned_data["word"])
        answer = run_form_action(request, form, action, home_of(person, amendment), _sent_back(amendment))
        if answer is not None:
            return answer
    context = {"form": form, "amendment": amendment, "back": _home_of(amendment)}
    return render(request, "charter/amending/proposing/send_back.html", context, status=422 if form.errors else 200)


def _sent_back(amendment: Amendment) -> str:
    if amendment.on_behalf:
        return _(
            "Declined. Your reasons were sent to the secretariat. The amendment is a draft of the secretariat again."
        )
    return _("Returned. The amendment is a draft again, with your comments.")


def _run_action(request: HttpRequest, amendment: Amendment, act: str) -> str:
    """The act and its token in one transaction; gives the address it leads to."""
    person = signed_in(request)
    with counted_once(request.POST.get("token", ""), person) as sent:
        sent.outcome = ACTIONS[act](request, amendment, person)
    return sent.outcome


def _send(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    commits = "confirm" in request.POST and rules.may_commit(person, amendment.organisation) is True
    amendments.send_to_delegate(amendment=amendment, by=person, confirm=commits)
    if commits:
        return _public(request, amendment)
    messages.success(request, _("Sent. Awaiting confirmation by the delegate."))
    return reverse("draft_check", args=[amendment.key])


def _confirm(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.confirm_amendment(amendment=amendment, by=person, seen_text=_seen(request))
    return _public(request, amendment)


def _take_back(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.take_back(amendment=amendment, by=person)
    messages.success(request, _("The sending was undone. The amendment is a draft again."))
    return reverse("draft", args=[amendment.key])


def _discard(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.discard_draft(amendment=amendment, by=person)
    messages.success(request, _("The draft was deleted."))
    return home_of(person, amendment)


def _undo(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    draft = amendments.undo_confirmation(amendment=amendment, by=person)
    sentence = _("Confirmation undone. Number %(number)s will not be reused. The text is kept here as a new draft.")
    messages.success(request, sentence % {"number": amendment.number})
    return reverse("draft", args=[draft.key])


def _copy(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    draft = amendments.copy_draft(amendment=amendment, by=person, round_=running_round(amendment.round.charter))
    messages.success(request, _("Copied. The text is kept here as a new draft."))
    return reverse("draft", args=[draft.key])


def _withdraw(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.withdraw_amendment(amendment=amendment, by=person)
    messages.success(request, _("Withdrawn. The page of the amendment remains public and shows the withdrawal."))
    return _home_of(amendment)


def _keep(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    revisions.keep_rebased_proposal(amendment=amendment, by=person, seen_text=_seen(request))
    messages.success(request, _("The amendment is kept in its present form."))
    return home_of(person, amendment)


ACTIONS: dict[str, FormAction] = {
    "send": _send,
    "confirm": _confirm,
    "take-back": _take_back,
    "discard": _discard,
    "undo": _undo,
    "copy": _copy,
    "withdraw": _withdraw,
    "keep": _keep,
}


def _seen(request: HttpRequest) -> int:
    """The id of the text that the page showed; 0, which no text has, if the form does not contain it."""
    return whole_number(request.POST.get("seen_text", "")) or 0


def _public(request: HttpRequest, amendment: Amendment) -> str:
    values = {"city": amendment.organisation, "number": amendment.number}
    messages.success(request, _("Confirmed for %(city)s. The amendment has number %(number)s and is public.") % values)
    return reverse("amendment", args=[amendment.round.number, amendment.number])


def _home_of(amendment: Amendment) -> str:
    if amendment.is_public:
        return reverse("amendment", args=[amendment.round.number, amendment.number])
    return reverse("draft_check", args=[amendment.key])


def _tell(request: HttpRequest, sentences: list[Any]) -> None:
    for sentence in sentences:
        messages.error(request, str(sentence))
