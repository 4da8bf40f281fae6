"""Storing the contents of a file while a person checks the import: for this person only, for a day at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Person
from accounts.rules import require
from charter import rules
from charter.models import Upload

KEPT = timedelta(days=1)


@transaction.atomic
def keep_upload(
    *,
    by: Person,
    filename: str,
    digest: str,
    reading: dict[str, Any],
    language: str,
    at: datetime,
    title: str = "",
    body: str = "",
    dated: date | None = None,
    tracked: str = "",
) -> Upload:
    """Stores the parsed contents of a file in place of the file that the person sent before."""
    require(rules.may_import(by))
    delete_old_uploads(now=at)
    Upload.objects.filter(person=by).delete()
    return Upload.objects.create(
        person=by,
        filename=filename[:200],
        digest=digest,
        reading=reading,
        language=language,
        title=title,
        body=body,
        dated=dated,
        tracked=tracked,
        at=at,
    )


@transaction.atomic
def save_corrections(*, upload: Upload, repairs: Sequence[dict[str, Any]], before: int) -> bool:
    """Saves the corrections of a person if as many were saved before as the person saw; returns whether it did.

    If provisions were placed, they are placed again, because a correction changes their names.
    """
    require(rules.may_import(upload.person))
    kept = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if len(kept.repairs) != before:
        return False
    Upload.objects.filter(pk=upload.pk).update(repairs=list(repairs), placements=[])
    return True


def save_placements(*, upload: Upload, placements: Sequence[dict[str, str]]) -> None:
    """Saves the places that the person chose for provisions without a match."""
    require(rules.may_import(upload.person))
    upload.placements = list(placements)
    upload.save(update_fields=["placements"])


def forget_upload(*, upload: Upload) -> None:
    """Throws the file away: it is in the charter now, or the person does not want it."""
    upload.delete()


def delete_old_uploads(*, now: datetime) -> int:
    """Deletes files that were sent more than a day ago. Called by the worker, and whenever a file is stored."""
    gone, _by_model = Upload.objects.filter(at__lt=now - KEPT).delete()
    return gone
