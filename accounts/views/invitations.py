"""The page that a private link opens: a mandate is taken up by a button, never by opening it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import providers, receivers
from accounts.actions import invitations
from accounts.forms.people import AcceptForm
from accounts.models import Invitation
from accounts.queries.people import person_by_address
from accounts.rules import Refused

from .acting import signed_in
from .limiting import limit_posts
from .posting import posted

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@limit_posts("accepting")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites to what; one page says the same of every link that opens nothing."""
    invitation = invitations.invitation_by_token(token)
    if invitation is None:
        return render(request, "members/no_invitation.html", status=404)
    person = person_by_address(invitation.email)
    if request.user.is_authenticated or person:
        return _with_account(request, invitation, token)
    initial = {"name": invitation.name}
    offered = providers.offered_providers(request)
    provider = next((p for p in offered if p.app.provider_id == request.POST.get("provider")), None)
    form = AcceptForm(posted(request), email=invitation.email, by_provider=provider is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if provider is not None:
            return providers.ask_provider(request, provider, token, form.cleaned_data)
        try:
            return _newly(request, form, token)
        except Refused as refused:
            form.add_error(None, str(refused.refusal.why))
    page = {"form": form, "invitation": invitation, "providers": offered}
    return render(request, "members/accept.html", page, status=422 if form.errors else 200)


def _newly(request: HttpRequest, form: AcceptForm, token: str) -> HttpResponse:
    data = form.cleaned_data
    mandate = invitations.accept_invitation(
        token=token, name=data["name"], password=data["password"], name_is_public=data["name_is_public"]
    )
    login(request, mandate.person, backend=BACKEND)
    receivers.note_password(request, mandate.person)
    return _welcome(request, mandate.organisation.slug)


def _with_account(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Who has an account signs in first, with the address to which the invitation was sent."""
    person = signed_in(request) if request.user.is_authenticated else None
    mine = person is not None and person_by_address(invitation.email) == person
    page = {"invitation": invitation, "mine": mine, "signed_in": person is not None, "refused": ""}
    if request.method == "POST" and mine:
        try:
            mandate = invitations.accept_invitation(token=token, by=person)
            return _welcome(request, mandate.organisation.slug)
        except Refused as refused:
            page["refused"] = str(refused.refusal.why)
    return render(request, "members/accept_known.html", page)


def _welcome(request: HttpRequest, slug: str) -> HttpResponse:
    messages.success(request, _("Welcome. This page lists the people who represent your city with you."))
    return redirect(f"{reverse('people')}?as={slug}")
