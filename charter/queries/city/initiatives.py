"""Initiatives of members, which pages beside the charter store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.dispatch import Signal

from accounts.models import Organisation

# Sent when initiatives are counted. Receivers answer with the number of public ones by id of the member.
initiatives_counted = Signal()
# Sent for the page of a member: `organisation`, `language`. Receivers answer with rows `{title, url, text, meta}`.
initiatives_wanted = Signal()
# Sent for the page of a theme: `codes` of priority themes, `language`. Receivers answer with the same rows.
themed_initiatives_wanted = Signal()


def count_initiatives() -> Counter[int]:
    """How many public initiatives each member has, by its id; one in several languages is one."""
    answers: Any = initiatives_counted.send(sender=None)
    counts: Counter[int] = Counter()
    for _receiver, counted in answers:
        counts.update(counted)
    return counts


def initiatives_of(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """The public initiatives of a member, each in that language if there is one, the newest first."""
    answers: Any = initiatives_wanted.send(sender=None, organisation=organisation, language=language)
    return [row for _receiver, rows in answers for row in rows]


def initiatives_on_themes(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The public initiatives with one of these priority themes, each in that language if there is one."""
    answers: Any = themed_initiatives_wanted.send(sender=None, codes=list(codes), language=language)
    return [row for _receiver, rows in answers for row in rows]
