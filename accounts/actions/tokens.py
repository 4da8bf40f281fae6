"""A form that is sent twice counts once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.models import Person, RequestToken

LENGTH = 64


class SentTwice(Exception):
    """The form was acted upon already; `outcome` is the address the first sending led to."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def new_token() -> str:
    """A token for one form of one page; no two forms get the same."""
    return secrets.token_urlsafe(24)


@contextmanager
def counted_once(token: str, person: Person) -> Iterator[RequestToken]:
    """A transaction in which a form that was sent counts; raises `SentTwice` if its token was used before.

    The block sets `outcome`, the address to which a second sending leads. If the block fails, the token is free again.
    A form without a token gets a new one: nothing says that two such forms are the same, so each of them counts.
    """
    token = (token or new_token())[:LENGTH]
    with transaction.atomic():
        try:
            with transaction.atomic():
                sent = RequestToken.objects.create(token=token, person=person)
        except IntegrityError:
            refuse_used_token(token, person)
            raise SentTwice("") from None
        yield sent
        sent.save(update_fields=["outcome"])


def refuse_used_token(token: str, person: Person) -> None:
    """Raises `SentTwice` if the person sent a form with this token before; stores nothing."""
    first = RequestToken.objects.filter(token=token[:LENGTH], person=person).first()
    if first is not None:
        raise SentTwice(first.outcome)
