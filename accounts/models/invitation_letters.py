"""The letter of invitation to join, as the secretariat wrote it for a language."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class InvitationLetter(models.Model):
    """One text of the letter; the newest one of a language counts, and no row changes.

    An empty title or text stands for the standard one.
    """

    record_name = "invitationletter"

    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    function = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["language", "-pk"]

    def __str__(self) -> str:
        return self.language
