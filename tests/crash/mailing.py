"""Mailing is three acts: a letter is taken, handed to the mail server, noted as sent. Killed between any two."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import tasks
from accounts.actions import letters
from accounts.models import Letter
from accounts.queries.site_settings import site_settings
from tests import factories
from tests.crash import forks

AFTER = timedelta(hours=2)  # by then a batch whose worker died counts as lost


def killed_everywhere() -> dict[str, Any]:
    """For each point of a turn: how it ended, what the letter was then and is after a later turn, and mails sent."""
    site_settings()  # every email asks for them, and they are kept for a minute: no later turn has fewer statements
    whole = _letter()
    length = forks.killed(lambda: tasks.send_waiting(now=whole.due_at))
    places = [{"statement": n} for n in range(1, length.statements + 1)]
    places += [{"commit": n} for n in range(1, length.commits + 1)]
    return {"end": length.code, "kills": [_killed(**place) for place in places]}


def _killed(**place: int) -> tuple[int, str, str, int]:
    letter, mails = _letter(), _mails()
    end = forks.killed(lambda: tasks.send_waiting(now=letter.due_at), **place)
    first = _state(letter)
    tasks.send_waiting(now=letter.due_at + AFTER)
    return end.code, first, _state(letter), _mails() - mails


def _letter() -> Letter:
    person, now = factories.person(), timezone.now()
    letters.write_letters(to=[person], kind="security", subject="Something happened", body="Look.", key="k", at=now)
    return Letter.objects.get(to=person)


def _state(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


def _mails() -> int:
    files = Path(settings.EMAIL_FILE_PATH).glob("*") if Path(settings.EMAIL_FILE_PATH).exists() else ()
    return sum(file.read_text().count("Message-ID:") for file in files)
