"""Until when a person has read the news of an organisation's workspace."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .organisations import Organisation


class NewsMark(models.Model):
    """Items newer than `at` are new to the person. Without a mark, these are the items since the person's mandate.

    Reading is no act, so the audit log has no marks.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_marks")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["person", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="newsmark_once_a_person_and_organisation"),
        ]

    def __str__(self) -> str:
        return f"news of {self.organisation_id} read by {self.person_id}"
