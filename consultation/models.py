"""What the worker leaves for those who look whether it lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

# Clocks of several machines may differ by a little.
AHEAD = timedelta(minutes=10)


class BeatQuerySet(models.QuerySet["Beat"]):
    def note(self, job: str, now: datetime) -> None:
        """The job was done now."""
        if not self.filter(job=job).update(at=now):
            self.get_or_create(job=job, defaults={"at": now})

    def claim(self, job: str, before: datetime, now: datetime) -> bool:
        """Whether it is mine to do: it was not done since then, and no other worker has taken it.

        What was done at an hour that has yet to come was done while the clock was ahead, and counts for nothing.
        """
        if self.filter(job=job).exists():
            is_open = models.Q(at__lt=before) | models.Q(at__gt=now + AHEAD)
            return bool(self.filter(is_open, job=job).update(at=now))
        return self.get_or_create(job=job, defaults={"at": now})[1]

    def age(self, job: str, now: datetime) -> timedelta | None:
        """How long ago it was done; None where it never was, or only by a clock that was ahead."""
        at = self.filter(job=job, at__lte=now + AHEAD).values_list("at", flat=True).first()
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
