"""Writing into the outbox for somebody without an account: an invitation, or news about a membership application."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.actions.letters import one_line, plain_text
from accounts.models import Letter


def write_to_address(
    *, address: str, language: str, kind: str, subject: str | Promise, body: str | Promise, link: str, key: str
) -> None:
    """One email to an address; the same `key` is never written twice. Pass lazy texts."""
    with translation.override(language):
        letter = Letter(
            address=address,
            kind=kind,
            subject=one_line(subject),
            body=plain_text(body),
            link=link,
            language=language,
            key=key[:200],
            written_at=timezone.now(),
        )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)


def delete_letters(address: str) -> None:
    """Deletes the letters to an address without an account."""
    Letter.objects.filter(to=None, address__iexact=address).delete()
