"""Helping somebody who cannot sign in: what the account needs, by the person's address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import rules
from accounts.actions import support
from accounts.actions.tokens import new_token
from accounts.forms.desk import SupportForm
from accounts.forms.people import ActionForm
from accounts.models import Person
from accounts.queries import people
from accounts.rules import Refusal, require

from .acting import answers_refusals, refuse_form, signed_in
from .form_actions import run_form_action
from .limiting import limit_posts


@login_required
@require_GET
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The account and the open invitations of an address, with what can be done for them."""
    require(rules.may_keep_members(signed_in(request)))
    form = SupportForm(request.GET if "address" in request.GET else None)
    page: dict[str, Any] = {"form": form, "here": "support", "token": new_token()}
    if form.is_valid():
        page |= people.support_for(form.cleaned_data["address"], timezone.now())
        person = page["person"]
        allowed = rules.may_help(signed_in(request), person) if person else True
        page["refusal"] = allowed.why if isinstance(allowed, Refusal) else ""
    return render(request, "members/desk/support.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
@limit_posts("inviting")
@answers_refusals
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Sends a link for a new password to the person's own address, or clears failed attempts."""
    require(rules.may_keep_members(signed_in(request)))
    person = get_object_or_404(Person, pk=pk, is_active=True)
    ways = {
        "password": (
            support.send_password_link,
            _("The link for a new password was sent to the person’s own address."),
        ),
        "unlock": (
            support.unlock_account,
            _("The count of failed sign-in attempts was reset. The person is notified by email."),
        ),
    }
    if act not in ways:
        raise Http404
    way, message = ways[act]
    form, back = ActionForm(request.POST), f"{reverse('desk_support')}?{urlencode({'address': person.email})}"
    answer = run_form_action(request, form, lambda: way(person=person, by=signed_in(request)), back, message)
    return answer or refuse_form(request, form)
