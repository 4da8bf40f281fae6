"""How the team of an organisation works on one draft: who has it open, and the notes between colleagues."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Organisation

from .amendments import Amendment


class DraftNote(models.Model):
    """A note within the team of `organisation`; it stays private to that team if another organisation takes over."""

    record_name = "draftnote"

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
