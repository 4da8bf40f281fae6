"""Published versions: numbered, dated, hashed, and closed to any change."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText
from charter.states import ArticleKind, VersionStatus

from .arrangements import Arrangement
from .charters import Article, Charter, Provision
from .wordings import Wording


class Version(models.Model):
    """One published text. Rows of a version are refused by the database once it is written (see `triggers`)."""

    record_name = "version"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    record_head = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notes = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["charter", "number"]
        constraints = [models.UniqueConstraint(fields=["charter", "number"], name="version_number_once_a_charter")]

    def __str__(self) -> str:
        return str(self.number)

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of all files published; empty for a version from before seals existed."""
        return VersionSeal.objects.filter(version=self).values_list("fingerprint", flat=True).first() or ""


class VersionSeal(models.Model):
    """The files published with a version: its data package and the fingerprint that proves it. They never change.

    Versions that were published before seals existed have none.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="seal")
    fingerprint = models.CharField(max_length=120)
    manifest = models.TextField()
    package = models.BinaryField()

    def __str__(self) -> str:
        return self.fingerprint


class VersionWording(models.Model):
    """A line of a version's manifest: a provision, its language, its wording and its citation."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="manifest")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    article_kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    article_number = models.CharField(max_length=12, blank=True)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="manifest")
    language = models.CharField(max_length=12)
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="manifest")
    kind = models.CharField(max_length=14)
    depth = models.PositiveSmallIntegerField(default=0)
    printed = models.CharField(max_length=12, blank=True)
    citation = models.CharField(max_length=80)
    place = models.PositiveIntegerField()
    exception = models.ForeignKey(
        "charter.SignedException", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["version", "language", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "provision"], name="versionwording_once_a_version_and_language"
            ),
        ]
        indexes = [models.Index(fields=["version", "language", "article", "place"], name="versionwording_article")]

    def __str__(self) -> str:
        return self.citation


class TranslationCredit(models.Model):
    """A person whose translations are in a language version, and who agreed to be named when it was published.

    The row never changes. Names come from accounts alone, as long as the person agrees.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="translation_credits")
    language = models.CharField(max_length=12)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "person"], name="translationcredit_once_a_version_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class VersionStatusAct(models.Model):
    """The status of a version: an act upon it, outside its hash. The last one is valid.

    `body` is the name that was given first; `body_names` has it and the names in further languages, by code.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=14, choices=VersionStatus.choices)
    body = models.CharField(max_length=300, blank=True)
    body_names = models.JSONField(default=dict, blank=True)
    on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "id"]

    def __str__(self) -> str:
        return self.status


class Corrigendum(models.Model):
    """A signed correction of one language, printed beside the version that stays as it is."""

    record_name = "corrigendum"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveIntegerField()
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="corrigenda")
    language = models.CharField(max_length=12)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="corrigendum_number_once_a_version"),
            models.CheckConstraint(
                condition=~models.Q(signed_by=models.F("agreed_by")), name="corrigendum_two_people"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ProposedCorrigendum(models.Model):
    """A correction of a published version that waits for the second person."""

    record_name = "proposedcorrigendum"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="proposed_corrigenda")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=12)
    html = models.TextField()
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrigendum = models.OneToOneField(
        Corrigendum, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "proposed corrigenda"

    def __str__(self) -> str:
        return f"corrigendum proposed {self.pk}"


class Publication(models.Model):
    """A publication that waits for the second person; once agreed to it points at its version."""

    record_name = "publication"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="publications")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    notes = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_over = models.JSONField(default=list, blank=True)
    working_digest = models.CharField(max_length=64)
    status = models.CharField(max_length=14, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    body = models.CharField(max_length=300, blank=True)
    body_names = models.JSONField(default=dict, blank=True)
    on = models.DateField(null=True, blank=True)
    version = models.OneToOneField(Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter"],
                condition=models.Q(version__isnull=True, dropped_at__isnull=True),
                name="publication_one_waiting_a_charter",
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"
