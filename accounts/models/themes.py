"""Themes: one list for members, provisions, frameworks, initiatives, offers, processes and events.

The secretariat edits it.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language

from .localized_texts import LocalizedText


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def with_names(self) -> Self:
        return self.select_related("name").prefetch_related("name__translations")


class Theme(models.Model):
    """One theme with its code, which files and addresses use. A merged theme leads to the one that replaced it."""

    record_name = "theme"

    code = models.SlugField(max_length=60, unique=True)
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        # The table is older than the place of the model: no row and no link had to move.
        db_table = "charter_theme"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(retired_at__isnull=False),
                name="theme_merged_is_retired",
            )
        ]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
