"""Texts of the charter from before this site: dated, with their authors and sources, outside the site's own proof."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from charter.states import ArticleKind

from .charters import Charter, Provision


class EarlierText(models.Model):
    """One earlier text in one language. It is public once it has `published_at`.

    `dated` is a year, a month or a day: `2008`, `2008-05` or `2008-05-17`. `digest` is the SHA-256 of the file, which
    itself is not stored. `left_out` has notes on the parts of the file that are not in the text (`LeftOut`).
    """

    record_name = "earliertext"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="earlier_texts")
    dated = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    authors = models.CharField(max_length=500)
    source = models.CharField(max_length=500)
    link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    left_out = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dated", "id"]

    def __str__(self) -> str:
        return self.title


class EarlierLine(models.Model):
    """One provision of an earlier text, and the provision of the charter that it corresponds to, if there is one."""

    text = models.ForeignKey(EarlierText, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    article = models.PositiveIntegerField()
    article_kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    article_number = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=14)
    depth = models.PositiveSmallIntegerField(default=0)
    printed = models.CharField(max_length=40, blank=True)
    citation = models.CharField(max_length=80)
    html = models.TextField()
    words = models.TextField()
    provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="earlier_lines"
    )

    class Meta:
        ordering = ["text", "place"]
        constraints = [models.UniqueConstraint(fields=["text", "place"], name="earlierline_place_once_a_text")]

    def __str__(self) -> str:
        return self.citation
