"""What a person changes about oneself."""

from __future__ import annotations

from django.db import transaction

from accounts.actions import records
from accounts.models import Person


@transaction.atomic
def change_account(
    *,
    person: Person,
    name: str,
    language: str,
    zone: str,
    name_is_public: bool,
    name_in_credits: bool | None = None,
) -> None:
    """Name, language, zone and consents. Only a consent is an act, since the public sees what follows from it.

    `name_in_credits` is None for a person who is not asked: the consent stays as it is.
    """
    was_public, was_in_credits = person.name_is_public, person.name_in_credits
    person.name, person.language, person.zone, person.name_is_public = name.strip(), language, zone, name_is_public
    person.name_in_credits = was_in_credits if name_in_credits is None else name_in_credits
    person.save(update_fields=["name", "language", "zone", "name_is_public", "name_in_credits"])
    if was_public != name_is_public:
        act = "name made public" if name_is_public else "name made private"
        records.append_acts(records.Act(act, person, person))
    if was_in_credits != person.name_in_credits:
        act = "name put in credits" if person.name_in_credits else "name taken out of credits"
        records.append_acts(records.Act(act, person, person))
