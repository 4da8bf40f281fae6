"""Who else works on a draft, and what its people say to each other about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Organisation, Person
from charter.models import Amendment, DraftNote, Sitting

LASTS = timedelta(minutes=30)


def at_it(amendment: Amendment, person: Person, now: datetime) -> list[Sitting]:
    """Colleagues who opened or saved the sheet within half an hour, the latest first."""
    found = Sitting.objects.filter(amendment=amendment, at__gt=now - LASTS).exclude(person=person)
    return list(found.select_related("person"))


def notes(amendment: Amendment) -> list[DraftNote]:
    """What its people said about it, the oldest first: those of the organisation that it belongs to now."""
    found = DraftNote.objects.filter(amendment=amendment, organisation=amendment.organisation_id)
    return list(found.select_related("by"))


def noted(amendments: Iterable[Amendment], organisation: Organisation) -> dict[int, int]:
    """How many notes stand on each of these, by amendment id."""
    found = DraftNote.objects.filter(amendment__in=[one.pk for one in amendments], organisation=organisation)
    return Counter(found.values_list("amendment", flat=True))
