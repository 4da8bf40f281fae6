"""Events of the campaign, which pages beside the charter store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.dispatch import Signal

# Sent for the page of a theme: `codes` of priority themes, `language`. Receivers answer with rows
# `{title, url, text, meta, language}`.
themed_events_wanted = Signal()
# Sent for the page of a day of the United Nations: `first` and `last` day, `language`. Receivers answer with the same.
dated_events_wanted = Signal()


def events_on_themes(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The public events with one of these priority themes: those to come, then the latest of the past ones."""
    answers: Any = themed_events_wanted.send(sender=None, codes=list(codes), language=language)
    return [row for _receiver, rows in answers for row in rows]


def events_between(first: date, last: date, language: str) -> list[dict[str, Any]]:
    """The public events on these days, in their order."""
    answers: Any = dated_events_wanted.send(sender=None, first=first, last=last, language=language)
    return [row for _receiver, rows in answers for row in rows]
