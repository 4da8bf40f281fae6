"""Processes outside the campaign to which members contributed, which pages beside the charter store."""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

from accounts.models import Organisation, Theme

# Sent for the page of a member: `organisation`, `language`. Receivers answer with rows
# `{title, url, text, meta, language}`.
member_processes_wanted = Signal()
# Sent for the page of a theme: `theme`, `language`. Receivers answer with the same rows.
themed_processes_wanted = Signal()


def processes_of(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """Public processes to which a member contributed, each in that language if there is one, the newest first."""
    answers: Any = member_processes_wanted.send(sender=None, organisation=organisation, language=language)
    return [row for _receiver, rows in answers for row in rows]


def processes_on(theme: Theme, language: str) -> list[dict[str, Any]]:
    """Public processes on a theme, each in that language if there is one, the newest first."""
    answers: Any = themed_processes_wanted.send(sender=None, theme=theme, language=language)
    return [row for _receiver, rows in answers for row in rows]
