"""Files that readers download: made once on request, and stored until their content changes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from charter.models import Download
from charter.states import DownloadState

TRIED_AGAIN = {DownloadState.WAITING: timedelta(minutes=10), DownloadState.FAILED: timedelta(minutes=1)}


@transaction.atomic
def request_download(*, name: str, language: str, made_of: str, at: datetime) -> tuple[Download, bool]:
    """The current file, and whether it must be made now: nobody began it, or it was begun and not finished."""
    values = {"made_of": made_of, "state": DownloadState.WAITING, "asked_at": at}
    download, is_new = Download.objects.defer("data").get_or_create(name=name, language=language, defaults=values)
    if is_new or not _is_stale(download, made_of, at):
        return download, is_new
    for field, value in values.items():
        setattr(download, field, value)
    download.save(update_fields=[*values])
    return download, True


def keep_file(*, name: str, language: str, made_of: str, data: bytes, at: datetime) -> Download:
    """Keeps a file that was made, in place of an older one."""
    values = {
        "made_of": made_of,
        "state": DownloadState.MADE,
        "data": data,
        "size": len(data),
        "digest": hashlib.sha256(data).hexdigest(),
        "made_at": at,
    }
    kept, _new = Download.objects.update_or_create(
        name=name, language=language, defaults=values, create_defaults={**values, "asked_at": at}
    )
    return kept


def note_failure(*, name: str, language: str, made_of: str) -> None:
    """Notes that the file could not be made; it is tried again when somebody asks."""
    Download.objects.filter(name=name, language=language, made_of=made_of).update(state=DownloadState.FAILED)


def _is_stale(download: Download, made_of: str, at: datetime) -> bool:
    if download.made_of != made_of:
        return True
    patience = TRIED_AGAIN.get(DownloadState(download.state))
    return patience is not None and download.asked_at + patience < at
