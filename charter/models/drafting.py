"""How the people of an organisation work on one draft: who sits at it, and what they say to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Organisation

from .amendments import Amendment


class DraftNote(models.Model):
    """A word among the people of `organisation`, for them alone; it stays theirs if another one carries it on."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.amendment_id}"


class Sitting(models.Model):
    """A person who opened the sheet of a draft at that moment, so that a colleague is told."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="sittings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "person"], name="sitting_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.amendment_id}"
