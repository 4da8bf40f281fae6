"""The waves of the campaign with their members, as the public sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import LocalizedText, Organisation, Theme, Wave, belonging_on, load_names
from accounts.states import OrganisationKind
from charter.queries.reading import charters

CAMPAIGN_KEY = "charter:has_campaign"


@dataclass(frozen=True)
class WaveCount:
    """A wave and how many governments that joined with it are members today."""

    wave: Wave
    count: int


@dataclass(frozen=True)
class WaveMembers(WaveCount):
    """A wave with those of its members that have a public name: pioneers first, then by day of joining."""

    members: tuple[Organisation, ...]

    @property
    def unnamed(self) -> int:
        return self.count - len(self.members)


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


def _count_members(waves: QuerySet[Wave]) -> list[WaveCount]:
    counts = _count_unnamed(waves)
    load_names([], texts_of_waves(counts))
    return counts


def _count_unnamed(waves: QuerySet[Wave]) -> list[WaveCount]:
    counted = Q(members__kind=OrganisationKind.GOVERNMENT) & belonging_on(timezone.localdate(), "members__")
    rows = waves.select_related("name", "focus").annotate(member_count=Count("members", filter=counted))
    return [WaveCount(wave, wave.member_count) for wave in rows.order_by(*Wave.ORDER)]


def waves_with_members(code: str = "") -> list[WaveMembers]:
    """The waves, the oldest first, with their themes and the names of their members of today; or the one with a code.

    Only themes in use are read.
    """
    waves, rows = Wave.objects.all(), Organisation.objects.belonging().governments().filter(name_withheld=False)
    waves, rows = (
        (waves.filter(code=code), rows.filter(joined_wave__code=code))
        if code
        else (waves, rows.exclude(joined_wave=None))
    )
    members: dict[str, list[Organisation]] = {}
    for member in rows.with_names().order_by("-is_pioneer", "joined_on", "slug"):
        members.setdefault(member.joined_wave_id or "", []).append(member)
    themes = Prefetch("themes", Theme.objects.in_use().with_names())
    return [
        WaveMembers(counted.wave, counted.count, tuple(members.get(counted.wave.code, ())))
        for counted in _count_members(waves.prefetch_related(themes))
    ]
