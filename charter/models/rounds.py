"""Rounds: what may be commented, proposed and supported, from when until when, by whom."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models

from accounts.models import Said
from accounts.states import Membership
from charter.states import Phase

from .charters import Charter
from .versions import Version


class Round(models.Model):
    """One round, numbered across the site. Its phase is computed from the clock, never stored.

    `opens_at` ≤ `proposals_until` ≤ `confirm_until` ≤ `support_until` ≤ `closed_at` (an act, or null).
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

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
