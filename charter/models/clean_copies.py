"""Merges that were downloaded as Word files for a legal service, and the clean copies that came back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from .merges import Merge


class MergePaper(models.Model):
    """A merge as it was when it was downloaded as a Word file; its signed key is in the file.

    `content` has the provisions of the result with the edits of each amendment, `digest` is that of the content:
    downloaded again without a change, it is the same paper. It belongs to no member, so it is no issued paper.
    """

    record_name = "mergepaper"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="papers")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["merge", "digest"], name="mergepaper_once_a_content")]

    def __str__(self) -> str:
        return f"paper of merge {self.merge_id}"


class CleanCopy(models.Model):
    """A file in which a legal service accepted and rejected the changes of a merge.

    `digest` is the SHA-256 of the file, `reading` is what was read of it, as JSON. Only moderators read it.
    """

    record_name = "cleancopy"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(MergePaper, on_delete=models.PROTECT, related_name="copies")
    filename = models.CharField(max_length=200)
    file = models.FileField(upload_to="papers/%Y/")
    digest = models.CharField(max_length=64)
    reading = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["paper", "digest"], name="cleancopy_once_a_paper")]

    def __str__(self) -> str:
        return self.filename
