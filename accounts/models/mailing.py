"""The outbox of letters, and how each person wants to be written to."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts import causes
from accounts.states import LetterState, MailKind, MailRhythm

from .organisations import Organisation


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state=LetterState.WAITING)

    def due(self, now: datetime) -> Self:
        """What should leave by now, the oldest first."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")


class Letter(models.Model):
    """A notification to one person, written in the transaction of the act that caused it; the worker emails it.

    Notifications of one `bundle` are sent in one email, whose Message-ID is made from the bundle. `to` is a person, or
    `address` an email address without an account. With `organisation`, it is sent only while the person belongs there.
    `cause` is the id of the request that caused it, which the log has too.
    `broke_off`: a worker died while sending it, so that it was sent, or will be sent, once more.
    `heading` and `place` are its heading and its order in the daily email.
    """

    record_name = "letter"

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="letters"
    )
    address = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    kind = models.CharField(max_length=40, choices=MailKind.choices)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12)
    heading = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    cause = models.CharField(max_length=36, blank=True, default=causes.current)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(default=timezone.now)
    bundle = models.UUIDField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    broke_off = models.BooleanField(default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to__isnull=False, address="") | models.Q(to__isnull=True) & ~models.Q(address=""),
                name="letter_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def email(self) -> str:
        """The email address of the recipient."""
        return self.to.email if self.to else self.address


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def refusing(self) -> Self:
        """Those whose present address has refused two emails."""
        return self.exclude(refused_at=None).filter(refused_address=models.F("person__email"))


class Mailbox(models.Model):
    """How a person wants email, and whether the address accepts it; a person without a row has the defaults.

    `off` holds the kinds that the person switched off. `refusals` are in a row; the second one sets `refused_at`.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailbox")
    rhythm = models.CharField(max_length=8, choices=MailRhythm.choices, default=MailRhythm.DAILY)
    off = models.JSONField(default=list, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    refused_address = models.EmailField(blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return f"mailbox {self.person_id}"
