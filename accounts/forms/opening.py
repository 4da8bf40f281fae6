"""Forms that open an account by mail: at its main address, and at others once they are confirmed.

Whoever owns an address that was mistyped is another person.
"""

from __future__ import annotations

from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm

from accounts.models import Person
from accounts.queries.people import by_address


class NewPasswordForm(ResetPasswordForm):
    users: list[Person]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [person for person in self.users if person == by_address(email)]
        return email


class CodeForm(RequestLoginCodeForm):
    _user: Person | None

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user != by_address(email):
            self._user = None
        return email
