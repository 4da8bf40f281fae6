"""The waves of the campaign with their members, as the public sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import LocalizedText, Organisation, Theme, Wave, belonging_on, load_names
from accounts.models.organisations import OrganisationQuerySet
from accounts.models.waves import WaveQuerySet
from accounts.states import OrganisationKind
from charter.queries.reading import charters

CAMPAIGN_KEY = "charter:has_campaign"
# The databases differ on rows without a date.
MEMBER_ORDER = (F("is_pioneer").desc(), F("joined_on").asc(nulls_last=True), F("slug").asc())


@dataclass(frozen=True)
class WaveCount:
    """A wave, how many governments that joined with it are members today, and how many of them have a public name."""

    wave: Wave
    count: int
    named: int

    @property
    def unnamed(self) -> int:
        return self.count - self.named


@dataclass(frozen=True)
class WaveMembers(WaveCount):
    """A wave with the first of its members that have a public name: pioneers first, then by day of joining."""

    members: tuple[Organisation, ...]


def has_campaign() -> bool:
    """Whether the site has a campaign: the secretariat entered a wave. A change in any process counts at once."""
    stamp = charters.charter_stamp()
    if cache.get(CAMPAIGN_KEY) == stamp:
        return True
    answer = Wave.objects.exists()
    if answer:  # a site gets its first wave at any time, also from an archive
        cache.set(CAMPAIGN_KEY, stamp, charters.FRESH)
    return answer


def forget_campaign(**kwargs: object) -> None:
    """For the receiver: a wave was added or deleted."""
    charters.forget(CAMPAIGN_KEY)


def count_members_by_joined_wave() -> list[WaveCount]:
    """The waves, the oldest first, with their members of today."""
    return _count_members(Wave.objects.all())


def waves_on_theme(theme: Theme) -> list[WaveCount]:
    """The waves with this priority theme, the oldest first."""
    return _count_members(theme.waves.all())  # type: ignore[attr-defined]


def unnamed_counts_by_joined_wave() -> list[WaveCount]:
    """The waves with their members, without translations of `texts_of_waves`, which `load_names` reads."""
    return _count_unnamed(Wave.objects.all())


def texts_of_waves(counts: Iterable[WaveCount]) -> Iterator[LocalizedText | None]:
    """The texts of waves in several languages: name and focus."""
    for counted in counts:
        yield from (counted.wave.name, counted.wave.focus)


def wave_by_code(code: str) -> WaveCount | None:
    """The wave at that address with its themes in use."""
    return next(iter(_count_members(_with_themes(Wave.objects.filter(code=code)))), None)


def named_members_of(wave: Wave) -> OrganisationQuerySet:
    """Members of today that joined with a wave and have a public name: pioneers first, then by day of joining."""
    return _named().filter(joined_wave=wave).with_names().order_by(*MEMBER_ORDER)


def waves_with_first_members(most: int) -> list[WaveMembers]:
    """The waves, the oldest first, with their themes in use, and each with so many of its named members at most."""
    counts = _count_members(_with_themes(Wave.objects.all()))
    place = Window(RowNumber(), partition_by="joined_wave", order_by=MEMBER_ORDER)
    rows = _named().exclude(joined_wave=None).annotate(place_in_wave=place).filter(place_in_wave__lte=most)
    members: dict[str, list[Organisation]] = {}
    for member in rows.with_names().order_by("place_in_wave"):
        members.setdefault(member.joined_wave_id or "", []).append(member)
    return [
        WaveMembers(counted.wave, counted.count, counted.named, tuple(members.get(counted.wave.code, ())))
        for counted in counts
    ]


def _named() -> OrganisationQuerySet:
    return Organisation.objects.belonging().governments().filter(name_withheld=False)


def _with_themes(waves: WaveQuerySet) -> WaveQuerySet:
    return waves.prefetch_related(Prefetch("themes", Theme.objects.in_use().with_names()))


def _count_members(waves: QuerySet[Wave]) -> list[WaveCount]:
    counts = _count_unnamed(waves)
    load_names([], texts_of_waves(counts))
    return counts


def _count_unnamed(waves: QuerySet[Wave]) -> list[WaveCount]:
    counted = Q(members__kind=OrganisationKind.GOVERNMENT) & belonging_on(timezone.localdate(), "members__")
    rows = waves.select_related("name", "focus").annotate(
        member_count=Count("members", filter=counted),
        named_count=Count("members", filter=counted & Q(members__name_withheld=False)),
    )
    return [WaveCount(wave, wave.member_count, wave.named_count) for wave in rows.order_by(*Wave.ORDER)]
