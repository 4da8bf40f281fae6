"""How the secretariat shares its work: who handles an amendment and until when, notes, what was done to several."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText
from charter.states import BatchKind, ListKind, WorkItemKind

from .amendments import Amendment
from .decisions import Decision
from .rounds import Round


class Handling(models.Model):
    """Who of the secretariat works on an amendment, and until which day. Never public."""

    amendment = models.OneToOneField(Amendment, on_delete=models.CASCADE, related_name="handling")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["amendment"]

    def __str__(self) -> str:
        return f"handling of {self.amendment_id}"


class DeskNote(models.Model):
    """A note between moderators about an amendment. Nobody else can read it."""

    record_name = "desknote"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="desk_notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"desk note {self.pk} on {self.amendment_id}"


class WorkItem(models.Model):
    """Who of the secretariat works on a pending item other than an amendment, and the due date. Never public.

    `ref` identifies the item among those of its kind, as in `charter/queries/secretariat/work_items.py`.
    """

    record_name = "matter"

    kind = models.CharField(max_length=10, choices=WorkItemKind.choices)
    ref = models.CharField(max_length=120)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "charter_matter"
        ordering = ["kind", "ref"]
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="matter_once_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class WorkItemNote(models.Model):
    """A note between moderators about such an item. Nobody else can read it."""

    record_name = "matternote"

    work_item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="notes", db_column="matter_id")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "charter_matternote"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.work_item_id}"


class DeskSitting(models.Model):
    """A moderator who opened a decision at `at`, so that others are told; and text typed there, not decided yet.

    `typed` has the form's fields by name, `revision` the amendment's when they were typed.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="desk_sittings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    typed = models.JSONField(default=dict, blank=True)
    typed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [models.UniqueConstraint(fields=["amendment", "person"], name="desksitting_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} decides on {self.amendment_id}"


class Batch(models.Model):
    """One act on several amendments of a round, or on several pending items, which can be undone in one step."""

    record_name = "batch"

    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=10, choices=BatchKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class BatchRow(models.Model):
    """What a batch did to one amendment or work item: the decision that it made, or who had it until when before."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    amendment = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.ForeignKey(
        WorkItem, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_column="matter_id"
    )
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assigned_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_after = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["batch", "amendment", "work_item"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "amendment"], name="batchrow_once_an_amendment"),
            models.UniqueConstraint(fields=["batch", "work_item"], name="batchrow_once_a_matter"),
            models.CheckConstraint(
                condition=models.Q(amendment=None) ^ models.Q(work_item=None), name="batchrow_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.amendment_id or self.work_item_id}"


class StandardReason(models.Model):
    """A standard reason: a text for frequent use that moderators edit in several languages."""

    record_name = "phrase"

    text = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+", db_column="said_id")
    place = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "charter_phrase"
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return str(self.text)


class SavedView(models.Model):
    """Named filters of the queue, or of all pending items, for the moderator who saved them."""

    record_name = "savedview"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    list = models.CharField(max_length=8, choices=ListKind.choices, default=ListKind.QUEUE)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "list", "name"], name="savedview_name_once_a_person")]

    def __str__(self) -> str:
        return self.name
