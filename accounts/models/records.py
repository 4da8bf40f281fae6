"""The append-only record of acts, and tokens that make a form count once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


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
    """A form that was acted upon: the same token sent twice makes one thing."""

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token
