"""What allauth asks of us: accounts come by invitation, and mail leaves in the person's language."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages as messages_to_readers
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import limits, messages, providers
from accounts.models import Person
from accounts.queries.site_settings import site_name
from accounts.views.start_pages import start_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: a member of the consultation is invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page of the person's role, where the sign-in page was not opened from another page."""
        return (
            start_address(request.user)
            if isinstance(request.user, Person)
            else super().get_login_redirect_url(request)
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Looks at a password unless too many were wrong; for signing in and for confirming who one is."""
        attempt = limits.begin_attempt(request, credentials.get("email", ""))
        if attempt is None:
            raise ValidationError(limits.TOO_MANY, code="too_many_login_attempts")
        person = super().authenticate(request, **credentials)
        if person is not None:
            attempt.give_back()
        return person

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links lead to `SITE_URL`: allauth makes them of the host that a request names, and anybody can name one."""
        links = {name: _at_this_site(value) for name, value in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, {**context, **links, "site_name": site_name()})

    def format_email_subject(self, subject: str) -> str:
        return f"{site_name()}: {subject}"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells of what was done already, so a mail server that is gone fails no request.

        A first password answers an invitation and resets nothing.
        """
        if template_prefix == "account/email/password_reset" and user.last_login is None:
            return
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except OSError:
            log.exception("nobody could be told of %s", template_prefix)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """A provider opens accounts that exist, and an account by an invitation to an address that it confirms."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        token = providers.take_up_invitation(request, sociallogin)
        if token:
            messages_to_readers.error(
                request,
                _(
                    "Your sign-in provider did not confirm the email address of the invitation. Set a "
                    "password instead."
                ),
            )
            raise ImmediateHttpResponse(redirect("invitation", token))


def _at_this_site(link: str) -> str:
    parts = urlsplit(link)
    return messages.absolute_address(parts._replace(scheme="", netloc="").geturl())
