"""Offers and requests of help between members, and the replies to them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Organisation, Theme, belonging_on
from charter.states import HelpKind, HelpState

from .charters import Charter


class HelpEntryQuerySet(models.QuerySet["HelpEntry"]):
    def public(self) -> Self:
        """Those that were not removed, of members that have not left and have a public name."""
        rows = self.filter(belonging_on(timezone.localdate(), "organisation__"), organisation__name_withheld=False)
        return rows.exclude(state=HelpState.REMOVED)

    def open(self) -> Self:
        """Those to which members can reply: not closed, and the end date has not passed."""
        return self.filter(state=HelpState.OPEN, ends_on__gte=timezone.localdate())

    def listed(self) -> Self:
        """Open ones by end date, then those that were closed with an outcome, the latest first."""
        still_open = models.Q(state=HelpState.OPEN, ends_on__gte=timezone.localdate())
        open_first = models.Case(models.When(still_open, then=0), default=1)
        rows = self.filter(still_open | models.Q(state=HelpState.CLOSED))
        return rows.order_by(open_first, models.F("closed_at").desc(nulls_first=True), "ends_on", "pk")

    def for_rows(self) -> Self:
        """With the names of members and themes in every language, in a constant number of queries."""
        return self.select_related("organisation__name", "theme__name").prefetch_related(
            "organisation__name__translations", "theme__name__translations"
        )


class HelpEntry(models.Model):
    """One offer or request of a member, in the `language` of its text.

    `languages` are codes of those in which the member can talk. `outcome` states what came of a closed entry,
    `because` why the secretariat removed one. `revision` counts how often the team saved it.
    """

    record_name = "helpentry"

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="help_entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="help_entries")
    kind = models.CharField(max_length=10, choices=HelpKind.choices)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="help_entries")
    subject = models.CharField(max_length=120)
    text = models.CharField(max_length=600)
    language = models.CharField(max_length=12)
    languages = models.JSONField(default=list)
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=HelpState.choices, default=HelpState.OPEN)
    outcome = models.CharField(max_length=300, blank=True)
    because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HelpEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["charter", "state", "ends_on"], name="help_entry_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=HelpState.CLOSED)
                | (~models.Q(outcome="") & models.Q(closed_at__isnull=False)),
                name="help_entry_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=HelpState.OPEN) | models.Q(outcome="", closed_at=None),
                name="help_entry_open_without_an_outcome",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=HelpState.REMOVED) & ~models.Q(because=""))
                | (~models.Q(state=HelpState.REMOVED) & models.Q(because="")),
                name="help_entry_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        """Whether other members can reply: it is not closed, and the end date has not passed."""
        return self.is_unclosed and self.ends_on >= timezone.localdate()

    @property
    def is_unclosed(self) -> bool:
        """Whether its team can change and close it, also after the end date."""
        return self.state == HelpState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == HelpState.CLOSED

    @property
    def is_removed(self) -> bool:
        return self.state == HelpState.REMOVED


class HelpReply(models.Model):
    """A text between the member of an entry and `member`, which replied to the entry; `organisation` wrote it.

    Only the two members and the secretariat read it.
    """

    record_name = "helpreply"

    entry = models.ForeignKey(HelpEntry, on_delete=models.PROTECT, related_name="replies")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["entry", "member"], name="help_reply_member")]

    def __str__(self) -> str:
        return f"reply {self.pk} to {self.entry_id}"
