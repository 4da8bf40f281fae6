"""Members and partners as the public sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import FormerName, Organisation
from accounts.states import OrganisationKind
from charter.models import Amendment, Position, askers_of
from charter.models.amendments import AmendmentQuerySet
from charter.states import CoProposalState

AIM = 1000
TICKS = (10, 100, AIM)


@dataclass(frozen=True)
class Place:
    """Where a member is: the code of its country, and degrees where they are known."""

    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Wanted:
    """What the directory is narrowed to; empty means all."""

    words: str = ""
    kind: str = ""
    section: str = ""
    country: str = ""
    population: str = ""
    wave: str = ""

    @property
    def narrows(self) -> bool:
        return any(vars(self).values())


def directory(wanted: Wanted = Wanted()) -> QuerySet[Organisation]:
    """Members that have not left, with how many public amendments each has proposed; narrowed by what is asked."""
    return _with_proposals(_narrowed(wanted)).order_by("country", "slug")


def places(wanted: Wanted) -> list[Place]:
    """Where the members of the directory are; one without coordinates has a country alone."""
    return [Place(*row) for row in _narrowed(wanted).values_list("country", "latitude", "longitude").order_by("pk")]


def _narrowed(wanted: Wanted) -> QuerySet[Organisation]:
    rows = _public().filter(kind=OrganisationKind.GOVERNMENT)
    plain = {"official_kind": wanted.kind, "country": wanted.country, "population_band": wanted.population}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.words:
        rows = rows.filter(pk__in=Organisation.objects.named(wanted.words).values("pk"))
    if wanted.section:
        rows = rows.filter(sections__icontains=f'"{wanted.section}"')
    return rows.filter(wave=int(wanted.wave)) if wanted.wave else rows


def waves() -> dict[int, int]:
    """How many governments joined with each wave and are members today."""
    joined = Organisation.objects.belonging().filter(kind=OrganisationKind.GOVERNMENT).order_by()
    return dict(joined.values_list("wave").annotate(Count("pk")))


def partners() -> QuerySet[Organisation]:
    return _with_proposals(_public().filter(kind=OrganisationKind.PARTNER)).order_by("country", "slug")


def countries() -> list[str]:
    """Codes of the countries that have members."""
    rows = _public().filter(kind=OrganisationKind.GOVERNMENT).order_by("country")
    return [code for code in rows.values_list("country", flat=True).distinct() if code]


def former_names(organisation: Organisation) -> list[FormerName]:
    """Names it bore before, the latest first."""
    return list(FormerName.objects.filter(organisation=organisation).select_related("name").order_by("-until"))


def count() -> int:
    """How many governments are members today."""
    return Organisation.objects.belonging().filter(kind=OrganisationKind.GOVERNMENT).count()


def by_slug(slug: str) -> Organisation | None:
    """The organisation at that address; one whose name is withheld has none."""
    return Organisation.objects.with_names().filter(slug=slug, name_withheld=False).first()


def proposed(organisation: Organisation) -> list[Amendment]:
    """What it proposed and the public may see, the newest round first, with what became of it."""
    rows = Amendment.objects.open_to_all().filter(organisation=organisation)
    return list(_shown(rows))


def joined(organisation: Organisation) -> list[Amendment]:
    """What it asked for together with others."""
    rows = Amendment.objects.open_to_all().filter(
        co_proposals__organisation=organisation, co_proposals__state=CoProposalState.JOINED
    )
    return list(_shown(rows))


def positions(organisation: Organisation) -> list[Position]:
    """What it said to the words of others, the latest first."""
    held = Position.objects.filter(
        organisation=organisation, superseded_at=None, text__amendment__number__isnull=False
    ).filter(text__amendment__in=Amendment.objects.open_to_all())
    rows = held.select_related("text__amendment__round__body", "text__amendment__organisation__name", "text__title")
    return list(rows.prefetch_related(*askers_of("text__amendment")).order_by("-at", "-pk")[:200])


def ends(amendments: Iterable[Amendment]) -> int:
    """How many of them have a public decision."""
    return sum(bool(a.decision and a.decision.is_released) for a in amendments)  # type: ignore[attr-defined]


def _shown(rows: AmendmentQuerySet) -> QuerySet[Amendment]:
    return rows.for_rows().order_by("-round__number", "number")


def _public() -> QuerySet[Organisation]:
    return Organisation.objects.belonging().filter(name_withheld=False)


def _with_proposals(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    public = Q(amendments__in=Amendment.objects.open_to_all())
    return rows.with_names().annotate(proposals=Count("amendments", filter=public, distinct=True))  # type: ignore[attr-defined]
