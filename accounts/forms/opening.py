"""Forms that open an account: by mail, at its main address and at others once they are confirmed; by a second factor.

Whoever owns an address that was mistyped is another person.
"""

from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from accounts import limits
from accounts.models import Person
from accounts.queries.people import person_by_address


class NewPasswordForm(ResetPasswordForm):
    users: list[Person]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [person for person in self.users if person == person_by_address(email)]
        require_mail(email)
        return email


class CodeForm(RequestLoginCodeForm):
    _user: Person | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user != person_by_address(email):
            self._user = None
        require_mail(email)
        return email


class CountedCode:
    """Looks at the code of a second factor unless too many were wrong."""

    user: Person

    def clean_code(self) -> str:
        attempt = limits.begin_attempt(context.request, self.user.email, second_factor=True)
        if attempt is None:
            raise ValidationError(limits.TOO_MANY_CODES, code="too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside this class
        attempt.give_back()
        return code


class SecondFactorForm(CountedCode, AuthenticateForm):
    """At signing in."""


class SecondFactorAgainForm(CountedCode, ReauthenticateForm):
    """Where somebody signed in confirms who it is."""


def require_mail(email: str) -> None:
    """Passes where one more mail may be sent to that address."""
    if not limits.count_mail(context.request, email):
        raise ValidationError(limits.TOO_MANY_MAILS, code="too_many_mails")
