"""Members and partner organizations as the public sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from rapidfuzz.distance import OSA

from accounts.folding import fold_text
from accounts.models import LocalizedText, Organisation, Theme, load_names
from accounts.models.organisations import OrganisationQuerySet
from accounts.prepared import Prepared
from accounts.states import OrganisationKind
from charter.models import Amendment, CoProposal, Decision, Position, unnamed_proposers_of
from charter.states import CoProposalState

AIM = 1000
# A word of a name may have one letter wrong, a long one two; a shorter word must be right.
SHORTEST, LONG = 4, 7
TICKS = (10, 100, AIM)


@dataclass(frozen=True)
class MemberPlace:
    """Where a member is: the code of its country, and degrees where they are known."""

    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class DirectoryFilter:
    """Filters of the directory; an empty field filters nothing. `wave` is a step, `joined_wave` the code of a wave."""

    words: str = ""
    kind: str = ""
    section: str = ""
    country: str = ""
    population: str = ""
    wave: str = ""
    theme: str = ""
    joined_wave: str = ""

    @property
    def narrows(self) -> bool:
        return any(vars(self).values())


def member_directory(directory_filter: DirectoryFilter = DirectoryFilter()) -> QuerySet[Organisation]:
    """Members that have not left and match the filter, with the number of public amendments that each proposed."""
    return _with_proposals(_narrowed(directory_filter)).order_by("country", "slug")


def member_places(directory_filter: DirectoryFilter) -> list[MemberPlace]:
    """Where the members of the directory are; one without coordinates has a country alone."""
    return [
        MemberPlace(*row)
        for row in _narrowed(directory_filter).values_list("country", "latitude", "longitude").order_by("pk")
    ]


def _narrowed(directory_filter: DirectoryFilter) -> OrganisationQuerySet:
    rows = _public().filter(kind=OrganisationKind.GOVERNMENT)
    plain = {
        "official_kind": directory_filter.kind,
        "country": directory_filter.country,
        "population_band": directory_filter.population,
        "joined_wave": directory_filter.joined_wave,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if directory_filter.words:
        rows = rows.filter(pk__in=Organisation.objects.named(directory_filter.words).values("pk"))
    if directory_filter.section:
        rows = rows.filter(sections__icontains=f'"{directory_filter.section}"')
    if directory_filter.theme:
        rows = rows.on_theme(directory_filter.theme)
    return rows.filter(wave=int(directory_filter.wave)) if directory_filter.wave else rows


def members_on(theme: Theme) -> QuerySet[Organisation]:
    """Members that have not left and that have this theme among their priorities, by country."""
    return _public().governments().on_theme(theme.code).with_names().order_by("country", "slug")


def count_members_by_wave() -> dict[int, int]:
    """How many governments joined with each wave and are members today."""
    joined = Organisation.objects.belonging().filter(kind=OrganisationKind.GOVERNMENT).order_by()
    return dict(joined.values_list("wave").annotate(Count("pk")))


def partner_organisations() -> QuerySet[Organisation]:
    return _with_proposals(_public().filter(kind=OrganisationKind.PARTNER)).order_by("country", "slug")


def member_countries() -> list[str]:
    """Codes of the countries that have members."""
    rows = _public().filter(kind=OrganisationKind.GOVERNMENT).order_by("country")
    return [code for code in rows.values_list("country", flat=True).distinct() if code]


def named_like(words: str) -> list[Organisation]:
    """Members and partners whose name has each of these words, or a similar spelling: Kisumbay, Kisumbai.

    Compared here, because the databases compare spellings differently and there are about a thousand members.
    """
    parts = fold_text(words).split()
    names = ("slug", "name__text", "name__translations__text")
    spelt = _public().values_list("pk", *names) if parts else ()
    ids = {pk for pk, *texts in spelt if any(_is_like(parts, fold_text(text or "")) for text in texts)}
    current_positions = Q(
        positions__superseded_at=None, positions__text__amendment__in=Amendment.objects.open_to_all()
    )
    rows = _with_proposals(_public().filter(pk__in=ids)).annotate(
        stances=Count("positions", filter=current_positions, distinct=True)
    )
    return list(rows.order_by("country", "slug")) if ids else []


def _is_like(parts: list[str], name: str) -> bool:
    return all(part in name or _is_near(part, name.split()) for part in parts)


def _is_near(part: str, words: list[str]) -> bool:
    if len(part) < SHORTEST:
        return False
    slips = 1 if len(part) < LONG else 2
    return any(OSA.distance(part, word, score_cutoff=slips) <= slips for word in words)


def count_members() -> int:
    """How many governments are members today."""
    return Organisation.objects.belonging().filter(kind=OrganisationKind.GOVERNMENT).count()


def by_slug(slug: str) -> Organisation | None:
    """The organisation at that address with its names; one whose name is withheld has none."""
    organisation = unnamed_by_slug(slug)
    if organisation is not None:
        load_names([organisation], texts_of_member(organisation))
    return organisation


def unnamed_by_slug(slug: str) -> Organisation | None:
    """The same without names of any day and translations, which `load_names` reads with those of a whole page."""
    return next(iter(_BY_SLUG.objects(slug)), None)


_BY_SLUG = Prepared(
    lambda slug: Organisation.objects.filter(slug=slug, name_withheld=False).select_related(
        "name", "official_kind__name", "joined_wave__name", "merged_into__name"
    )
)


def texts_of_member(organisation: Organisation) -> list[LocalizedText]:
    """The texts of a member in several languages, besides its own name: its type, its wave, its successor."""
    named = (organisation.official_kind, organisation.joined_wave, organisation.merged_into)
    return [thing.name for thing in named if thing is not None]


@dataclass(frozen=True)
class Activity:
    """Public amendments that a member proposes and co-sponsors, and its positions on those of others."""

    proposed: tuple[Amendment, ...]
    co_sponsored: tuple[Amendment, ...]
    positions: tuple[Position, ...]

    @property
    def members(self) -> list[Organisation]:
        """All whose names are shown with it."""
        beside = (position.text.amendment for position in self.positions)
        return [member for row in (*self.proposed, *self.co_sponsored, *beside) for member in row.members]

    @property
    def texts(self) -> list[LocalizedText | None]:
        """All texts in several languages that are shown with it."""
        rows = (*self.proposed, *self.co_sponsored)
        titles = [row.text.title for row in rows if row.text]
        return [*titles, *(row.round.body for row in rows)]


def activity_of(organisation: Organisation) -> Activity:
    """What a member did in the rounds, the newest round and the latest position first."""
    activity = unnamed_activity_of(organisation)
    load_names(activity.members, activity.texts)
    return activity


def unnamed_activity_of(organisation: Organisation) -> Activity:
    """The same without names and translations, which `load_names` reads with those of a whole page."""
    amendments: list[Amendment] = _AMENDMENTS.objects(organisation.pk)
    own = [amendment for amendment in amendments if amendment.organisation_id == organisation.pk]
    others = [amendment for amendment in amendments if amendment.organisation_id != organisation.pk]
    return Activity(tuple(own), tuple(others), tuple(_POSITIONS.objects(organisation.pk)))


def _amendments(organisation: int) -> QuerySet[Amendment]:
    joined = CoProposal.objects.filter(organisation=organisation, state=CoProposalState.JOINED)
    rows = Amendment.objects.open_to_all().filter(Q(organisation=organisation) | Q(pk__in=joined.values("amendment")))
    decisions = Decision.objects.filter(superseded_at=None).select_related("because_of").order_by()
    rows = rows.select_related("round__body", "organisation__name", "text__title")
    rows = rows.prefetch_related(*unnamed_proposers_of(), Prefetch("decisions", queryset=decisions))
    return rows.order_by("-round__number", "number")


def _positions(organisation: int) -> QuerySet[Position]:
    positions = Position.objects.filter(
        organisation=organisation, superseded_at=None, text__amendment__number__isnull=False
    ).filter(text__amendment__in=Amendment.objects.open_to_all())
    rows = positions.select_related(
        "text__amendment__round__body", "text__amendment__organisation__name", "text__title"
    )
    return rows.prefetch_related(*unnamed_proposers_of("text__amendment")).order_by("-at", "-pk")[:200]


_AMENDMENTS, _POSITIONS = Prepared(_amendments), Prepared(_positions)


def count_decided(amendments: Iterable[Amendment]) -> int:
    """How many of them have a public decision."""
    return sum(bool(a.decision and a.decision.is_released) for a in amendments)  # type: ignore[attr-defined]


def _public() -> OrganisationQuerySet:
    return Organisation.objects.belonging().filter(name_withheld=False)


def _with_proposals(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    public = Q(amendments__in=Amendment.objects.open_to_all())
    return rows.with_names().annotate(proposals=Count("amendments", filter=public, distinct=True))  # type: ignore[attr-defined]
