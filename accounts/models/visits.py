"""When a person was last in an organisation's room."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .organisations import Organisation


class Visit(models.Model):
    """What is newer than `since` is new to the person; a visit goes on while the room is opened again within an hour.

    Reading is no act, so nothing of this enters the record.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["person", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="visit_once_a_person_and_organisation"),
        ]

    def __str__(self) -> str:
        return f"visit of {self.person_id} to {self.organisation_id}"
