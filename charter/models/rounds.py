"""Rounds: what may be commented, proposed and supported, from when until when, by whom."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from accounts.locales import time_zone_place
from accounts.models import LocalizedText
from accounts.states import Membership
from charter.states import Phase, ProposalState, RoundDate, Silence

from .charters import Charter
from .versions import Version


class Round(models.Model):
    """One round, numbered across the site. Its phase is computed from the clock, never stored.

    `opens_at` ≤ `proposals_until` ≤ `confirm_until` ≤ `support_until` ≤ `closed_at` (an act, or null). A closed
    editing week, from `editing_from` to `editing_until`, comes after support. `most_per_member` limits how many
    amendments a member has at once; with `changed_only`, only what the round's version changed can be amended.
    `silence` says how it counts if a member does not answer a compromise in time.
    """

    record_name = "round"

    number = models.PositiveIntegerField(unique=True)
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    title = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
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
    body = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
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
        """The phase of the round at that moment; a phase ends at the second."""
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

    def dates(self) -> dict[str, str | None]:
        """The dates that can be changed, `{name: hour}`; a round without an editing week has none for it."""
        moments = {name: getattr(self, name) for name in RoundDate.values}
        return {name: at.isoformat() if at else None for name, at in moments.items()}

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def zone_place(self) -> str:
        """The place by which pages name the time zone, in the language of the page if it is the zone's own place."""
        return time_zone_place(self.zone, self.zone_name)


class TimetableMove(models.Model):
    """Ends of periods that were changed, `{name: hour}` before and after, with the public reason."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="moves")
    note = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"move {self.pk} of {self.round_id}"


class ProposedTimetable(models.Model):
    """Dates of a round that would become earlier: a second moderator confirms or refuses them, or they are withdrawn.

    `before` has all dates of the round at that time, `after` those that would change. Once confirmed, it points at
    the move by which it was applied.
    """

    record_name = "proposedtimetable"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposed_timetables")
    note = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    move = models.OneToOneField(
        TimetableMove, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state=ProposalState.PENDING),
                name="proposedtimetable_one_pending_a_round",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.PENDING, answered_by=None, answered_at=None)
                | (
                    models.Q(answered_by__isnull=False, answered_at__isnull=False)
                    & ~models.Q(state=ProposalState.PENDING)
                ),
                name="proposedtimetable_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.CONFIRMED, answered_by=models.F("proposed_by")),
                name="proposedtimetable_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.CONFIRMED, move__isnull=False)
                | (~models.Q(state=ProposalState.CONFIRMED) & models.Q(move=None)),
                name="proposedtimetable_applied_if_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"dates {self.pk} proposed for {self.round_id}"


class Ruling(models.Model):
    """Whether late amendments are admitted in a round: one decision for all of them."""

    record_name = "ruling"

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="ruling")
    admitted = models.BooleanField()
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]

    def __str__(self) -> str:
        return f"ruling on {self.round_id}"
