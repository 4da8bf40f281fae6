"""Attaching the resolution of a council to an amendment, replacing it and removing it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import files
from accounts.actions.records import Act, append_acts, changed_values
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, member_mandate, require
from charter import rules
from charter.models import Amendment, Resolution

NO_NUMBER = _("Enter the number of the resolution.")
NO_FILE = _("Choose the file of the resolution.")
IN_FUTURE = _("The date is in the future. Enter the date of today or an earlier date.")


@transaction.atomic
def attach_resolution(
    *,
    amendment: Amendment,
    number: str,
    adopted_on: date,
    by: Person,
    file: File | None = None,
    at: datetime | None = None,
) -> Resolution:
    """Attaches a resolution, or replaces the earlier one; without `file` the earlier file stays."""
    at = at or timezone.now()
    locked_amendment = _lock(amendment)
    require(rules.may_attach_resolution(by, locked_amendment))
    before = Resolution.objects.filter(amendment=locked_amendment).first()
    number = " ".join(number.split())
    require(bool(number) or Refusal(NO_NUMBER))
    require(adopted_on <= timezone.localdate(at) or Refusal(IN_FUTURE))
    require(bool(file or before) or Refusal(NO_FILE))
    old = _content(before)
    resolution = before or Resolution(amendment=locked_amendment)
    if file:
        if before:
            files.delete_after_commit(before.file)
        resolution.file, resolution.digest = file, hashlib.sha256(file.read()).hexdigest()  # type: ignore[assignment]
        file.seek(0)
    resolution.number, resolution.adopted_on, resolution.by, resolution.at = number, adopted_on, by, at
    resolution.save()
    _append("resolution attached", locked_amendment, by, at, changed_values(old, _content(resolution)))
    return resolution


@transaction.atomic
def remove_resolution(*, amendment: Amendment, by: Person, at: datetime | None = None) -> None:
    """Removes the resolution with its file; removed twice, it does no more."""
    locked_amendment = _lock(amendment)
    require(rules.may_attach_resolution(by, locked_amendment))
    before = Resolution.objects.filter(amendment=locked_amendment).first()
    if before is None:
        return
    content = changed_values(_content(before), None)
    delete_resolution(locked_amendment)
    _append("resolution removed", locked_amendment, by, at or timezone.now(), content)


def delete_resolution(amendment: Amendment) -> None:
    """Deletes the resolution of an amendment with its file; the caller appends the act."""
    resolution = Resolution.objects.filter(amendment=amendment).first()
    if resolution is not None:
        resolution.delete()
        files.delete_after_commit(resolution.file)


def _lock(amendment: Amendment) -> Amendment:
    amendments = Amendment.objects.select_for_update(of=("self",), no_key=True)
    return amendments.select_related("organisation__name", "round").get(pk=amendment.pk)


def _content(resolution: Resolution | None) -> dict[str, object] | None:
    """The content of a resolution for the audit log; its number as a digest."""
    if resolution is None:
        return None
    number = digest_of_json(resolution.number)
    return {"resolution": number, "adopted_on": resolution.adopted_on.isoformat(), "file": resolution.digest}


def _append(name: str, amendment: Amendment, by: Person, at: datetime, content: dict[str, object]) -> None:
    mandate = member_mandate(by, amendment.organisation)
    append_acts(Act(name, amendment, by, mandate, content=content), at=at)
