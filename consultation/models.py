"""What the worker leaves for those who look whether it lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models


class BeatQuerySet(models.QuerySet["Beat"]):
    def note(self, job: str, now: datetime) -> None:
        """The job was done now."""
        if not self.filter(job=job).update(at=now):
            self.get_or_create(job=job, defaults={"at": now})

    def claim(self, job: str, before: datetime, now: datetime) -> bool:
        """Whether it is mine to do: it was not done since then, and no other worker has taken it."""
        if self.filter(job=job).exists():
            return bool(self.filter(job=job, at__lt=before).update(at=now))
        return self.get_or_create(job=job, defaults={"at": now})[1]

    def age(self, job: str, now: datetime) -> timedelta | None:
        """How long ago it was done; None where it never was."""
        at = self.filter(job=job).values_list("at", flat=True).first()
        return None if at is None else now - at


class Beat(models.Model):
    """When a job of the worker was last done."""

    job = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    objects = BeatQuerySet.as_manager()

    class Meta:
        ordering = ["job"]

    def __str__(self) -> str:
        return self.job
