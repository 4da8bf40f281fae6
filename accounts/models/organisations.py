"""Governments and partners: the holders of mandates, positions and proposals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language

from accounts import countries
from accounts.folding import holds
from accounts.states import ASSOCIATION, Membership, OrganisationKind, PopulationBand, Section

from .kinds import OfficialKind
from .said import Said


def names_of(path: str) -> list[str]:
    """What to prefetch so that each organisation at that path says its name of any day without asking again."""
    return [f"{path}__name__translations", f"{path}__former_names__name__translations"]


def belonging(on: date, path: str = "") -> models.Q:
    """In a query: organisations at that path that have not left by that day."""
    return models.Q(**{f"{path}left_on": None}) | models.Q(**{f"{path}left_on__gt": on})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def belonging(self, at: datetime | None = None) -> Self:
        """Those that have not left by then; one that has announced the day belongs until it."""
        return self.filter(belonging(timezone.localdate(at)))

    def governments(self) -> Self:
        return self.filter(kind=OrganisationKind.GOVERNMENT)

    def partners(self) -> Self:
        return self.filter(kind=OrganisationKind.PARTNER)

    def named(self, words: str) -> Self:
        """Those that have a name, in any language, or an address with these words, however they are spelt.

        Folded here, since the databases fold differently and members are about a thousand.
        """
        names = ("slug", "name__text", "name__translations__text")
        found = {pk for pk, *said in self.values_list("pk", *names) if any(holds(one or "", words) for one in said)}
        return self.filter(pk__in=found)

    def with_names(self) -> Self:
        """With all that is needed to say name and kind, today's and those of any day."""
        return self.select_related("name", "official_kind__name").prefetch_related(
            "name__translations", "former_names__name__translations", "official_kind__name__translations"
        )


class Organisation(models.Model):
    """A government or a partner; its official name stands in its own language and script."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    name = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
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
    wave = models.PositiveIntegerField(default=10)
    population_band = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    is_campaign_member = models.BooleanField(default=True)
    is_committee_member = models.BooleanField(default=False)
    is_voting_member = models.BooleanField(default=False)
    name_withheld = models.BooleanField(default=False)
    withheld_because = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text

    @property
    def official_name(self) -> Said:
        """The name in the organisation's own language; `Said` brings the language for `lang`."""
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
        return countries.name(self.country)

    @property
    def kind_name(self) -> str:
        """What sort of government or partner it is, in the language of the page."""
        return str(self.official_kind) if self.official_kind else ""

    @property
    def population(self) -> str:
        """How many people live there, as a band in words."""
        return str(dict(PopulationBand.choices).get(self.population_band, ""))

    @property
    def section_names(self) -> list[str]:
        """The sections it belongs to, in words."""
        words = dict(Section.choices)
        return [str(words.get(code, code)) for code in self.sections]

    @property
    def membership_names(self) -> list[str]:
        """What it is a member of, in words: the campaign, the committee, those with a vote."""
        return [str(Membership(flag).label) for flag in Membership if flag != Membership.ANY and getattr(self, flag)]

    @property
    def is_government(self) -> bool:
        return self.kind == OrganisationKind.GOVERNMENT

    @property
    def is_counted(self) -> bool:
        """Whether it is one government: partners, and associations of governments, are shown apart when counting."""
        return self.is_government and self.official_kind_id != ASSOCIATION


class FormerName(models.Model):
    """A name that an organisation bore until it was renamed; what it did before is shown under it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "until"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
