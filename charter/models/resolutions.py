"""Resolutions of councils: the decision of a local government on which its amendment is based."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .amendments import Amendment


class Resolution(models.Model):
    """The number, the date and the file of the resolution with which a council decided to propose an amendment.

    `digest` is the SHA-256 of the file. Who may read the amendment may read its resolution, unless the member
    withholds its name, which the file contains.
    """

    amendment = models.OneToOneField(Amendment, on_delete=models.CASCADE, related_name="resolution")
    number = models.CharField(max_length=80)
    adopted_on = models.DateField()
    file = models.FileField(upload_to="resolutions/%Y/")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.number
