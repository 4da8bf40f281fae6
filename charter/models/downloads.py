"""Files made of published content, stored so that each is made once."""

from __future__ import annotations

from django.db import models

from charter.states import DownloadState


class Download(models.Model):
    """One file by its address below the language, such as `charter/2.docx`.

    `made_of` is the digest of all that it shows and of the code that writes it: where that moved, it is made again.
    """

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12)
    made_of = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=DownloadState.choices, default=DownloadState.WAITING)
    data = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["name", "language"], name="download_once_a_language"),
        ]

    def __str__(self) -> str:
        return self.name
