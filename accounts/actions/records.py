"""The chain of acts. Ids and digests only, over canonical bytes, so that a stranger can recompute it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from accounts.canonical import digest_of_json
from accounts.models import Mandate, Person, Record
from accounts.models.records import Recorded, name_of

FORMAT = 1
GENESIS = "0" * 64
# Acts are written and committed.
acted = Signal()


@dataclass(frozen=True)
class Act:
    """One act for the audit log; `content` has ids and digests, never names or texts."""

    act: str
    about: Recorded
    by: Person | None = None
    mandate: Mandate | None = None
    content: dict[str, Any] = field(default_factory=dict)


def changed_values(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
    """What an act changed of what stood already, for its content: the fields that differ, before and after it.

    None where there was nothing before, or is nothing after. Like all content: ids, digests, days and codes alone.
    """
    old, new = dict(before or {}), dict(after or {})
    names = [name for name in {**old, **new} if name not in old or name not in new or old[name] != new[name]]
    return {
        "before": {name: old[name] for name in names if name in old},
        "after": {name: new[name] for name in names if name in new},
    }


def body_of(record: Record) -> dict[str, Any]:
    """The content from which the digest of an act is computed."""
    return {
        "format": FORMAT,
        "number": record.number,
        "at": record.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds"),
        "act": record.act,
        "person": record.person,
        "mandate": record.mandate,
        "about": record.about,
        "content": record.content,
        "before": record.before,
    }


@transaction.atomic
def append_acts(*acts: Act, at: datetime | None = None) -> None:
    """Adds acts to the end of the chain: an action's last statement, since it holds a short lock."""
    _lock()
    last = Record.objects.order_by("-number").first()
    number, before = (last.number, last.digest) if last else (0, GENESIS)
    rows = []
    for act in acts:
        number += 1
        row = Record(
            number=number,
            at=at or timezone.now(),
            act=act.act,
            person=act.by.pk if act.by else None,
            mandate=act.mandate.pk if act.mandate else None,
            about=name_of(act.about),
            content=act.content,
            before=before,
        )
        row.digest = before = digest_of_json(body_of(row))
        rows.append(row)
    Record.objects.bulk_create(rows)
    transaction.on_commit(notify_of_action, robust=True)


def notify_of_action() -> None:
    """A function of its own: where a receiver fails, Django writes the function's name into the log."""
    acted.send(sender=Record)


def head_of_record() -> str:
    """The digest of the last act: who notes it can prove later that nothing before it was taken out."""
    return Record.objects.order_by("-number").values_list("digest", flat=True).first() or GENESIS


def faults_of_record(upto: int | None = None) -> Iterator[str]:
    """A sentence for each place where the chain does not hold."""
    number, before = 0, GENESIS
    for record in Record.objects.order_by("number").iterator():
        if record.number != number + 1:
            yield f"Act {number + 1} is missing."
        if record.before != before:
            yield f"Act {record.number} does not follow the act before it."
        if record.digest != digest_of_json(body_of(record)):
            yield f"Act {record.number} was changed after it was written."
        number, before = record.number, record.digest


def _lock() -> None:
    """One writer at a time. SQLite's immediate transaction is a lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7420351)")
