"""A form that is sent twice makes one thing."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.models import Person, RequestToken


class SentTwice(Exception):
    """The form was acted upon already; `outcome` is the address the first sending led to."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def use(token: str, person: Person) -> RequestToken:
    """Takes the token within the action's transaction; raises `SentTwice` where it was used before."""
    try:
        with transaction.atomic():
            return RequestToken.objects.create(token=token[:64], person=person)
    except IntegrityError:
        used = RequestToken.objects.filter(token=token[:64], person=person).first()
        raise SentTwice(used.outcome if used else "") from None
