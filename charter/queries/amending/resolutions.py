"""Resolutions of councils, as far as a reader may see them."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Person
from charter import rules
from charter.models import Amendment, Resolution


def visible_resolution(person: Person | None, amendment: Amendment) -> Resolution | None:
    """The resolution of an amendment where the person may read it; reads the selected `resolution`."""
    resolution: Resolution | None = getattr(amendment, "resolution", None)
    return resolution if resolution and rules.may_read_resolution(person, amendment) is True else None


def resolution_by_key(person: Person | None, key: UUID) -> Resolution | None:
    """The resolution of the amendment with this key, where the person may read it."""
    amendments = Amendment.objects.filter(key=key).select_related("round", "organisation", "resolution")
    amendment = amendments.prefetch_related("decisions").first()
    return visible_resolution(person, amendment) if amendment else None
