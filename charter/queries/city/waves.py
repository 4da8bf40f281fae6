"""The waves of the campaign with their members, as the public sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Organisation, Wave, belonging_on, load_names
from accounts.states import OrganisationKind


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
    """Whether the site has a campaign: the secretariat entered a wave."""
    return Wave.objects.exists()


def count_members_by_joined_wave() -> list[WaveCount]:
    """The waves, the oldest first, with their members of today."""
    counted = Q(members__kind=OrganisationKind.GOVERNMENT) & belonging_on(timezone.localdate(), "members__")
    rows = Wave.objects.select_related("name", "focus").annotate(member_count=Count("members", filter=counted))
    counts = [WaveCount(wave, wave.member_count) for wave in rows.order_by(*Wave.ORDER)]
    load_names([], (text for count in counts for text in (count.wave.name, count.wave.focus)))
    return counts


def waves_with_members() -> list[WaveMembers]:
    """The waves, the oldest first, with the names of their members of today."""
    rows = Organisation.objects.belonging().governments().exclude(joined_wave=None).filter(name_withheld=False)
    members: dict[str, list[Organisation]] = {}
    for member in rows.with_names().order_by("-is_pioneer", "joined_on", "slug"):
        members.setdefault(member.joined_wave_id or "", []).append(member)
    return [
        WaveMembers(counted.wave, counted.count, tuple(members.get(counted.wave.code, ())))
        for counted in count_members_by_joined_wave()
    ]
