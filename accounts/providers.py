"""Accepting an invitation by a provider of OpenID Connect that confirms the invited address, without a password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.actions import invitations

# What was typed on the page of the invitation, in the session until the provider has answered.
ACCEPTING = "accepting_invitation"


def offered_providers(request: HttpRequest) -> list[Any]:
    """The providers by which an invitation can be accepted; none unless the setting allows it."""
    return list(get_adapter().list_providers(request)) if settings.OPENID_CONNECT_INVITATIONS else []


def ask_provider(request: HttpRequest, provider: Any, token: str, typed: Mapping[str, Any]) -> HttpResponse:
    """Leads to the provider; `take_up_invitation` goes on when it leads back."""
    request.session[ACCEPTING] = {"token": token, "name": typed["name"], "name_is_public": typed["name_is_public"]}
    response: HttpResponse = provider.redirect(request, process=AuthProcess.LOGIN)
    return response


def take_up_invitation(request: HttpRequest, social_login: SocialLogin) -> str:
    """Accepts the invitation whose address the provider confirms, and connects the new account with the provider.

    Returns the token of the invitation if the provider does not confirm its address.
    """
    typed = request.session.pop(ACCEPTING, None)
    if typed is None or social_login.is_existing:
        return ""
    invitation = invitations.invitation_by_token(typed["token"])
    confirmed = {address.email.lower() for address in social_login.email_addresses if address.verified}
    if invitation is None or invitation.email not in confirmed:
        return str(typed["token"])
    mandate = invitations.accept_invitation(**typed)
    social_login.connect(request, mandate.person)
    return ""
