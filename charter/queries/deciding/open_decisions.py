"""Who else has a decision open, and the text that a moderator typed there before."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Person
from charter.models import Amendment, DeskSitting

LASTS = timedelta(minutes=15)


def moderators_at_decision(amendment: Amendment, person: Person, now: datetime) -> list[DeskSitting]:
    """Other moderators who opened it, or typed there, within a quarter of an hour, the latest first."""
    desk_sittings = DeskSitting.objects.filter(amendment=amendment, at__gt=now - LASTS).exclude(person=person)
    return list(desk_sittings.select_related("person"))


def typed_decision(amendment: Amendment, person: Person) -> DeskSitting | None:
    """What this moderator typed and did not decide; None where nothing was."""
    return DeskSitting.objects.filter(amendment=amendment, person=person, typed_at__isnull=False).first()
