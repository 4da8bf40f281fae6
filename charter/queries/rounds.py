"""Rounds of a charter."""

from __future__ import annotations

from datetime import datetime

from charter.models import Charter, Round


def running(charter: Charter) -> Round | None:
    """The round that has not been closed: at most one a charter, announced ones included."""
    return Round.objects.filter(charter=charter, closed_at=None).select_related("version").first()


def text_stands_still(charter: Charter, now: datetime) -> bool:
    """Whether words may be prepared but not enter the working text at that moment."""
    round_ = running(charter)
    return round_ is not None and round_.text_stands_still(now)
