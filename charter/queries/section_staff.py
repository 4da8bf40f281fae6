"""What the staff of a section reads of its members: who they are, what they ask, what they say, who joins."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Organisation, Person, Pledge, names_of
from accounts.queries import members as listing
from accounts.states import PledgeState
from charter.models import Amendment, Position, askers_of
from charter.queries import amendments as public
from charter.states import PUBLIC_STATES

SAID = (PledgeState.COMPLETE, PledgeState.INCOMPLETE, PledgeState.ACCEPTED, PledgeState.DECLINED)


def members(section: str, at: datetime) -> QuerySet[Organisation]:
    """Members of the section today, with their delegates and how many public amendments they have."""
    asked = Count("amendments", filter=Q(amendments__state__in=PUBLIC_STATES), distinct=True)
    return listing.listed(listing.Wanted(section=section), at).annotate(asked=asked)


def amendments(section: str, person: Person) -> QuerySet[Amendment]:
    """Amendments of its members that the person may read; never drafts."""
    return public.listed(person).filter(organisation__in=_members(section))


def positions(section: str, person: Person) -> QuerySet[Position]:
    """What its members say to the present words of amendments that the person may read."""
    held = Position.objects.filter(superseded_at=None, text=F("text__amendment__text"))
    found = held.filter(organisation__in=_members(section), text__amendment__in=public.listed(person).values("pk"))
    return (
        found.select_related("organisation__name", "text__amendment__round", "text__amendment__organisation__name")
        .prefetch_related(*names_of("organisation"), *askers_of("text__amendment"))
        .order_by("-text__amendment__round__number", "text__amendment__number", "organisation__slug")
    )


def joining(section: str) -> QuerySet[Pledge]:
    """Forms to join that were sent, the latest change first; one that is being written is nobody's to read."""
    found = Pledge.objects.filter(sections__icontains=f'"{section}"', state__in=SAID)
    return found.order_by("-changed_at", "pk")


def _members(section: str) -> QuerySet[Organisation]:
    # A JSON list of short codes: the code in quotation marks is found as text on either database.
    return Organisation.objects.filter(sections__icontains=f'"{section}"')
