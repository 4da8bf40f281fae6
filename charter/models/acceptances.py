"""Differences between languages that somebody looked at and let stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .charters import Provision


class Acceptance(models.Model):
    """A finding between two languages that somebody let stand, with a word; it holds for the very words of both."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="acceptances")
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=14)
    identity = models.CharField(max_length=64)
    word = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "language", "identity"], name="acceptance_once_a_finding"),
        ]

    def __str__(self) -> str:
        return self.word
