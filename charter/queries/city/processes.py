"""Processes outside the campaign to which members contributed, which pages beside the charter store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.dispatch import Signal

from accounts.models import Organisation, Theme

# Sent for the page of a member: `organisation`, `language`. Receivers answer with rows
# `{title, url, text, meta, language}`.
member_processes_wanted = Signal()
# Sent for the page of a theme: `theme`, `language`. Receivers answer with the same rows.
themed_processes_wanted = Signal()
# Sent for the data of processes: `language`, `newest_first`. Receivers answer with sequences of `ProcessData` that
# read only the part that is taken of them.
process_data_wanted = Signal()


@dataclass(frozen=True)
class ProcessData:
    """A public process. `language` is that of its words, `themes` are codes, `members` slugs of those with a name.

    `quotations` are pairs of the number of a version and the citation of a provision in it.
    """

    title: str
    institution: str
    outcome: str
    language: str
    languages: tuple[str, ...]
    on: date
    document: str
    themes: tuple[str, ...]
    members: tuple[str, ...]
    quotations: tuple[tuple[int, str], ...]
    published_at: datetime
    page: str


def processes_of(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """Public processes to which a member contributed, each in that language if there is one, the newest first."""
    answers: Any = member_processes_wanted.send(sender=None, organisation=organisation, language=language)
    return [row for _receiver, rows in answers for row in rows]


def processes_on(theme: Theme, language: str) -> list[dict[str, Any]]:
    """Public processes on a theme, each in that language if there is one, the newest first."""
    answers: Any = themed_processes_wanted.send(sender=None, theme=theme, language=language)
    return [row for _receiver, rows in answers for row in rows]


def process_data(language: str, *, newest_first: bool = False) -> Sequence[ProcessData]:
    """All public processes, each in that language if there is one, the latest day first; none without a campaign.

    With `newest_first`, the latest publication first.
    """
    answers: Any = process_data_wanted.send(sender=None, language=language, newest_first=newest_first)
    return next((rows for _receiver, rows in answers), ())
