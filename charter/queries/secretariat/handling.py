"""How the work of the secretariat is shared: who has what until when, and whether it will be done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from accounts.models import Person, Role
from accounts.states import RoleKind
from charter.models import Amendment, Batch, Decision, DeskNote, Handling, Round, SavedView
from charter.states import AmendmentState, BatchKind, ListKind

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Pace:
    """The number of amendments to decide, the recent number of decisions a day, and the last due date."""

    left: int
    a_day: float
    last_due: date | None

    @property
    def days(self) -> int | None:
        """How many days the rest takes at that pace; None where nothing was decided of late."""
        return math.ceil(self.left / self.a_day) if self.a_day else None

    def needed(self, today: date) -> int:
        """How many a day must be decided, today included, to be done on the last due day."""
        remaining = (self.last_due - today).days + 1 if self.last_due else 1
        return math.ceil(self.left / max(remaining, 1))

    def is_in_time(self, today: date) -> bool:
        """Whether the rest is done by the last due day, today being a day of work."""
        if self.last_due is None or self.days is None:
            return False
        return today + timedelta(days=max(self.days - 1, 0)) <= self.last_due


def pace_of_decisions(round_: Round, left: int, now: datetime) -> Pace:
    """The pace of the last seven days, or of those since the first decision, in two queries."""
    decisions = Decision.objects.filter(amendment__round=round_, superseded_at=None, at__gt=now - LATELY, at__lte=now)
    lately = decisions.values_list("at", flat=True)
    days = max(math.ceil((now - min(lately)) / timedelta(days=1)), 1) if lately else 1
    waiting = Handling.objects.filter(amendment__round=round_, amendment__state=AmendmentState.UNDER_REVIEW)
    return Pace(left, len(lately) / days, waiting.aggregate(last=Max("due_on"))["last"])


def handling_of(amendment: Amendment) -> Handling | None:
    """Who has it and until when; reads `handling` that was selected with it."""
    return getattr(amendment, "handling", None)


def moderators_at(at: datetime) -> list[Person]:
    """Whom work can be given to, by name."""
    roles = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR)
    return list(Person.objects.filter(pk__in=roles.values("person")).order_by("name", "pk"))


def desk_notes(amendment: Amendment) -> list[DeskNote]:
    """The notes of moderators to each other about an amendment, the oldest first."""
    return list(DeskNote.objects.filter(amendment=amendment).select_related("by"))


def views_of(person: Person, list_: ListKind | None = None) -> list[SavedView]:
    """The views that this person kept, of one list or of both, by name."""
    kept = SavedView.objects.filter(person=person)
    return list(kept.filter(list=list_) if list_ else kept)


def last_batch(person: Person, round_: Round) -> Batch | None:
    """The last act of this person on several amendments of the round, if it can still be undone."""
    return _undoable(Batch.objects.filter(by=person, round=round_))


def last_shared(person: Person) -> Batch | None:
    """The last batch assignment of this person in the list of pending items, if it can still be undone."""
    return _undoable(Batch.objects.filter(by=person, kind=BatchKind.SHARED))


def _undoable(batches: QuerySet[Batch]) -> Batch | None:
    batch = batches.prefetch_related("rows__decision").first()
    if batch is None or batch.undone_at is not None:
        return None
    return None if any(row.decision and row.decision.is_released for row in batch.rows.all()) else batch


def find_handling(amendment: Amendment) -> Handling | None:
    """Who has an amendment and until when, with the person; None where nobody was given it."""
    return Handling.objects.filter(amendment=amendment).select_related("assigned_to").first()


def batches_with_round() -> QuerySet[Batch]:
    """Batches with their round."""
    return Batch.objects.select_related("round")
