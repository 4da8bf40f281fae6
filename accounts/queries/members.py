"""Members as the secretariat lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Invitation, Mandate, Organisation, Role, belonging_on
from accounts.numbers import whole_number
from accounts.states import MandateKind


@dataclass(frozen=True)
class MemberFilter:
    """What a list of members is narrowed to; empty means all."""

    words: str = ""
    kind: str = ""
    section: str = ""
    wave: str = ""
    state: str = ""


def members_with_counts(member_filter: MemberFilter, at: datetime) -> QuerySet[Organisation]:
    """Members with how many people hold mandates and invitations, and their delegates as `delegates`."""
    holding = Q(mandates__since__lte=at) & (Q(mandates__ended=None) | Q(mandates__ended__gt=at))
    holding &= Q(mandates__until=None) | Q(mandates__until__gt=at)
    holding &= belonging_on(timezone.localdate(at))
    delegates = Mandate.objects.holding(at).filter(kind=MandateKind.DELEGATE).select_related("person")
    rows = Organisation.objects.with_names().prefetch_related(
        Prefetch("mandates", queryset=delegates, to_attr="delegates")
    )
    rows = rows.annotate(people=Count("mandates__person", filter=holding, distinct=True))
    return _narrowed(rows, member_filter, at).order_by("country", "slug")


def _narrowed(rows: QuerySet[Organisation], member_filter: MemberFilter, at: datetime) -> QuerySet[Organisation]:
    if member_filter.words:
        rows = rows.filter(pk__in=Organisation.objects.named(member_filter.words).values("pk"))
    if member_filter.kind:
        rows = rows.filter(kind=member_filter.kind)
    if member_filter.section:
        # A JSON list of short codes: the code in quotation marks is found as text on either database.
        rows = rows.filter(sections__icontains=f'"{member_filter.section}"')
    if (wave := whole_number(member_filter.wave)) is not None:
        rows = rows.filter(wave=wave)
    return _in_state(rows, member_filter.state, at)


def _in_state(rows: QuerySet[Organisation], state: str, at: datetime) -> QuerySet[Organisation]:
    delegate = Mandate.objects.holding(at).filter(organisation=OuterRef("pk"), kind=MandateKind.DELEGATE)
    invited = Invitation.objects.open().filter(organisation=OuterRef("pk"))
    belonging = belonging_on(timezone.localdate(at))
    ways = {
        "": belonging,
        "no_delegate": belonging & ~Exists(delegate),
        "away": belonging & Exists(delegate.filter(away_since__isnull=False)),
        "invited": belonging & Exists(invited),
        "withheld": Q(name_withheld=True),
        "left": Q(left_on__lte=timezone.localdate(at)),
    }
    return rows.filter(ways.get(state, ways[""]))


def list_current_roles(at: datetime) -> QuerySet[Role]:
    """The roles that are held now, with their people."""
    return Role.objects.holding(at).select_related("person").order_by("kind", "person__name", "pk")


def roles_before(at: datetime) -> QuerySet[Role]:
    """Roles that have ended, the latest first."""
    return Role.objects.filter(ended__lte=at).select_related("person").order_by("-ended")


def members_with_names() -> QuerySet[Organisation]:
    """With their names in every language, for a page that shows one of them."""
    return Organisation.objects.with_names()


def members_today() -> QuerySet[Organisation]:
    """Members that have not left, with their names in every language."""
    return Organisation.objects.with_names().belonging()


def roles_with_people() -> QuerySet[Role]:
    """Roles with who holds or held them."""
    return Role.objects.select_related("person")
