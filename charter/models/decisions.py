"""Decisions on amendments and the merges that bring them into the text."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText, Mandate, Organisation
from charter.states import POINTING_OUTCOMES, MergeState, Outcome

from .arrangements import Arrangement
from .charters import Article, Charter
from .rounds import Round


class Decision(models.Model):
    """The outcome of an amendment, and its reason. Provisional until published; a correction supersedes it.

    `note` is the public explanation of a correction: what was wrong in the published decision before it. A member of
    the body may return it before its publication, with comments for the moderators.
    """

    amendment = models.ForeignKey("charter.Amendment", on_delete=models.PROTECT, related_name="decisions")
    text = models.ForeignKey("charter.AmendmentText", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    note = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because_of = models.ForeignKey(
        "charter.Amendment", null=True, blank=True, on_delete=models.PROTECT, related_name="decided_others"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    release = models.ForeignKey(
        "charter.Release", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    returned_with = models.TextField(blank=True)

    class Meta:
        ordering = ["amendment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment"], condition=models.Q(superseded_at__isnull=True), name="decision_one_holds"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=sorted(POINTING_OUTCOMES)) | models.Q(because_of__isnull=False),
                name="decision_points_at_another",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

    @property
    def is_released(self) -> bool:
        return self.release_id is not None


class DecidedWords(models.Model):
    """Text that a decision gives to a change in place of the proposer's: the secretariat's, never the proposer's."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="words")
    change = models.ForeignKey("charter.Change", on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    taken = models.BooleanField(default=True)

    class Meta:
        ordering = ["decision", "change"]
        constraints = [models.UniqueConstraint(fields=["decision", "change"], name="decidedwords_once_a_change")]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.change_id}"


class Reply(models.Model):
    """The public answer of a member to a decision on its amendment: once, and in its own language."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="reply")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["decision"]

    def __str__(self) -> str:
        return f"reply to {self.decision_id}"


class Release(models.Model):
    """Decisions published together; `minutes` is the document that shows that the body endorsed them."""

    record_name = "release"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=300, blank=True)
    endorsed_on = models.DateField(null=True, blank=True)
    minutes = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "at"]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleasePlan(models.Model):
    """The scheduled time at which the pending decisions of a round are published together."""

    record_name = "releaseplan"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="release_plans")
    due = models.DateTimeField()
    body = models.CharField(max_length=300, blank=True)
    endorsed_on = models.DateField(null=True, blank=True)
    minutes = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    release = models.OneToOneField(Release, null=True, blank=True, on_delete=models.PROTECT, related_name="plan")

    class Meta:
        ordering = ["round", "due"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(release__isnull=True, dropped_at__isnull=True),
                name="releaseplan_one_open_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"release planned {self.pk}"


class Merge(models.Model):
    """Accepted amendments brought together in one article and language. Saved by itself; applied once.

    `resolutions` is `{conflict id: choice}`, a choice `{"html": of the block}`, `{"side": id of a change}`, `{"both":
    true}`, `{"base": true}` or `{"brackets": true}` with its reason and language; words of a moderator by which nobody
    loses name the `amendments` that they settle; `base` holds the digest of the
    article's working text that the merge was last shown against, `seen` the text and decision of each chosen amendment
    by its id, with its changes that are merged already and digests of the translated words by which it enters; `past`
    and `future` hold what each step changed, all of them; `revision` counts saves, so that a second moderator is told.
    A merge that `undoes` an applied one is applied from the start, for a `reason`.
    """

    record_name = "merge"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="merges")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="merges")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="merges")
    language = models.CharField(max_length=12)
    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="+")
    base = models.CharField(max_length=64)
    amendments = models.ManyToManyField("charter.Amendment", blank=True, related_name="merges")
    seen = models.JSONField(default=dict, blank=True)
    resolutions = models.JSONField(default=dict, blank=True)
    past = models.JSONField(default=list, blank=True)
    future = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=MergeState.choices, default=MergeState.OPEN)
    revision = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    reason = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language"],
                condition=models.Q(state=MergeState.OPEN),
                name="merge_one_open_an_article_and_language",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class MergedWording(models.Model):
    """What a merge recorded about a text that it wrote, so that a stranger can write it again.

    `proposals` are the texts that the merge brought together, as they were accepted; `edits` lead from the text before
    to the new one, each with the names of the proposals that asked for it. `charter/queries/merging/merge_records.py`
    describes both. Texts that were merged before such records existed have none.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="written")
    wording = models.OneToOneField("charter.Wording", on_delete=models.PROTECT, related_name="merged")
    proposals = models.JSONField()
    edits = models.JSONField()
    segments = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"merged wording {self.wording_id}"
