"""Sending what waits in the outbox."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Letter
from accounts.states import LetterState

log = logging.getLogger(__name__)
TRIES = 5


def send_waiting(limit: int = 100) -> int:
    """Sends letters that wait, oldest first, and says how many went; a refused one is tried again."""
    sent = 0
    for pk in list(
        Letter.objects.filter(state=LetterState.WAITING).order_by("written_at").values_list("pk", flat=True)[:limit]
    ):
        sent += _send(pk)
    return sent


def _send(pk: int) -> bool:
    """Takes the letter before it is sent, so that two workers never send it twice."""
    letter = _take(pk)
    if letter is None:
        return False
    try:
        EmailMessage(letter.subject, _body(letter), settings.DEFAULT_FROM_EMAIL, [letter.email]).send()
    except OSError as error:
        log.warning("Letter %s was refused: %s", letter.pk, error)
        letter.state = LetterState.FAILED if letter.tries >= TRIES else LetterState.WAITING
        letter.error = str(error)[:500]
        letter.sent_at = None
        letter.save(update_fields=["state", "error", "sent_at"])
        return False
    return True


@transaction.atomic
def _take(pk: int) -> Letter | None:
    letter = Letter.objects.select_for_update(of=("self",)).select_related("to").filter(pk=pk).first()
    if letter is None or letter.state != LetterState.WAITING:
        return None
    letter.state, letter.tries, letter.sent_at = LetterState.SENT, letter.tries + 1, timezone.now()
    letter.save(update_fields=["state", "tries", "sent_at"])
    return letter


def _body(letter: Letter) -> str:
    link = f"{settings.SITE_URL}{letter.link}" if letter.link.startswith("/") else letter.link
    return "\n\n".join(
        part for part in (letter.body, link, f"{settings.SITE_NAME}, {settings.SITE_DESCRIPTOR}") if part
    )
