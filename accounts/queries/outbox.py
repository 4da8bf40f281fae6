"""The outbox for the secretariat pages: states and errors, never the text of a notification."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from accounts.models import Invitation, Letter, Mailbox, Mandate, Organisation, Person
from accounts.states import LetterState


@dataclass(frozen=True)
class OutboxTally:
    """How many letters are late and since when, and how many failed."""

    late: int
    since: datetime | None
    failed: int


def all_letters() -> QuerySet[Letter]:
    """All letters, the latest first, with whom they go to."""
    return Letter.objects.select_related("to").defer("body", "link").order_by("-written_at", "-pk")


def tally_outbox(now: datetime) -> OutboxTally:
    late = Q(state=LetterState.WAITING, due_at__lte=now)
    totals = Letter.objects.aggregate(
        late=Count("pk", filter=late),
        since=Min("due_at", filter=late),
        failed=Count("pk", filter=Q(state=LetterState.FAILED)),
    )
    return OutboxTally(**totals)


def people_with_refused_addresses() -> list[Person]:
    """People whose address has refused two emails."""
    return list(Person.objects.filter(mailbox__in=Mailbox.objects.refusing()).order_by("name", "pk"))


def refusing_in(organisation: Organisation, now: datetime) -> set[int]:
    """Ids of those among the people of an organisation."""
    people = Mandate.objects.holding(now).filter(organisation=organisation).values("person")
    return set(Mailbox.objects.refusing().filter(person__in=people).values_list("person", flat=True))


def undelivered_invitations(invitations: Iterable[Invitation]) -> set[int]:
    """Ids of invitations whose last letter could not be delivered."""
    keys = {f"invitation:{invitation.pk}:{invitation.sendings}": invitation.pk for invitation in invitations}
    failed = Letter.objects.filter(state=LetterState.FAILED, key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in failed}
