"""The append-only record of acts, the outbox of letters, and tokens that make a form count once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.states import LetterState


class Record(models.Model):
    """One act in the chain: identifiers and digests only, so that erasing a name breaks no hash."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    person = models.PositiveBigIntegerField(null=True)
    mandate = models.PositiveBigIntegerField(null=True)
    about = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["about"], name="record_about")]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.about}"


class Letter(models.Model):
    """One mail, written in the same transaction as the act that caused it; the worker sends it."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["state", "written_at"], name="letter_state")]

    def __str__(self) -> str:
        return self.subject


class RequestToken(models.Model):
    """A form that was acted upon: the same token sent twice makes one thing."""

    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.token
