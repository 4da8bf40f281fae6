"""Work that keeps one language up to date with the others."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from charter.states import AlignmentState, TaskNoteKind

from .charters import Provision
from .wordings import Adoption, Wording


class Alignment(models.Model):
    """A new text for a provision in a language that is out of date; a second person approves it.

    `source` is the wording that the editor translated, `base` the previous wording of the editor's own language. If
    `cut` is set, no text changes: the split of `division` is followed, and the second part begins at character `cut`.
    """

    record_name = "alignment"

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="alignments")
    language = models.CharField(max_length=12)
    source = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    division = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cut = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=AlignmentState.choices, default=AlignmentState.WRITING)
    returned_with = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    wording = models.OneToOneField(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="alignment")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "language"],
                condition=~models.Q(state=AlignmentState.APPROVED),
                name="alignment_one_running_a_language",
            ),
            models.CheckConstraint(
                condition=~models.Q(written_by=models.F("approved_by")), name="alignment_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(division=None, cut=None) | models.Q(division__isnull=False, cut__gt=0),
                name="alignment_cut_follows_a_division",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.language}"


class Task(models.Model):
    """Who updates the translation of a provision in a language, and until when; the ledger computes the work itself.

    `put_off_at` is the time at which the work was moved to the end of the list, to be done later.
    """

    record_name = "task"

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="tasks")
    language = models.CharField(max_length=12)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    put_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["provision", "language"], name="task_once_a_language")]

    def __str__(self) -> str:
        return f"{self.provision_id} {self.language}"


class TaskNote(models.Model):
    """A note between editors, to the secretariat or to a member, about a provision in a language.

    `member` is the member that is asked, or that answers; the answer names the question.
    """

    record_name = "tasknote"

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="task_notes")
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=TaskNoteKind.choices, default=TaskNoteKind.COMMENT)
    text = models.TextField()
    member = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reply")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
