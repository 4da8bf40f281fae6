"""Differences between languages that a person reviewed and accepted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .charters import Provision


class Acceptance(models.Model):
    """A finding between two languages that a person accepted with a reason; valid for the exact text of both.

    Another person must confirm what a person wrote, so several people may accept the same finding.
    """

    record_name = "acceptance"

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
            models.UniqueConstraint(
                fields=["provision", "language", "identity", "by"], name="acceptance_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.word
