"""How the charter is written in one language: what its editors agreed on."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from charter.states import PairedForms

from .charters import Charter


class StyleNoteQuerySet(models.QuerySet["StyleNote"]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)


class StyleNote(models.Model):
    """The style of one language; a changed one is a new row, so all of them are its history.

    `paired` is the way to write forms for women and men as one word; the checks find the other ways.
    """

    record_name = "stylenote"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="style_notes")
    language = models.CharField(max_length=12)
    paired = models.CharField(max_length=8, choices=PairedForms.choices, default=PairedForms.ANY)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = StyleNoteQuerySet.as_manager()

    class Meta:
        ordering = ["charter", "language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "language"],
                condition=models.Q(superseded_at=None),
                name="stylenote_one_current_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"
