"""Governments and partners: the holders of mandates, positions and proposals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.core.cache import cache
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language

from accounts import countries
from accounts.folding import has_all_terms
from accounts.stamps import read_stamp, renew_stamp
from accounts.states import ASSOCIATION, Membership, OrganisationKind, PopulationBand, section_name

from .kinds import OfficialKind
from .localized_texts import LocalizedText
from .waves import Wave

RENAMED_KEY = "accounts:renamed_organisations"
STAMP = "names"
FRESH = 60


def names_of(path: str) -> list[str]:
    """What to prefetch so that each organisation at that path says its name of any day without asking again."""
    return [f"{path}__name__translations", f"{path}__former_names__name__translations"]


def load_names(organisations: Iterable[Organisation], texts: Iterable[LocalizedText | None] = ()) -> None:
    """Reads the names of organisations of any day, and the translations of these and of other texts.

    Unlike `names_of` it costs the same for objects that several paths lead to: one query, and a second one only if one
    of the organisations was renamed. `name` is selected with each object.
    """
    members, renamed = list(organisations), renamed_organisations()
    # Their own order begins with the organisation, whose table would be read too.
    given_up = FormerName.objects.order_by("until")
    for rows, are_renamed in ((given_up, True), (FormerName.objects.none(), False)):
        of_them = [member for member in members if (member.pk in renamed) is are_renamed]
        prefetch_related_objects(of_them, models.Prefetch("former_names", queryset=rows))
    names = [named.name for member in members for named in (member, *member.former_names.all())]  # type: ignore[attr-defined]
    prefetch_related_objects([*names, *(text for text in texts if text is not None)], "translations")


def renamed_organisations() -> frozenset[int]:
    """Ids of the few organisations that bore another name before. A change in any process counts at once."""
    stamp = read_stamp(STAMP)
    kept_at, ids = cache.get(RENAMED_KEY) or (None, frozenset())
    if kept_at != stamp:
        ids = frozenset(FormerName.objects.order_by().values_list("organisation", flat=True))
        cache.set(RENAMED_KEY, (stamp, ids), FRESH)
    return ids


def forget_renamed(**kwargs: object) -> None:
    """For the receiver: one was renamed. This process forgets at once, and all of them when they can see it."""
    cache.delete(RENAMED_KEY)
    transaction.on_commit(_forget_renamed_everywhere)


def _forget_renamed_everywhere() -> None:
    cache.delete(RENAMED_KEY)
    renew_stamp(STAMP)


def belonging_on(on: date, path: str = "") -> models.Q:
    """In a query: organisations at that path that have not left by that day."""
    return models.Q(**{f"{path}left_on": None}) | models.Q(**{f"{path}left_on__gt": on})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def belonging(self, at: datetime | None = None) -> Self:
        """Those that have not left by then; one that has announced the day belongs until it."""
        return self.filter(belonging_on(timezone.localdate(at)))

    def on_theme(self, code: str) -> Self:
        """Those that have this theme among their priorities."""
        return self.filter(themes__icontains=f'"{code}"')

    def governments(self) -> Self:
        return self.filter(kind=OrganisationKind.GOVERNMENT)

    def partners(self) -> Self:
        return self.filter(kind=OrganisationKind.PARTNER)

    def named(self, words: str) -> Self:
        """Those whose name, in any language, or whose address contains this text, in any spelling.

        Folded here, because the databases fold differently and there are about a thousand members.
        """
        names = ("slug", "name__text", "name__translations__text")
        pks = {
            pk
            for pk, *row_names in self.values_list("pk", *names)
            if any(has_all_terms(name or "", words) for name in row_names)
        }
        return self.filter(pk__in=pks)

    def with_names(self) -> Self:
        """With all rows for name and kind, today's and those of any day."""
        return self.select_related("name", "official_kind__name").prefetch_related(
            "name__translations", "former_names__name__translations", "official_kind__name__translations"
        )


class Organisation(models.Model):
    """A government or a partner, with its official name in its own language and script."""

    record_name = "organisation"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    official_kind = models.ForeignKey(
        OfficialKind,
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    country = models.CharField(max_length=80, blank=True)
    sections = models.JSONField(default=list, blank=True)
    # Codes of themes, in the order of the file or form; a code never changes, and merging themes writes the new one.
    themes = models.JSONField(default=list, blank=True)
    wave = models.PositiveIntegerField(default=10)
    population_band = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    # Each with `label` and `address`, in the order in which the member names them.
    links = models.JSONField(default=list, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    joined_wave = models.ForeignKey(
        Wave,
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    is_pioneer = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_campaign_member = models.BooleanField(default=True)
    is_committee_member = models.BooleanField(default=False)
    is_voting_member = models.BooleanField(default=False)
    name_withheld = models.BooleanField(default=False)
    withheld_because = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    # The rule of a member: its staff publishes initiatives without the delegate.
    staff_publishes_initiatives = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text

    @property
    def official_name(self) -> LocalizedText:
        """The name in the organisation's own language; `LocalizedText` brings the language for `lang`."""
        return self.name

    def name_on(self, at: datetime) -> str:
        """The name it bore at that moment, in the language of the page; reads prefetched former names."""
        given_up = [former for former in self.former_names.all() if former.until > at]  # type: ignore[attr-defined]
        return str(min(given_up, key=lambda former: former.until)) if given_up else str(self)

    def has_left(self, at: datetime | None = None) -> bool:
        """Whether the day on which it leaves has come."""
        return self.left_on is not None and self.left_on <= timezone.localdate(at)

    @property
    def country_name(self) -> str:
        """The country in the language of the page."""
        return countries.country_name(self.country)

    @property
    def kind_name(self) -> str:
        """The type of government or partner, in the language of the page."""
        return str(self.official_kind) if self.official_kind else ""

    @property
    def population(self) -> str:
        """The name of the population band."""
        return str(dict(PopulationBand.choices).get(self.population_band, ""))

    @property
    def section_names(self) -> list[str]:
        """The names of the sections to which it belongs."""
        return [str(section_name(code)) for code in self.sections]

    def membership_names(self, *, with_campaign: bool) -> list[str]:
        """The names of its memberships: the campaign if the site has one, the committee, the members with a vote."""
        flags = [flag for flag in Membership if flag != Membership.ANY and getattr(self, flag)]
        return [str(flag.label) for flag in flags if with_campaign or flag != Membership.CAMPAIGN]

    @property
    def is_government(self) -> bool:
        return self.kind == OrganisationKind.GOVERNMENT

    @property
    def is_counted(self) -> bool:
        """Whether it counts as one government: partners, and associations of governments, are counted separately."""
        return self.is_government and self.official_kind_id != ASSOCIATION


class FormerNameManager(models.Manager["FormerName"]):
    def get_queryset(self) -> models.QuerySet[FormerName]:
        return super().get_queryset().select_related("name")


class FormerName(models.Model):
    """A name that an organisation bore until it was renamed; what it did before is shown under it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    objects = FormerNameManager()

    class Meta:
        ordering = ["organisation", "until"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
