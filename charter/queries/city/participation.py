"""Who took part in a round: members that proposed, supported or commented, counted by region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, belonging_on
from accounts.queries.sections import region_codes
from accounts.states import OrganisationKind
from charter.models import Amendment, CharterComment, Position, Round
from charter.states import CoProposalState

WITHHELD = "withheld"


@dataclass(frozen=True)
class Region:
    """Members of one region by what they did; `code` is that of a section, empty where none is given."""

    code: str
    members: int
    proposed: int
    spoke: int
    commented: int
    took_part: int


@dataclass(frozen=True)
class Parts:
    """Who took part: a line for each region, and the places of those that did."""

    regions: list[Region] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)

    @property
    def members(self) -> int:
        return sum(region.members for region in self.regions)

    @property
    def took_part(self) -> int:
        return sum(region.took_part for region in self.regions)


def participation_in(round_: Round, now: datetime) -> Parts:
    """Members of today, and those that took part and left since; one that withholds its name has no region here."""
    did = {"proposed": _proposed(round_), "spoke": _spoke(round_), "commented": _commented(round_, now)}
    anybody = set().union(*did.values())
    today = belonging_on(timezone.localdate(now))
    rows = Organisation.objects.filter(today | Q(pk__in=anybody), kind=OrganisationKind.GOVERNMENT)
    regions = region_codes()
    region, places = {}, []
    for row in rows.only("sections", "latitude", "longitude", "name_withheld").order_by("pk"):
        region[row.pk] = _region(row, regions)
        if row.pk in anybody and not row.name_withheld and row.latitude is not None and row.longitude is not None:
            places.append((row.latitude, row.longitude))
    counted = {name: Counter(region[pk] for pk in own if pk in region) for name, own in did.items()}
    all_, part = Counter(region.values()), Counter(region[pk] for pk in anybody if pk in region)
    codes = [code for code in (*regions, "", WITHHELD) if all_[code]]
    numbers = ({name: counter[code] for name, counter in counted.items()} for code in codes)
    return Parts([Region(c, all_[c], **own, took_part=part[c]) for c, own in zip(codes, numbers, strict=True)], places)


def _region(row: Organisation, regions: Collection[str]) -> str:
    """The first regional section, so that each member is counted once."""
    if row.name_withheld:
        return WITHHELD
    return next((code for code in row.sections if code in regions), "")


def _proposed(round_: Round) -> set[int]:
    """Those that proposed, alone or together with others, what the public may read."""
    shown = Amendment.objects.open_to_all().filter(round=round_)
    joined = shown.filter(co_proposals__state=CoProposalState.JOINED)
    own = shown.values_list("organisation", flat=True)
    return {*own, *joined.values_list("co_proposals__organisation", flat=True)}


def _spoke(round_: Round) -> set[int]:
    """Those that took a position on the words of others; one that was taken back counts, since it was taken."""
    positions = Position.objects.filter(text__amendment__in=Amendment.objects.open_to_all().filter(round=round_))
    return set(positions.values_list("organisation", flat=True))


def _commented(round_: Round, now: datetime) -> set[int]:
    """Those whose people commented while the round ran; removed comments do not count."""
    comments = CharterComment.objects.filter(submit_date__range=(round_.opens_at, round_.closed_at or now))
    shown = comments.filter(is_public=True, is_removed=False, organisation__isnull=False)
    return set(shown.values_list("organisation", flat=True))
