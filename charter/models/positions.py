"""Positions of organisations on the amendments of others, and the secretariat's compromises with their answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText, Mandate, Organisation
from charter.states import Answer, CompromiseState, Stance, SuggestionState

from .amendments import Amendment, AmendmentText
from .charters import Provision
from .rounds import Round
from .wordings import Wording


class Compromise(models.Model):
    """A compromise text of the secretariat for a provision that several amendments propose to change.

    `asked` are all members that proposed these amendments when it was sent, first or as co-sponsors. With
    `decided` it has the text that a decision gives to one change; a change that inserts a provision has no `base`.
    Once closed, `agreed` says whether its text replaces that of its amendments when they are merged. If the text of
    the provision changed meanwhile, `earlier` has the texts before, `[{"base": id, "html": text, "at": time}]`, and
    `note` tells the moderators the result. If it was closed by this, the last row has `agreed` and `closed_at` too.
    """

    record_name = "compromise"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="compromises")
    amendments = models.ManyToManyField(Amendment, related_name="compromises")
    asked = models.ManyToManyField(Organisation, related_name="+")
    decided = models.OneToOneField(
        "charter.DecidedWords", null=True, blank=True, on_delete=models.PROTECT, related_name="put"
    )
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="compromises")
    language = models.CharField(max_length=12)
    base = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField()
    reason = models.ForeignKey(LocalizedText, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CompromiseState.choices, default=CompromiseState.ASKED)
    answer_by = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    earlier = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(base__isnull=False) | models.Q(decided__isnull=False),
                name="compromise_is_on_words_or_of_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"compromise {self.pk}"

    @property
    def before(self) -> str:
        """The text that it would replace; none if it inserts a new provision."""
        return self.base.html if self.base else ""


class Position(models.Model):
    """A stance of one organisation to one text; it lapses with that text."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="positions")
    text = models.ForeignKey(AmendmentText, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    line = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["text", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text"],
                condition=models.Q(superseded_at__isnull=True),
                name="position_one_an_organisation_and_text",
            ),
        ]

    def __str__(self) -> str:
        return self.stance


class SuggestedPosition(models.Model):
    """A position suggested to the delegate by a staff member, with a private note. Its line is public."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="suggested_positions")
    text = models.ForeignKey(AmendmentText, on_delete=models.PROTECT, related_name="suggested_positions")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    word = models.CharField(max_length=500, blank=True)
    line = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "charter_advice"
        ordering = ["organisation", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text"],
                condition=models.Q(state=SuggestionState.WAITING),
                name="advice_one_waiting_an_organisation_and_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stance} suggested"


class Response(models.Model):
    """An organisation's answer to a compromise."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responses")
    compromise = models.ForeignKey(Compromise, on_delete=models.PROTECT, related_name="responses")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    word = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "charter_assent"
        ordering = ["compromise", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "compromise"],
                condition=models.Q(superseded_at__isnull=True),
                name="assent_one_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.answer
