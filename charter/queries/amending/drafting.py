"""The people who work on a draft, and their notes to each other about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Organisation, Person
from charter.models import Amendment, DraftNote, Sitting

LASTS = timedelta(minutes=30)


def colleagues_at_draft(amendment: Amendment, person: Person, now: datetime) -> list[Sitting]:
    """Colleagues who opened or saved the sheet within half an hour, the latest first."""
    sittings = Sitting.objects.filter(amendment=amendment, at__gt=now - LASTS).exclude(person=person)
    return list(sittings.select_related("person"))


def draft_notes(amendment: Amendment) -> list[DraftNote]:
    """The notes on a draft by the team of the organisation that it belongs to now, the oldest first."""
    return notes_of(amendment, amendment.organisation)


def notes_of(amendment: Amendment, organisation: Organisation) -> list[DraftNote]:
    """The notes on an amendment by the team of an organisation, the oldest first."""
    return list(DraftNote.objects.filter(amendment=amendment, organisation=organisation).select_related("by"))


def count_draft_notes(amendments: Iterable[Amendment], organisation: Organisation) -> dict[int, int]:
    """The number of notes on each of these, by amendment id."""
    found_draft_notes = DraftNote.objects.filter(
        amendment__in=[amendment.pk for amendment in amendments], organisation=organisation
    )
    return Counter(found_draft_notes.values_list("amendment", flat=True))
