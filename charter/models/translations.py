"""Working translations of amendments, comments and initiatives, always marked as such.

A merge uses those of amendments that an editor made.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from charter.states import TranslatedBy

from .amendments import Amendment
from .charters import Provision
from .comments import CharterComment
from .initiatives import Initiative
from .wordings import Wording


class WorkingTranslationQuerySet(models.QuerySet["WorkingTranslation"]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)


class WorkingTranslation(models.Model):
    """One piece of an amendment in another language: its title, its reasons, or the text of one change.

    `accepted_in` is the provision that gets the text, if this is not the amendment's own text but that of a decision
    or a compromise: only people who may read the decision may read such a row.

    `of` is the digest of the piece in its original language: an unchanged piece keeps its translation if the amendment
    gets a new text; for a changed piece, the translation is out of date. `base` is the wording of this language over
    which it was typed, if that wording was up to date with the one that the amendment changes.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="working_translations")
    language = models.CharField(max_length=12)
    of = models.CharField(max_length=64)
    text = models.TextField()
    base = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=8, choices=TranslatedBy.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    accepted_in = models.ForeignKey(Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = WorkingTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["amendment", "language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "language", "of"],
                condition=models.Q(superseded_at=None),
                name="workingtranslation_one_current_a_piece",
            ),
            models.CheckConstraint(
                condition=models.Q(made_by="machine", by=None) | (~models.Q(made_by="machine") & ~models.Q(by=None)),
                name="workingtranslation_machine_or_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.language}"


class CommentTranslation(models.Model):
    """A comment in another language; deleted as soon as the comment is changed or removed."""

    comment = models.ForeignKey(CharterComment, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.TextField()
    made_by = models.CharField(max_length=8, choices=TranslatedBy.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "language"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "language"], name="commenttranslation_one_a_language"),
            models.CheckConstraint(
                condition=models.Q(made_by="machine", by=None) | (~models.Q(made_by="machine") & ~models.Q(by=None)),
                name="commenttranslation_machine_or_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.language}"


class InitiativeTranslation(models.Model):
    """A published initiative in a language in which its member did not write it, by the connected machine.

    It is deleted as soon as the team changes the initiative. `text` is empty if the initiative has no text.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="machine_translations")
    language = models.CharField(max_length=12)
    title = models.TextField()
    summary = models.TextField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["initiative", "language"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "language"], name="initiativetranslation_one_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.language}"
