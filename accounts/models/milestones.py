"""Milestones of the campaign: what happened on a day, with a link. The secretariat edits them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language

from .localized_texts import LocalizedText


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def with_texts(self) -> Self:
        return self.select_related("title", "text").prefetch_related("title__translations", "text__translations")


class Milestone(models.Model):
    """One milestone; `text` and `link` may be missing."""

    record_name = "milestone"

    on = models.DateField()
    title = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.title.in_language(get_language() or self.title.language).text
