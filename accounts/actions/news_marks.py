"""Marking the news of a workspace as read. Reading is no act: the audit log gets nothing."""

from __future__ import annotations

from datetime import datetime

from accounts.models import NewsMark, Organisation, Person


def mark_news_as_read(*, person: Person, organisation: Organisation, until: datetime) -> None:
    """Everything that happened until then counts as read; an earlier time than the mark leaves the mark."""
    mark, _is_new = NewsMark.objects.get_or_create(person=person, organisation=organisation, defaults={"at": until})
    NewsMark.objects.filter(pk=mark.pk, at__lt=until).update(at=until)
