"""Themes: an index that editors make. "Which provisions does the charter have on housing?"."""

from __future__ import annotations

from django.db import models

from accounts.models import LocalizedText

from .charters import Charter, Provision


class Theme(models.Model):
    """One entry of the index. Provisions are the same in each language and version, so the index outlives both.

    `priorities` are codes of the priority themes that members, initiatives and events have. Of the themes in use, one
    has each code.
    """

    record_name = "theme"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="themes")
    slug = models.SlugField(max_length=60)
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    priorities = models.JSONField(default=list, blank=True)
    provisions = models.ManyToManyField(Provision, related_name="themes", blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["charter", "slug"], name="theme_slug_once_a_charter")]

    def __str__(self) -> str:
        return self.name.text
