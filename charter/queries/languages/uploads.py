"""Files on their way into the charter: each is its sender’s alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from charter.models import Upload


def waiting_upload(person: Person) -> Upload | None:
    """The file that a person sent and has not applied yet, without its parsed contents."""
    return Upload.objects.filter(person=person).defer("reading").first()


def find_upload(person: Person, key: UUID | str, since: datetime) -> Upload | None:
    """The person's own file of that key, sent since then."""
    return Upload.objects.filter(key=key, person=person, at__gte=since).first()
