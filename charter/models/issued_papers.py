"""Articles, and whole charters, that were downloaded as Word files to work in."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.models import Organisation

from .charters import Article
from .versions import Version


class IssuedPaper(models.Model):
    """One article of a version in one language, given to a member as a file; its signed key is in the file.

    With `last_article` it is a part of the version: the articles from the first one to that one. Without an article it
    is the whole version.

    A paper without an organisation is the file in which pending amendments are tracked changes, which anybody can
    download: `marks` are these changes, each with the id of its amendment text, and `digest` is that of the paper.
    """

    record_name = "issuedpaper"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "article", "language", "organisation"],
                condition=models.Q(last_article=None),
                name="issuedpaper_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["version", "article", "last_article", "language", "organisation"],
                name="issuedpaper_part_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["version", "language", "organisation"],
                condition=models.Q(article=None),
                name="issuedpaper_whole_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~models.Q(digest=""), name="issuedpaper_once_with_its_marks"
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(digest=""),
                name="issuedpaper_of_a_member_or_with_marks",
            ),
            models.CheckConstraint(
                condition=models.Q(last_article=None) | models.Q(article__isnull=False),
                name="issuedpaper_part_has_a_first_article",
            ),
        ]

    def __str__(self) -> str:
        articles = f"{self.article} to {self.last_article}" if self.last_article else self.article or "all articles"
        return f"{articles} of version {self.version.number} in {self.language}"
