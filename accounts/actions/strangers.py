"""Writing into the outbox for somebody who has no account: an invitation, or a word about a joining form."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.actions.letters import one_line, plain
from accounts.models import Letter


def write(
    *, address: str, language: str, kind: str, subject: str | Promise, body: str | Promise, link: str, key: str
) -> None:
    """One letter to an address; the same `key` is never written twice. Say the words lazily."""
    with translation.override(language):
        letter = Letter(
            address=address,
            kind=kind,
            subject=one_line(subject),
            body=plain(body),
            link=link,
            language=language,
            key=key[:200],
            written_at=timezone.now(),
        )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)


def forget(address: str) -> None:
    """Deletes the letters to an address without an account."""
    Letter.objects.filter(to=None, address__iexact=address).delete()
