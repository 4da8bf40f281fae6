"""What a person changes about oneself."""

from __future__ import annotations

from django.db import transaction

from accounts.actions import records
from accounts.models import Person


@transaction.atomic
def change_account(*, person: Person, name: str, language: str, zone: str, name_is_public: bool) -> None:
    """Name, language, zone and consent. Only the consent is an act, since the public sees what follows from it."""
    was_public = person.name_is_public
    person.name, person.language, person.zone, person.name_is_public = name.strip(), language, zone, name_is_public
    person.save(update_fields=["name", "language", "zone", "name_is_public"])
    if was_public != name_is_public:
        act = "name made public" if name_is_public else "name made private"
        records.append_acts(records.Act(act, person, person))
