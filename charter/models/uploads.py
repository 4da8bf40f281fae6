"""What a file holds on its way into a charter: kept for its sender while it is looked at, then forgotten."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """One file a person at most. `placements` are the places that the person chose for provisions without a match.

    `repairs` are the corrections of the person to what was read, in their order.
    `digest` is the SHA-256 of the file. `reading` is what was read of it, as JSON; the file itself is not kept.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    reading = models.JSONField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=300, blank=True)
    dated = models.DateField(null=True, blank=True)
    tracked = models.CharField(max_length=6, blank=True)
    repairs = models.JSONField(default=list, blank=True)
    placements = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename
