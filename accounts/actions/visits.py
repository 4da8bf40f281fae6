"""Opening an organisation's room. Reading is no act: nothing here enters the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Organisation, Person, Visit

LASTS = timedelta(hours=1)


@transaction.atomic
def enter(*, person: Person, organisation: Organisation, at: datetime) -> datetime | None:
    """Notes the visit and says when the one before it was; None on the first. Within an hour it is the same visit."""
    key = {"person": person, "organisation": organisation}
    Visit.objects.get_or_create(**key, defaults={"at": at})
    visit = Visit.objects.select_for_update(no_key=True).get(**key)
    if at - visit.at > LASTS:
        visit.since = visit.at
    visit.at = at
    visit.save(update_fields=["since", "at"])
    return visit.since
