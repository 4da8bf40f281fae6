"""Merges, which bring accepted amendments into the text, and what they recorded of the texts that they wrote."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText
from charter.states import MergeState

from .arrangements import Arrangement
from .charters import Article, Charter
from .rounds import Round


class Merge(models.Model):
    """Accepted amendments brought together in one article and language. Saved by itself; applied once.

    `resolutions` is `{conflict id: choice}`, a choice `{"html": of the block}`, `{"side": id of a change}`, `{"both":
    true}`, `{"base": true}` or `{"brackets": true}` with its reason and language; words of a moderator by which nobody
    loses name the `amendments` that they settle; a name that begins with `wording:` is of a text that a moderator gave
    a provision without a conflict; `base` holds the digest of the
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
    """The record of a text that a merge wrote, with which other programs can write it again.

    `proposals` are the texts that the merge brought together, as they were accepted; `edits` lead from the text before
    to the new one, each with the names of the proposals that contain it. `charter/queries/merging/merge_records.py`
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
