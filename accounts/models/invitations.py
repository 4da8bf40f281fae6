"""Invitations: a private link to somebody's address, by which a mandate is taken up once."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.states import InvitationState, MandateKind

from .mandates import Mandate
from .organisations import Organisation, belonging_on


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor taken back; it may have expired, and can then be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def valid(self, at: datetime) -> Self:
        return self.open().filter(belonging_on(timezone.localdate(at), "organisation__"), expires_at__gt=at)


class Invitation(models.Model):
    """Offers a mandate to an address. Of the link's secret only the digest is kept."""

    record_name = "invitation"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=12, choices=MandateKind.choices)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12)
    evidence = models.TextField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True, blank=True)
    mandate = models.OneToOneField(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email", "kind"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.organisation}"

    def state(self, at: datetime | None = None) -> InvitationState:
        """The state of the invitation at that moment."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.WAITING if self.expires_at > (at or timezone.now()) else InvitationState.EXPIRED
