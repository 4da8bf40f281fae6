"""Working translations of amendments, always marked as what they are; an editor's brings words into a merge."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from charter.states import TranslatedBy

from .amendments import Amendment
from .charters import Provision
from .wordings import Wording


class WorkingTranslationQuerySet(models.QuerySet["WorkingTranslation"]):
    def current(self) -> Self:
        return self.filter(superseded_at=None)


class WorkingTranslation(models.Model):
    """One piece of an amendment in another language: its title, its reason, or the words of one change.

    `accepted_in` is the provision that gets the words, where these are not the amendment's own but what a decision or
    a compromise gave in their place: nobody reads such a row who may not read the decision.

    `of` is the digest of the piece in its original words: the same words keep their translation when the amendment
    gets a new text, other words leave it behind. `base` is the wording of this language it was typed over, where that
    wording was in step with the one that the amendment changes.
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
