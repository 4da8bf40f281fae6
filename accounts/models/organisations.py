"""Governments and partners: the holders of mandates, positions and proposals."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import get_language

from accounts import countries
from accounts.states import KIND_NAMES, OrganisationKind

from .said import Said


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def governments(self) -> Self:
        return self.filter(kind=OrganisationKind.GOVERNMENT)

    def partners(self) -> Self:
        return self.filter(kind=OrganisationKind.PARTNER)

    def with_names(self) -> Self:
        return self.select_related("name").prefetch_related("name__translations")


class Organisation(models.Model):
    """A government or a partner; its official name stands in its own language and script."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    name = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    official_kind = models.CharField(max_length=80, blank=True)
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
        """The name it bore at that moment, in the language of the page; asks for its former names."""
        former = self.former_names.on(at).select_related("name").prefetch_related("name__translations").first()  # type: ignore[attr-defined]
        return str(former) if former else str(self)

    @property
    def country_name(self) -> str:
        """The country in the language of the page."""
        return countries.name(self.country)

    @property
    def kind_name(self) -> str:
        """What sort of government it is, in words; a kind of its own stands as it was typed."""
        return str(KIND_NAMES.get(self.official_kind, self.official_kind))

    @property
    def is_government(self) -> bool:
        return self.kind == OrganisationKind.GOVERNMENT


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    def on(self, at: datetime) -> Self:
        """Names that were given up after that moment, the one of that day first."""
        return self.filter(until__gt=at).order_by("until")


class FormerName(models.Model):
    """A name that an organisation bore until it was renamed; what it did before is shown under it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "until"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
