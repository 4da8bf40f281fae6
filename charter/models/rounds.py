"""Rounds: what may be commented, proposed and supported, from when until when, by whom."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from accounts.models import Said
from accounts.states import Membership
from charter.states import Phase, Silence

from .charters import Charter
from .versions import Version


class Round(models.Model):
    """One round, numbered across the site. Its phase is computed from the clock, never stored.

    `opens_at` ≤ `proposals_until` ≤ `confirm_until` ≤ `support_until` ≤ `closed_at` (an act, or null). A closed
    editing week, from `editing_from` to `editing_until`, comes after support. `most_per_member` limits how many
    amendments of a member stand at once; with `changed_only`, only what the round's version changed can be amended.
    `silence` says what it counts as when a member does not answer a compromise in time.
    """

    number = models.PositiveIntegerField(unique=True)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=60, default="Europe/Madrid")
    zone_name = models.CharField(max_length=60, default="Barcelona")
    opens_at = models.DateTimeField()
    proposals_until = models.DateTimeField()
    confirm_until = models.DateTimeField()
    support_until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    who_proposes = models.CharField(max_length=20, choices=Membership.choices, default=Membership.ANY)
    who_is_counted = models.CharField(max_length=20, choices=Membership.choices, default=Membership.ANY)
    partners_propose = models.BooleanField(default=False)
    comments_open = models.BooleanField(default=True)
    pending_is_public = models.BooleanField(default=True)
    body = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    most_per_member = models.PositiveSmallIntegerField(null=True, blank=True)
    changed_only = models.BooleanField(default=False)
    silence = models.CharField(max_length=8, choices=Silence.choices, default=Silence.NEITHER)
    editing_from = models.DateTimeField(null=True, blank=True)
    editing_until = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("proposals_until"))
                & models.Q(proposals_until__lte=models.F("confirm_until"))
                & models.Q(confirm_until__lte=models.F("support_until")),
                name="round_windows_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(editing_from=None, editing_until=None)
                | models.Q(editing_from__gte=models.F("support_until"), editing_until__gt=models.F("editing_from")),
                name="round_editing_week_after_support",
            ),
            models.CheckConstraint(condition=models.Q(silence__in=sorted(Silence)), name="round_silence_has_a_rule"),
            models.UniqueConstraint(
                fields=["charter"], condition=models.Q(closed_at__isnull=True), name="round_one_running_a_charter"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def phase(self, now: datetime) -> Phase:
        """Where the round stands at that moment; a window ends at the second."""
        if self.closed_at and now >= self.closed_at:
            return Phase.CLOSED
        windows = (
            (self.opens_at, Phase.ANNOUNCED),
            (self.proposals_until, Phase.OPEN),
            (self.confirm_until, Phase.CONFIRMING),
            (self.support_until, Phase.SUPPORTING),
        )
        return next((phase for end, phase in windows if now < end), Phase.DECIDING)

    def text_stands_still(self, now: datetime) -> bool:
        """From the opening to the end of support no merge is applied."""
        return self.phase(now) in (Phase.OPEN, Phase.CONFIRMING, Phase.SUPPORTING)

    def is_edited(self, now: datetime) -> bool:
        """Whether the closed editing week runs: the secretariat works on the text, members change nothing."""
        if self.editing_from is None or self.editing_until is None or self.closed_at:
            return False
        return self.editing_from <= now < self.editing_until

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class TimetableMove(models.Model):
    """Ends of windows that were moved, `{name: hour}` before and after, with the public word that says why."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="moves")
    note = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"move {self.pk} of {self.round_id}"


class Ruling(models.Model):
    """Whether amendments that came late are admitted in a round: one ruling, the same for all."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="ruling")
    admitted = models.BooleanField()
    reason = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]

    def __str__(self) -> str:
        return f"ruling on {self.round_id}"
