"""Who may act for which organisation, from when until when. The history is permanent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.states import MandateKind, RoleKind, section_name

from .organisations import Organisation, belonging_on


class MandateQuerySet(models.QuerySet["Mandate"]):
    def holding(self, at: datetime, day: date | None = None) -> Self:
        """Mandates that hold at that moment: begun, not ended by an act or an announced day, of who has not left.

        `day` is the local one of that moment, where it is known.
        """
        return self.filter(
            belonging_on(day or timezone.localdate(at), "organisation__"),
            models.Q(since__lte=at),
            models.Q(until=None) | models.Q(until__gt=at),
            models.Q(ended=None) | models.Q(ended__gt=at),
        )

    def of(self, person: models.Model) -> Self:
        return self.filter(person=person)


class Mandate(models.Model):
    """What a person is for an organisation; `until` is announced, `ended` is the act."""

    record_name = "mandate"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=12, choices=MandateKind.choices)
    office = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)
    away_note = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    evidence_file = models.FileField(upload_to="evidence/%Y/", blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "kind", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(kind=MandateKind.DELEGATE, ended__isnull=True),
                name="mandate_one_delegate_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.organisation}"


class RoleQuerySet(models.QuerySet["Role"]):
    def holding(self, at: datetime) -> Self:
        return self.filter(models.Q(since__lte=at), models.Q(ended=None) | models.Q(ended__gt=at))


class Role(models.Model):
    """What a person is for the consultation; `scope` narrows it to keys of articles, or to sections by their codes."""

    record_name = "role"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    language = models.CharField(max_length=12, blank=True)
    scope = models.JSONField(default=list, blank=True)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "language"],
                condition=models.Q(ended__isnull=True),
                name="role_once_a_person_and_language",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def section_names(self) -> list[str]:
        """The names of the sections to which a role of a section's staff is limited."""
        codes = self.scope if self.kind == RoleKind.SECTION_STAFF else []
        return [str(section_name(code)) for code in codes]
