"""The list of official kinds: the types of members, governments and partners. The secretariat edits it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language

from accounts.states import OrganisationKind

from .localized_texts import LocalizedText


class OfficialKindQuerySet(models.QuerySet["OfficialKind"]):
    def with_names(self) -> Self:
        return self.select_related("name").prefetch_related("name__translations")

    def offered(self) -> Self:
        return self.filter(is_offered=True)


class OfficialKind(models.Model):
    """One kind with its code; members keep a kind that is no longer offered."""

    record_name = "officialkind"

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.GOVERNMENT)
    name = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(default=True)

    objects = OfficialKindQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "place", "code"]

    def __str__(self) -> str:
        return self.name.in_language(get_language() or self.name.language).text
