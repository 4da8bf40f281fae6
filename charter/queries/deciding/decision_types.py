"""The types of decision that the secretariat defined, for the decision panel and for their page under Settings."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from accounts.models import Person, Record
from charter.models import Decision, DecisionType

SHOWN_CHANGES = 50


def types_with_counts() -> QuerySet[DecisionType]:
    """Every type in the order of the list, with the number of decisions that have it."""
    return DecisionType.objects.annotate(count=Count("decisions")).order_by("place", "id")


def offered_types(kept: Decision | None = None) -> list[DecisionType]:
    """The types that the decision panel offers, and the one that the earlier decision has."""
    return list(DecisionType.objects.filter(Q(is_offered=True) | Q(pk=kept.type_id if kept else None)))


def latest_changes() -> list[tuple[Record, Person | None, DecisionType | None]]:
    """The latest acts on types, the newest first: the act, its person, and the type where it was not deleted."""
    prefix = f"{DecisionType.record_name}:"
    acts = list(Record.objects.filter(about__startswith=prefix).order_by("-number")[:SHOWN_CHANGES])
    people = Person.objects.in_bulk({act.person for act in acts if act.person})
    types = DecisionType.objects.in_bulk({int(act.about.removeprefix(prefix)) for act in acts})
    return [(act, people.get(act.person or 0), types.get(int(act.about.removeprefix(prefix)))) for act in acts]
