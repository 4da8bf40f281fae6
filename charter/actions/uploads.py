"""Keeping a file while a person looks at what it would bring in: theirs alone, for a day at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Person
from accounts.rules import require
from charter import rules
from charter.models import Upload

KEPT = timedelta(days=1)


@transaction.atomic
def keep(
    *,
    by: Person,
    filename: str,
    data: bytes,
    language: str,
    at: datetime,
    title: str = "",
    body: str = "",
    dated: date | None = None,
    tracked: str = "",
) -> Upload:
    """Keeps a file in place of the one that the person sent before."""
    require(rules.may_import(by))
    forget_old(now=at)
    Upload.objects.filter(person=by).delete()
    return Upload.objects.create(
        person=by,
        filename=filename[:200],
        data=data,
        language=language,
        title=title,
        body=body,
        dated=dated,
        tracked=tracked,
        at=at,
    )


def place(*, upload: Upload, placements: Sequence[dict[str, str]]) -> None:
    """Keeps where the person put what could not be aligned."""
    require(rules.may_import(upload.person))
    upload.placements = list(placements)
    upload.save(update_fields=["placements"])


def forget(*, upload: Upload) -> None:
    """Throws the file away: it is in the charter now, or the person does not want it."""
    upload.delete()


def forget_old(*, now: datetime) -> int:
    """Throws away what nobody came back for within a day. Called by the clock, and whenever a file is kept."""
    gone, _by_model = Upload.objects.filter(at__lt=now - KEPT).delete()
    return gone
