"""Events of the campaign, which pages beside the charter store."""

from __future__ import annotations

from datetime import date
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
