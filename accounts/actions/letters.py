"""Writing into the outbox. A letter is a row of the transaction that caused it; the worker sends it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.models import Letter, Person


def write(
    *,
    to: Iterable[Person],
    kind: str,
    subject: str | Promise,
    body: str | Promise,
    link: str = "",
    key: str,
) -> None:
    """One letter a person, in the person's language; the same `key` is never written twice to one person."""
    letters = []
    for person in to:
        with translation.override(person.language):
            letters.append(
                Letter(
                    to=person,
                    kind=kind,
                    subject=str(subject)[:300],
                    body=str(body),
                    link=link,
                    language=person.language,
                    key=f"{key}:{person.pk}",
                    written_at=timezone.now(),
                )
            )
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
