"""Decisions on amendments, their publication, and replies to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from accounts.models import LocalizedText, Mandate, Organisation
from charter.states import POINTING_OUTCOMES, Outcome

from .rounds import Round


class DecisionType(models.Model):
    """A type of decision that the secretariat defined: a name for one of the fixed outcomes.

    `names` are by language of the interface. Code decides by the outcome alone, which never changes.
    """

    record_name = "decisiontype"

    names = models.JSONField()
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    place = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return self.in_language(get_language() or "")

    def in_language(self, code: str) -> str:
        """The name in that language, else in the first language of the interface that has one."""
        preferred = (code, *settings.INTERFACE_LANGUAGES, *self.names)
        return next(name for preferred_code in preferred if (name := self.names.get(preferred_code)))


class DecisionManager(models.Manager["Decision"]):
    """Decisions with their type: every page and file that shows an outcome names it."""

    def get_queryset(self) -> models.QuerySet[Decision]:
        return super().get_queryset().select_related("type")


class Decision(models.Model):
    """The outcome of an amendment, and its reason. Provisional until published; a correction supersedes it.

    `note` is the public explanation of a correction: what was wrong in the published decision before it. A member of
    the body may return it before its publication, with comments for the moderators.
    """

    amendment = models.ForeignKey("charter.Amendment", on_delete=models.PROTECT, related_name="decisions")
    text = models.ForeignKey("charter.AmendmentText", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    type = models.ForeignKey(DecisionType, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
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

    objects = DecisionManager()

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
    """Text that a decision gives to a change in place of the proposer's: the secretariat's, never the proposer's.

    If the text of the provision changed since, `earlier` has the texts before, `[{"base": id, "html": text}]`.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="words")
    change = models.ForeignKey("charter.Change", on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    taken = models.BooleanField(default=True)
    earlier = models.JSONField(default=list, blank=True)

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
    """Decisions published together; `minutes` is the document that shows that the body endorsed them.

    `body` is the name that was given first; `body_names` has it and the names in further languages, by code.
    """

    record_name = "release"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=300, blank=True)
    body_names = models.JSONField(default=dict, blank=True)
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
    body_names = models.JSONField(default=dict, blank=True)
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
