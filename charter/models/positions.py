"""What organisations say to the words of others, and the secretariat's compromises with their answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Mandate, Organisation, Said
from charter.states import AdviceState, Answer, CompromiseState, Stance

from .amendments import Amendment, AmendmentText
from .charters import Provision
from .rounds import Round
from .wordings import Wording


class Compromise(models.Model):
    """A counter-wording of the secretariat for a provision that several amendments want to change.

    `asked` are all members that asked for these amendments when it was put, first or together with others. With
    `decided` it puts the words that a decision gives to one change; a change that inserts a provision has no `base`.
    Once closed, `agreed` says whether its words stand in for those of its amendments when they are merged. Where the
    text moved under it, `earlier` holds the words before, `[{"base": id, "html": words, "at": hour}]`, and `note` says
    to the moderators what came of it.
    """

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
    reason = models.ForeignKey(Said, on_delete=models.PROTECT, related_name="+")
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
        """The words that it would replace; none where it puts a new provision in."""
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


class Advice(models.Model):
    """A position that an officer suggests to the delegate, with a word for the delegate alone; its line is public."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="advice")
    text = models.ForeignKey(AmendmentText, on_delete=models.PROTECT, related_name="advice")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    word = models.CharField(max_length=500, blank=True)
    line = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=AdviceState.choices, default=AdviceState.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text"],
                condition=models.Q(state=AdviceState.WAITING),
                name="advice_one_waiting_an_organisation_and_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stance} suggested"


class Assent(models.Model):
    """An organisation's answer to a compromise."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assents")
    compromise = models.ForeignKey(Compromise, on_delete=models.PROTECT, related_name="assents")
    answer = models.CharField(max_length=16, choices=Answer.choices)
    word = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
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
