"""Text of a provision in a language, the adoptions that it carries, and the state of each language."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText, Organisation
from charter.states import AdoptionScope, CameFrom, StructuralEffect

from .charters import Charter, Provision


class Adoption(models.Model):
    """A change brought into the text by a merge or by the publication of a draft article.

    For all languages, or for this language only (a misprint). Two languages of a provision are up to date with each
    other exactly when their wordings carry the same set of adoptions for all languages. An adoption with a `fate`
    splits its provision, so that `other` has the rest, or combines it with `other`, which leaves the text; both
    wordings carry it.
    """

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="adoptions")
    scope = models.CharField(max_length=4, choices=AdoptionScope.choices, default=AdoptionScope.ALL_LANGUAGES)
    language = models.CharField(max_length=12)
    change = models.ForeignKey(
        "charter.Change", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    merge = models.ForeignKey(
        "charter.Merge", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    compromise = models.ForeignKey(
        "charter.Compromise", null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="adoptions"
    )
    asked_by_words = models.CharField(max_length=300, blank=True)
    reason = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=6, choices=StructuralEffect.choices, blank=True)
    other = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="divided_or_joined"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fate="", other=None) | (~models.Q(fate="") & models.Q(other__isnull=False)),
                name="adoption_fate_names_two",
            ),
        ]

    def __str__(self) -> str:
        return f"adoption {self.pk}"

    @property
    def in_place(self) -> bool:
        """Whether its text is the secretariat's, in place of the text that an amendment proposed."""
        return self.change_id is not None and self.asked_by_id is None and self.compromise_id is None


class Source(models.Model):
    """Where an imported text came from: the body, its date, the document."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="sources")
    language = models.CharField(max_length=12)
    body = models.CharField(max_length=300, blank=True)
    dated = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.document


class WordingQuerySet(models.QuerySet["Wording"]):
    def of_language(self, language: str) -> Self:
        return self.filter(language=language)


class Wording(models.Model):
    """The immutable text of one provision in one language.

    `html` is the inner HTML of the block in the charter's small vocabulary, clean and canonical; `text` its plain
    text; `runs` says who proposed which part: `[{"text": …, "by": [mark, …]}]`, where a mark is `source:ID`,
    `adoption:ID` or `wording:ID` (text of a wording that no adoption proposed). The runs together are `text`.
    """

    record_name = "wording"

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=12)
    html = models.TextField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    came_from = models.CharField(max_length=12, choices=CameFrom.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    aligned_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="wordings")
    carries = models.ManyToManyField(Adoption, blank=True, related_name="wordings")
    carries_digest = models.CharField(max_length=64)
    runs = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["provision", "language"], name="wording_provision_language")]

    def __str__(self) -> str:
        return self.text[:60]


class CurrentWording(models.Model):
    """Which wording is the working text of a provision in a language."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="current_wordings")
    language = models.CharField(max_length=12)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "charter_standing"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "language"], name="standing_one_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.language}"


class SignedException(models.Model):
    """A signed exception: a provision is published although its language is out of date, until a day, for a reason."""

    record_name = "signedexception"

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="exceptions")
    language = models.CharField(max_length=12)
    carries_digest = models.CharField(max_length=64)
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "exception"

    def __str__(self) -> str:
        return f"{self.provision_id} {self.language}"


class Entry(models.Model):
    """A wording that is written and agreed, and enters the working text when the text stops standing still."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="entries")
    language = models.CharField(max_length=12)
    wording = models.OneToOneField(Wording, on_delete=models.PROTECT, related_name="entry")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["provision", "language"], name="entry_one_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.language}"
