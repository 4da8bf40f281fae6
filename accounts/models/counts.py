"""Counts of attempts and emails, shared by all processes."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """A row of the cache `limits`, whose columns Django prescribes; as a model it comes and goes with the others."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["cache_key"]

    def __str__(self) -> str:
        return self.cache_key
