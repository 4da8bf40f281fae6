"""Local human rights frameworks: for readers, for a member, of a provision, and for the secretariat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When

from accounts.folding import has_all_terms
from accounts.models import Organisation, Theme
from charter.citations import Label
from charter.models import Charter, Framework, Provision
from charter.models.frameworks import FrameworkQuerySet
from charter.queries.city.members import MemberPlace
from charter.queries.reading.published_labels import published_labels
from charter.queries.reading.searching import Finds
from charter.states import FrameworkReview

# The databases differ on rows without a date.
NEWEST_ADOPTION = F("adopted_on").desc(nulls_last=True)


@dataclass(frozen=True)
class FrameworkFilter:
    """Filters of the table; an empty field filters nothing. `year` is of adoption, `theme` the code of a theme."""

    kind: str = ""
    state: str = ""
    country: str = ""
    year: str = ""
    theme: str = ""

    @property
    def narrows(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class CitedFramework:
    """A framework with its provisions: address and citation of each, in the order of the charter."""

    framework: Framework
    provisions: tuple[tuple[Provision, str], ...]


def public_frameworks(charter: Charter, wanted: FrameworkFilter = FrameworkFilter()) -> FrameworkQuerySet:
    """Those that everybody may read, by country and member, the newest adoption first."""
    rows = Framework.objects.public().filter(charter=charter)
    plain = {"kind": wanted.kind, "state": wanted.state, "organisation__country": wanted.country}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.theme:
        rows = rows.on_theme(wanted.theme)
    if wanted.year:
        rows = rows.filter(adopted_on__year=int(wanted.year))
    return rows.for_rows().order_by("organisation__country", "organisation__slug", NEWEST_ADOPTION, "pk")


def latest_frameworks(charter: Charter) -> FrameworkQuerySet:
    """Those that everybody may read with the former names of members, the newest confirmation first."""
    rows = Framework.objects.public().filter(charter=charter).for_rows()
    return rows.prefetch_related("organisation__former_names__name__translations").order_by("-reviewed_at", "-pk")


def years_of_adoption(charter: Charter) -> list[int]:
    """The years in which public frameworks were adopted, the latest first."""
    days = Framework.objects.public().filter(charter=charter).dates("adopted_on", "year", order="DESC")
    return [day.year for day in days]


def count_by_year(charter: Charter, wanted: FrameworkFilter = FrameworkFilter()) -> list[tuple[int | None, int]]:
    """How many frameworks were adopted in each year, from the first year to the last; `None` has those without a date.

    Years between the first and the last without a framework are listed too.
    """
    rows = public_frameworks(charter, wanted).order_by().values_list("adopted_on__year").annotate(Count("pk"))
    counts: dict[int | None, int] = dict(rows)
    dated = [year for year in counts if year is not None]
    years = range(min(dated), max(dated) + 1) if dated else ()
    undated = [(None, counts[None])] if None in counts else []
    return [*((year, counts.get(year, 0)) for year in years), *undated]


def framework_places(charter: Charter, wanted: FrameworkFilter = FrameworkFilter()) -> list[MemberPlace]:
    """For each framework where its member is."""
    rows = public_frameworks(charter, wanted).order_by("pk")
    columns = ("organisation__country", "organisation__latitude", "organisation__longitude")
    return [MemberPlace(*row) for row in rows.values_list(*columns)]


def countries_with_frameworks(charter: Charter) -> list[str]:
    """Codes of the countries whose members have public frameworks."""
    rows = Framework.objects.public().filter(charter=charter).exclude(organisation__country="")
    return list(rows.order_by("organisation__country").values_list("organisation__country", flat=True).distinct())


def frameworks_of(organisation: Organisation) -> FrameworkQuerySet:
    """The confirmed frameworks of a member, the newest adoption first."""
    rows = Framework.objects.filter(organisation=organisation, review=FrameworkReview.CONFIRMED)
    return rows.for_rows().order_by(NEWEST_ADOPTION, "pk")


def entries_of(organisation: Organisation) -> FrameworkQuerySet:
    """All entries of a member, those that the secretariat returned first."""
    returned_first = Case(When(review=FrameworkReview.RETURNED, then=0), default=1)
    return Framework.objects.filter(organisation=organisation).for_rows().order_by(returned_first, "-changed_at", "pk")


def count_entries(organisation: Organisation) -> dict[str, int]:
    """How many entries a member has by the answer of the secretariat, and `all` of them."""
    rows = Framework.objects.filter(organisation=organisation).order_by()
    counts = dict(rows.values_list("review").annotate(Count("pk")))
    return {**{str(review): counts.get(review, 0) for review in FrameworkReview}, "all": sum(counts.values())}


def frameworks_on(provision: Provision) -> FrameworkQuerySet:
    """Public frameworks that implement a provision, by member."""
    return provision.frameworks.public().for_rows().order_by("organisation__country", "organisation__slug", "pk")  # type: ignore[attr-defined]


def entries_for_review(charter: Charter) -> FrameworkQuerySet:
    """All entries for the secretariat: those that await its confirmation first, the oldest of them on top."""
    awaiting_first = Case(When(review=FrameworkReview.AWAITING, then=0), default=1)
    return Framework.objects.filter(charter=charter).for_rows().order_by(awaiting_first, "changed_at", "pk")


def count_awaiting(charter: Charter) -> int:
    """How many entries await the confirmation of the secretariat."""
    return Framework.objects.filter(charter=charter, review=FrameworkReview.AWAITING).count()


def entry_by_pk(pk: int) -> Framework | None:
    """One entry with the names of its member."""
    return Framework.objects.for_rows().select_related("charter__arrangement").filter(pk=pk).first()


def search_frameworks(
    charter: Charter, words: str, members: Iterable[int], themes: Iterable[Theme]
) -> Finds[Framework]:
    """Public frameworks whose title has all the words, of these members, or on these themes, by member.

    Titles are compared here, because the databases fold differently and a member has a few.
    """
    wanted = Q(organisation__in=list(members))
    for theme in themes:
        wanted |= Q(pk__in=Framework.objects.on_theme(theme.code).values("pk"))
    rows = Framework.objects.public().filter(charter=charter)
    rows = rows.order_by("organisation__country", "organisation__slug", NEWEST_ADOPTION, "pk")
    titles = rows.annotate(is_wanted=wanted).values_list("pk", "title", "is_wanted")
    keys = [pk for pk, title, is_wanted in titles if is_wanted or has_all_terms(title, words)]
    return Finds(keys, Framework.objects.select_related("organisation__name"))


def count_by_member(members: Iterable[int]) -> dict[int, int]:
    """How many public frameworks these members have, by id of the member."""
    rows = Framework.objects.public().filter(organisation__in=list(members)).order_by()
    return dict(rows.values_list("organisation").annotate(Count("pk")))


def count_members_by_provision(provisions: Iterable[int]) -> dict[int, int]:
    """How many members implement these provisions by a public framework, by id of the provision."""
    rows = Framework.objects.public().filter(provisions__in=list(provisions)).order_by()
    return dict(rows.values_list("provisions").annotate(Count("organisation", distinct=True)))


def cited_frameworks(charter: Charter, rows: Iterable[Framework], language: str) -> Iterator[CitedFramework]:
    """Each framework with the citations of its provisions; a deleted provision has its short address instead."""
    frameworks = list(rows)
    if not frameworks:
        return
    labels = published_labels(charter, language)
    order = {key: place for place, key in enumerate(labels)}
    for framework in frameworks:
        provisions = sorted(framework.provisions.all(), key=lambda p: (order.get(str(p.key), len(order)), p.pk))
        yield CitedFramework(framework, tuple((p, _cite(p, labels)) for p in provisions))


def _cite(provision: Provision, labels: dict[str, Label]) -> str:
    label = labels.get(str(provision.key))
    return label.citation if label else provision.short
