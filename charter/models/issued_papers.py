"""Articles, and whole charters, that were downloaded as Word files to work in."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models import Organisation

from .charters import Article
from .versions import Version


class IssuedPaper(models.Model):
    """One article of a version in one language, given to a member as a file; its signed key is in the file.

    Without an article it is the whole version.
    """

    record_name = "issuedpaper"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "article", "language", "organisation"], name="issuedpaper_once_a_member"
            ),
            models.UniqueConstraint(
                fields=["version", "language", "organisation"],
                condition=models.Q(article=None),
                name="issuedpaper_whole_once_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article or 'all articles'} of version {self.version.number} in {self.language}"
