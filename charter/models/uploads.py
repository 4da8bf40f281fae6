"""A file on its way into a charter: kept for the person who sent it while it is looked at, then forgotten."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """One file a person at most. `placements` is where the person put what could not be aligned."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    data = models.BinaryField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=300, blank=True)
    dated = models.DateField(null=True, blank=True)
    tracked = models.CharField(max_length=6, blank=True)
    placements = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename
