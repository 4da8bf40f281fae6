"""Milestones of the campaign: what happened on a day, with a link. The secretariat edits them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language

from .localized_texts import LocalizedText


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def with_texts(self) -> Self:
        texts = ("title", "text", "picture_text")
        return self.select_related(*texts).prefetch_related(*(f"{text}__translations" for text in texts))


class Milestone(models.Model):
    """One milestone; `text`, `link` and the picture may be missing. `picture_text` says what the picture shows."""

    record_name = "milestone"

    on = models.DateField()
    title = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=500, blank=True)

    picture = models.FileField(upload_to="milestones/%Y/", blank=True)
    picture_text = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(picture="", picture_text=None)
                | (~models.Q(picture="") & models.Q(picture_text__isnull=False)),
                name="milestone_picture_has_its_text",
            )
        ]

    def __str__(self) -> str:
        return self.title.in_language(get_language() or self.title.language).text

    @property
    def picture_name(self) -> str:
        """The name of the stored file, which changes with the picture."""
        return str(self.picture.name).rpartition("/")[2]
