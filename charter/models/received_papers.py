"""Files that a member sends: Word files with the drafts that were made of them, and tables with their comments."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Organisation

from .amendments import Amendment
from .charters import Article
from .comments import CharterComment
from .issued_papers import IssuedPaper
from .versions import Version


class ReceivedPaper(models.Model):
    """A file of a member: which article of which version it changes, and what was read of it.

    With `last_article` it changes the articles from the first one to that one, without an article all of them.

    `digest` is the SHA-256 of the file. `reading` is what was read, as JSON. Both file and reading can be deleted; the
    row remains as long as there are drafts, so that the same file is recognised.

    `came_on` is the day on which the secretariat got the file, if it imports the file for the member. `authors` are
    those in the file whose changes are of this member, once a moderator stated it. A file that `is_shared` has changes
    of others too: only moderators read it.

    `comments` are those of a table of comments that the secretariat imports; such a file changes no text.
    """

    record_name = "receivedpaper"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(IssuedPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    filename = models.CharField(max_length=200)
    file = models.FileField(upload_to="papers/%Y/", blank=True)
    digest = models.CharField(max_length=64)
    reading = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    drafts = models.ManyToManyField(Amendment, related_name="received_papers")
    comments = models.ManyToManyField(CharterComment, related_name="received_papers")
    came_on = models.DateField(null=True, blank=True)
    authors = models.JSONField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="receivedpaper_once_a_member"),
            models.CheckConstraint(
                condition=models.Q(file="", reading__isnull=True)
                | (~models.Q(file="") & models.Q(reading__isnull=False)),
                name="receivedpaper_file_with_its_reading",
            ),
            models.CheckConstraint(
                condition=models.Q(came_on__isnull=False) | models.Q(authors__isnull=True, is_shared=False),
                name="receivedpaper_authors_are_stated_by_the_secretariat",
            ),
            models.CheckConstraint(
                condition=models.Q(last_article=None) | models.Q(article__isnull=False),
                name="receivedpaper_part_has_a_first_article",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
