"""A charter, its languages, its articles and provisions: permanent identities, without order and without text."""

from __future__ import annotations

import secrets
import uuid

from django.db import models

from accounts.models import LocalizedText, Theme
from charter.states import Numerals
from charter.structure import TextStructure, read_structure

SHORT_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_short() -> str:
    """Eight characters for a short permanent address, without letters that are easily mistaken.

    Two among ten thousand are the same once in ten thousand charters; of six they were in eight of a hundred.
    """
    return "".join(secrets.choice(SHORT_ALPHABET) for _ in range(8))


class Charter(models.Model):
    """The charter of the site. `arrangement` is the working order; the public reads a `Version`.

    `structure` has the styles of points and the names of parts (`TextStructure.as_json`); empty is the default.
    """

    record_name = "charter"

    slug = models.SlugField(max_length=60, unique=True)
    title = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    numerals = models.CharField(max_length=8, choices=Numerals.choices, default=Numerals.ROMAN)
    structure = models.JSONField(default=dict, blank=True)
    arrangement = models.ForeignKey(
        "charter.Arrangement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(models.Value(1), name="charter_once_a_site")]

    def __str__(self) -> str:
        return self.title.text

    @property
    def text_structure(self) -> TextStructure:
        """How articles and points are numbered, what the parts are called, and which parts are closed."""
        return read_structure(self.numerals, self.structure)


class CharterLanguage(models.Model):
    """A language of a charter. A version needs the required ones; pages name the authentic ones as authentic."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=12)
    required = models.BooleanField(default=True)
    authentic = models.BooleanField(default=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "code"], name="charterlanguage_once_a_charter"),
        ]

    def __str__(self) -> str:
        return self.code


class Article(models.Model):
    """A part of the charter that is edited as one piece; its number and kind are in an arrangement."""

    record_name = "article"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="articles")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["charter", "slug"], name="article_slug_once_a_charter")]

    def __str__(self) -> str:
        return self.slug


class Provision(models.Model):
    """One block of the charter: the same in every language, permanently."""

    record_name = "provision"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="provisions")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    short = models.CharField(max_length=12, unique=True, default=new_short)
    # The same in every language and version, so the links outlive both. Their table is older than this field.
    themes = models.ManyToManyField(Theme, related_name="provisions", blank=True, db_table="charter_theme_provisions")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.short
