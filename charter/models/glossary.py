"""The agreed meaning of terms of the charter, with the term in each language."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from .charters import Charter


class Concept(models.Model):
    """One meaning, the same in all languages; its terms are its names."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="concepts")
    slug = models.SlugField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "id"]
        constraints = [models.UniqueConstraint(fields=["charter", "slug"], name="concept_slug_once_a_charter")]

    def __str__(self) -> str:
        return self.slug


class TermQuerySet(models.QuerySet["Term"]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)


class Term(models.Model):
    """The approved term of a concept in a language; a changed term is a new row, so the rows are its history.

    `forms` are other forms of the word that a text may use, `forbidden` are words that it must not use instead.
    """

    record_name = "term"

    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="terms")
    language = models.CharField(max_length=12)
    word = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    forms = models.JSONField(default=list, blank=True)
    forbidden = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["concept", "language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["concept", "language"],
                condition=models.Q(superseded_at=None),
                name="term_one_current_a_language",
            ),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every form of the term that a text may contain."""
        return (self.word, *self.forms)
