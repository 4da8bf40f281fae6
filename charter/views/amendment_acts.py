"""Acts on an amendment by its own people: sending, taking back, confirming, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import tokens
from accounts.models import Person
from accounts.numbers import whole
from accounts.rules import Answer, Refused, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import amendments, revisions
from charter.actions.amendments import Faults
from charter.forms.acting import new_token
from charter.forms.positions import WordForm
from charter.models import Amendment
from charter.queries.rounds import running

from .own import home_of, own

Deed = Callable[[HttpRequest, Amendment, Person], str]
ASKED_FIRST: dict[str, Callable[[Person, Amendment], Answer]] = {
    "withdraw": rules.may_withdraw,
    "discard": rules.may_edit,
    "undo": lambda person, amendment: amendments.may_undo_confirmation(person, amendment, timezone.now()),
}


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    """One act by its button; those that cannot be undone are asked for on a page of their own first."""
    if act not in DEEDS:
        raise Http404
    amendment = own(request, key)
    if request.method == "GET":
        if act not in ASKED_FIRST:
            return redirect(_home_of(amendment))
        require(ASKED_FIRST[act](signed_in(request), amendment))
        context = {"amendment": amendment, "act": act, "back": _home_of(amendment), "token": new_token()}
        return render(request, "charter/proposing/ask.html", context)
    try:
        return redirect(_do(request, amendment, act))
    except Faults as found:
        _tell(request, [fault.why for fault in found.faults])
    except Refused as refused:
        if refused.refusal.hidden:
            raise
        _tell(request, [refused.refusal.why])
    return redirect(_home_of(own(request, key)))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """The delegate gives it back with a word, or refuses with one what the secretariat entered."""
    person, amendment = signed_in(request), own(request, key)
    city = amendment.organisation
    require(rules.may_confirm(person, amendment) if request.method == "GET" else rules.may_commit(person, city))
    form = WordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        deed = lambda: amendments.send_back(amendment=amendment, by=person, word=form.cleaned_data["word"])  # noqa: E731
        answer = do(request, form, deed, home_of(person, amendment), _sent_back(amendment))
        if answer is not None:
            return answer
    context = {"form": form, "amendment": amendment, "back": _home_of(amendment)}
    return render(request, "charter/proposing/send_back.html", context, status=422 if form.errors else 200)


def _sent_back(amendment: Amendment) -> str:
    if amendment.on_behalf:
        return _("Refused. Your word goes to the secretariat, and it is a draft there again.")
    return _("Sent back. It is a draft again, with your word.")


def _do(request: HttpRequest, amendment: Amendment, act: str) -> str:
    """The act and its token in one transaction; gives the address it leads to."""
    person = signed_in(request)
    with transaction.atomic():
        token = tokens.use(request.POST.get("token") or new_token(), person)
        token.outcome = DEEDS[act](request, amendment, person)
        token.save(update_fields=["outcome"])
    return token.outcome


def _send(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    commits = "confirm" in request.POST and rules.may_commit(person, amendment.organisation) is True
    amendments.send(amendment=amendment, by=person, confirm=commits)
    if commits:
        return _public(request, amendment)
    messages.success(request, _("Sent. It waits for the delegate to confirm it."))
    return reverse("draft_check", args=[amendment.key])


def _confirm(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.confirm(amendment=amendment, by=person, seen_text=_seen(request))
    return _public(request, amendment)


def _take_back(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.take_back(amendment=amendment, by=person)
    messages.success(request, _("Taken back. It is a draft again."))
    return reverse("draft", args=[amendment.key])


def _discard(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.discard(amendment=amendment, by=person)
    messages.success(request, _("The draft is gone."))
    return home_of(person, amendment)


def _undo(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    draft = amendments.undo_confirmation(amendment=amendment, by=person)
    said = _("Taken back. Number %(number)s stays used and says so. The words stand here as a new draft.")
    messages.success(request, said % {"number": amendment.number})
    return reverse("draft", args=[draft.key])


def _copy(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    draft = amendments.copy(amendment=amendment, by=person, round_=running(amendment.round.charter))
    messages.success(request, _("Copied. The words stand here as a new draft."))
    return reverse("draft", args=[draft.key])


def _withdraw(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    amendments.withdraw(amendment=amendment, by=person)
    messages.success(request, _("Withdrawn. The page stays and says so."))
    return _home_of(amendment)


def _keep(request: HttpRequest, amendment: Amendment, person: Person) -> str:
    revisions.keep(amendment=amendment, by=person, seen_text=_seen(request))
    messages.success(request, _("Kept as it reads now."))
    return home_of(person, amendment)


DEEDS: dict[str, Deed] = {
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
    """The id of the text that the page showed; 0, which no text has, where the form does not say."""
    return whole(request.POST.get("seen_text", "")) or 0


def _public(request: HttpRequest, amendment: Amendment) -> str:
    values = {"city": amendment.organisation, "number": amendment.number}
    messages.success(request, _("Confirmed for %(city)s. It has number %(number)s and everyone can read it.") % values)
    return reverse("amendment", args=[amendment.round.number, amendment.number])


def _home_of(amendment: Amendment) -> str:
    if amendment.is_public:
        return reverse("amendment", args=[amendment.round.number, amendment.number])
    return reverse("draft_check", args=[amendment.key])


def _tell(request: HttpRequest, sentences: list[Any]) -> None:
    for sentence in sentences:
        messages.error(request, str(sentence))
