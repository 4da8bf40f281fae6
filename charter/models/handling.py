"""How the secretariat shares its work: who handles an amendment and until when, notes, what was done to several."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Said
from charter.states import BatchKind, ListKind, MatterKind

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
    """A word among moderators about an amendment. Nobody else ever reads it."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="desk_notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"desk note {self.pk} on {self.amendment_id}"


class Matter(models.Model):
    """Who of the secretariat works on something that waits and is no amendment, and until which day. Never public.

    `ref` names it among those of its kind, as `charter/queries/matters.py` does.
    """

    kind = models.CharField(max_length=10, choices=MatterKind.choices)
    ref = models.CharField(max_length=120)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "ref"]
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="matter_once_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class MatterNote(models.Model):
    """A word among moderators about such a thing. Nobody else ever reads it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.matter_id}"


class DeskSitting(models.Model):
    """A moderator who opened a decision at `at`, so that another is told; and what is typed there, not decided yet.

    `typed` holds the form's fields by name, `revision` the amendment's when they were typed.
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
    """One act on several amendments of a round, or on several things that wait, to be undone in one step."""

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
    """What a batch did to one amendment or matter: the decision that it made, or who had it until when before."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    amendment = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
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
        ordering = ["batch", "amendment", "matter"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "amendment"], name="batchrow_once_an_amendment"),
            models.UniqueConstraint(fields=["batch", "matter"], name="batchrow_once_a_matter"),
            models.CheckConstraint(
                condition=models.Q(amendment=None) ^ models.Q(matter=None), name="batchrow_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.amendment_id or self.matter_id}"


class Phrase(models.Model):
    """A reason that is given again and again, kept in several languages by moderators."""

    said = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return str(self.said)


class SavedView(models.Model):
    """Filters of the queue, or of everything that waits, under a name, for the moderator who kept them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    list = models.CharField(max_length=8, choices=ListKind.choices, default=ListKind.QUEUE)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "list", "name"], name="savedview_name_once_a_person")]

    def __str__(self) -> str:
        return self.name
