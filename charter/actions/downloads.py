"""Files that readers take away: asked for once, made once, kept until what they show has moved."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from charter.models import Download
from charter.states import DownloadState

TRIED_AGAIN = {DownloadState.WAITING: timedelta(minutes=10), DownloadState.FAILED: timedelta(minutes=1)}


@transaction.atomic
def ask(*, name: str, language: str, made_of: str, at: datetime) -> tuple[Download, bool]:
    """The file as it stands, and whether somebody must make it now: nobody did, or who began has not come back."""
    asked = {"made_of": made_of, "state": DownloadState.WAITING, "asked_at": at}
    found, is_new = Download.objects.defer("data").get_or_create(name=name, language=language, defaults=asked)
    if is_new or not _is_stale(found, made_of, at):
        return found, is_new
    for field, value in asked.items():
        setattr(found, field, value)
    found.save(update_fields=[*asked])
    return found, True


def keep(*, name: str, language: str, made_of: str, data: bytes, at: datetime) -> Download:
    """Keeps a file that was made, in place of an older one."""
    made = {
        "made_of": made_of,
        "state": DownloadState.MADE,
        "data": data,
        "size": len(data),
        "digest": hashlib.sha256(data).hexdigest(),
        "made_at": at,
    }
    kept, _new = Download.objects.update_or_create(
        name=name, language=language, defaults=made, create_defaults={**made, "asked_at": at}
    )
    return kept


def give_up(*, name: str, language: str, made_of: str) -> None:
    """Notes that the file could not be made; it is tried again when somebody asks."""
    Download.objects.filter(name=name, language=language, made_of=made_of).update(state=DownloadState.FAILED)


def _is_stale(found: Download, made_of: str, at: datetime) -> bool:
    if found.made_of != made_of:
        return True
    patience = TRIED_AGAIN.get(DownloadState(found.state))
    return patience is not None and found.asked_at + patience < at
