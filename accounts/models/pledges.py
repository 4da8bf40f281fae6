"""Joining: what a government says of itself before it is a member. Needs no account."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from accounts.states import UNDECIDED_PLEDGES, PaperWay, PledgeState

from .organisations import Organisation

HEAD = ("head_name", "head_office", "head_email")
CONTACT = ("contact_name", "contact_office", "email", "phone")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED_PLEDGES)

    def with_people(self) -> Self:
        """Applications that still name their people; of others, only the statements about the government are left."""
        return self.exclude(**dict.fromkeys((*HEAD, *CONTACT, "letter", "scan"), ""))


class Pledge(models.Model):
    """A membership application, saved page by page. A private link opens it; only the digest of its secret is kept.

    One that came on paper was entered by the secretariat, with the scan of the paper as evidence.
    """

    record_name = "pledge"

    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.PLEDGED)
    name = models.CharField(max_length=200)
    name_language = models.CharField(max_length=12)
    official_kind = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=80, blank=True)
    sections = models.JSONField(default=list, blank=True)
    population_band = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    head_name = models.CharField(max_length=200, blank=True)
    head_office = models.CharField(max_length=200, blank=True)
    head_email = models.EmailField(blank=True)
    letter = models.FileField(upload_to="pledges/%Y/", blank=True)
    pledges = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_office = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12)
    themes = models.JSONField(default=list, blank=True)
    practices = models.TextField(blank=True)
    may_be_named = models.BooleanField(default=False)
    agrees_to_keep = models.BooleanField(default=False)
    received_by = models.CharField(max_length=5, choices=PaperWay.choices, blank=True)
    received_on = models.DateField(null=True, blank=True)
    scan = models.FileField(upload_to="pledges/%Y/", blank=True)
    # When somebody opened the link that was mailed to `email`; until then nothing else is mailed there.
    # The address on a signed paper needs no such link.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    asked = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.OneToOneField(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="pledge"
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=PledgeState.ACCEPTED) | models.Q(organisation__isnull=False),
                name="pledge_accepted_makes_a_member",
            ),
            models.CheckConstraint(
                condition=models.Q(received_by="", received_on=None)
                | (~models.Q(received_by="") & models.Q(received_on__isnull=False)),
                name="pledge_on_paper_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def came_on_paper(self) -> bool:
        return self.received_on is not None

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return int(self.changed_at.timestamp() * 1_000_000)
