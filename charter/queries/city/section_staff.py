"""What the staff of a section reads about its members: profiles, amendments, positions, applications."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Organisation, Person, Pledge, names_of
from accounts.queries import members
from accounts.states import PledgeState
from charter.models import Amendment, Position, proposers_of
from charter.queries.amending import amendments
from charter.states import PUBLIC_STATES

SAID = (PledgeState.COMPLETE, PledgeState.INCOMPLETE, PledgeState.ACCEPTED, PledgeState.DECLINED)


def members_of_section(section: str, at: datetime) -> QuerySet[Organisation]:
    """Members of the section today, with their delegates and how many public amendments they have."""
    count = Count("amendments", filter=Q(amendments__state__in=PUBLIC_STATES), distinct=True)
    return members.members_with_counts(members.MemberFilter(section=section), at).annotate(asked=count)


def amendments_of_section(section: str, person: Person) -> QuerySet[Amendment]:
    """Amendments of its members that the person may read; never drafts."""
    return amendments.listed_amendments(person).filter(organisation__in=_members(section))


def positions_of_section(section: str, person: Person) -> QuerySet[Position]:
    """The positions of its members on the present text of amendments that the person may read."""
    positions = Position.objects.filter(superseded_at=None, text=F("text__amendment__text"))
    rows = positions.filter(
        organisation__in=_members(section), text__amendment__in=amendments.listed_amendments(person).values("pk")
    )
    return (
        rows.select_related("organisation__name", "text__amendment__round", "text__amendment__organisation__name")
        .prefetch_related(*names_of("organisation"), *proposers_of("text__amendment"))
        .order_by("-text__amendment__round__number", "text__amendment__number", "organisation__slug")
    )


def membership_applications(section: str) -> QuerySet[Pledge]:
    """Membership applications that were sent, the latest change first; nobody reads one that is being written."""
    pledges = Pledge.objects.filter(sections__icontains=f'"{section}"', state__in=SAID)
    return pledges.order_by("-changed_at", "pk")


def _members(section: str) -> QuerySet[Organisation]:
    # A JSON list of short codes: the code in quotation marks is found as text on either database.
    return Organisation.objects.filter(sections__icontains=f'"{section}"')
