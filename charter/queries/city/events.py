"""Events of the campaign, which pages beside the charter store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.dispatch import Signal

from accounts.models import Organisation, Theme

# Sent for the page of a theme: `theme`, `language`. Receivers answer with rows
# `{title, url, text, meta, language}`.
themed_events_wanted = Signal()
# Sent for the page of a member: `organisation`, `language`. Receivers answer with the same.
member_events_wanted = Signal()
# Sent for the page of a day of the United Nations: `first` and `last` day, `language`. Receivers answer with the same.
dated_events_wanted = Signal()
# Sent for the data of events: `language`, `newest_first`. Receivers answer with sequences of `EventData` that read
# only the part that is taken of them.
event_data_wanted = Signal()


@dataclass(frozen=True)
class EventData:
    """A public event. `language` is that of its words, `themes` are codes, `members` slugs of those with a name."""

    title: str
    introduction: str
    language: str
    languages: tuple[str, ...]
    on: date
    until: date | None
    place: str
    themes: tuple[str, ...]
    members: tuple[str, ...]
    published_at: datetime
    page: str


def events_on(theme: Theme, language: str) -> list[dict[str, Any]]:
    """The public events on a theme: those to come, then the latest of the past ones."""
    answers: Any = themed_events_wanted.send(sender=None, theme=theme, language=language)
    return [row for _receiver, rows in answers for row in rows]


def events_of(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """The public events of a member: those to come, then the latest of the past ones."""
    answers: Any = member_events_wanted.send(sender=None, organisation=organisation, language=language)
    return [row for _receiver, rows in answers for row in rows]


def events_between(first: date, last: date, language: str) -> list[dict[str, Any]]:
    """The public events on these days, in their order."""
    answers: Any = dated_events_wanted.send(sender=None, first=first, last=last, language=language)
    return [row for _receiver, rows in answers for row in rows]


def event_data(language: str, *, newest_first: bool = False) -> Sequence[EventData]:
    """All public events, each in that language if there is one, the latest day first.

    With `newest_first`, the latest publication first.
    """
    answers: Any = event_data_wanted.send(sender=None, language=language, newest_first=newest_first)
    return next((rows for _receiver, rows in answers), ())
