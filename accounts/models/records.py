"""The append-only record of acts, and tokens that make a form count once."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.db import models


class Recorded(Protocol):
    """A row that acts are about.

    `record_name` is the name of its model in the audit log. The name is hashed with each act, and histories find
    acts by it. It therefore does not change when the model is renamed.
    """

    record_name: str
    pk: Any


def name_of(row: Recorded) -> str:
    """How acts name a row: the name of its model in the audit log, and its id."""
    return f"{row.record_name}:{row.pk}"


class Record(models.Model):
    """One act in the chain: identifiers and digests only, so that erasing a name breaks no hash."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    person = models.PositiveBigIntegerField(null=True)
    mandate = models.PositiveBigIntegerField(null=True)
    about = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["about"], name="record_about")]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.about}"


class RequestToken(models.Model):
    """A form that was processed: the same token sent twice counts once."""

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token
