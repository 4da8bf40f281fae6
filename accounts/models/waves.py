"""The waves of the campaign: when members joined, and what the campaign works on. The secretariat edits them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language

from .localized_texts import LocalizedText
from .themes import Theme


class WaveQuerySet(models.QuerySet["Wave"]):
    def with_names(self) -> Self:
        return self.select_related("name", "focus").prefetch_related("name__translations", "focus__translations")


class Wave(models.Model):
    """One wave with its code, which files and addresses use. A site without waves has no campaign."""

    record_name = "wave"
    # Django leaves the order of the model out where a query counts, and the databases differ on rows without a date.
    ORDER = ("year", models.F("starts_on").asc(nulls_first=True), "code")

    code = models.SlugField(max_length=80, unique=True)
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    focus = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="waves", blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["year", "starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="wave_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
