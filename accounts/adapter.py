"""What allauth asks of us: accounts come by invitation, and mail leaves in the person's language."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: a member of the consultation is invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells of what was done already, so a mail server that is gone fails no request."""
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except OSError:
            log.exception("nobody could be told of %s", template_prefix)
