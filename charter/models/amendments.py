"""Amendments: what an organisation asks for, its words text by text, and who stands behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from accounts.models import Mandate, Organisation, Said, names_of
from charter.states import (
    ENDING_OUTCOMES,
    PENDING_STATES,
    PUBLIC_STATES,
    AmendmentState,
    CameBy,
    CarryState,
    ChangeKind,
    CoProposalState,
)

from .charters import Provision
from .rounds import Round
from .wordings import Wording

if TYPE_CHECKING:
    from .decisions import Decision


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC_STATES)

    def numbered(self) -> Self:
        return self.exclude(number=None)

    def open_to_all(self) -> Self:
        """Numbered ones that anybody may read: in rounds that show what is pending, or once decided in public."""
        decided = self.model._default_manager.filter(pk=models.OuterRef("pk"), decisions__release__isnull=False)
        return self.public().numbered().filter(models.Q(round__pending_is_public=True) | models.Exists(decided))

    def held_by(self, organisations: Iterable[int]) -> Self:
        """Those of these organisations; what the secretariat enters for one belongs to it once it is sent."""
        entered = self.entered().filter(state=AmendmentState.DRAFT)
        return self.filter(organisation__in=organisations).exclude(pk__in=entered.values("pk"))

    def entered(self) -> Self:
        """Those that the secretariat entered on behalf of a member."""
        return self.exclude(came_by="")

    def asked_by(self, slug: str) -> Self:
        """Those that the organisation at that address asks for, first or with others; none where it has no name."""
        named = {"organisation__slug": slug, "organisation__name_withheld": False}
        joined = CoProposal.objects.filter(state=CoProposalState.JOINED, **named)
        return self.filter(models.Q(**named) | models.Q(pk__in=joined.values("amendment")))

    def pending(self) -> Self:
        """Those of which something may still become: a released decision against the words ends an amendment."""
        ended = _current_decisions().filter(
            amendment=models.OuterRef("pk"), outcome__in=sorted(ENDING_OUTCOMES), release__isnull=False
        )
        return self.filter(~models.Exists(ended), state__in=PENDING_STATES)

    def on(self, provision: Provision) -> Self:
        """Those that touch it, what joins it with the one before it too."""
        joined = models.Q(text__changes__kind=ChangeKind.JOIN, text__changes__after=provision)
        return self.filter(models.Q(text__changes__provision=provision) | joined).distinct()

    def for_rows(self) -> Self:
        """With all that a row of a list shows, in a constant number of queries."""
        return self.select_related(
            "round__body", "organisation__name", "text__title", "text__reason"
        ).prefetch_related(
            "round__body__translations",
            *askers_of(),
            "text__title__translations",
            "text__reason__translations",
            models.Prefetch("text__changes", queryset=_shown_changes()),
            models.Prefetch("decisions", queryset=_current_decisions()),
        )


def askers_of(path: str = "") -> list[str | models.Prefetch]:
    """What to prefetch so that each amendment at that path names all who ask for it without asking again."""
    before = f"{path}__" if path else ""
    held = CoProposal.objects.exclude(state=CoProposalState.LEFT).select_related("organisation__name")
    joined = models.Prefetch(f"{before}co_proposals", queryset=held.prefetch_related(*names_of("organisation")))
    return [*names_of(f"{before}organisation"), joined]


def _shown_changes() -> models.QuerySet[Change]:
    return Change.objects.select_related("provision", "base", "after_base").order_by("place")


def _current_decisions() -> models.QuerySet[models.Model]:
    from .decisions import Decision  # decisions point at amendments, so the name comes late

    return (
        Decision.objects.filter(superseded_at=None).select_related("reason").prefetch_related("reason__translations")
    )


class Amendment(models.Model):
    """One proposal of one organisation in one round. Its number comes with the delegate's confirmation."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="amendments")
    state = models.CharField(max_length=14, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    text = models.ForeignKey(
        "charter.AmendmentText", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    sent_back_with = models.TextField(blank=True)
    came_by = models.CharField(max_length=8, choices=CameBy.choices, blank=True)
    came_on = models.DateField(null=True, blank=True)
    suggested_by = models.ForeignKey(
        "charter.Remark", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_up"
    )
    look_until = models.DateTimeField(null=True, blank=True)
    came_late = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["round", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], condition=models.Q(number__isnull=False), name="amendment_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "sent", "not_confirmed", "withdrawn"])
                | models.Q(number__isnull=False),
                name="amendment_public_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(came_by="", came_on=None)
                | (~models.Q(came_by="") & models.Q(came_on__isnull=False)),
                name="amendment_on_behalf_came_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="amendment_round_state")]

    def __str__(self) -> str:
        return f"{self.round.number}/{self.number}" if self.number else str(self.key)[:8]

    @property
    def on_behalf(self) -> bool:
        """Whether the secretariat entered it from what its member sent."""
        return bool(self.came_by)

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def members(self) -> list[Organisation]:
        """All organisations that ask for it, its own one first; reads prefetched `co_proposals`."""
        return [self.organisation, *(one.organisation for one in self.joined)]

    @property
    def joined(self) -> list[CoProposal]:
        """Who asks for it together with its organisation, confirmed; reads prefetched `co_proposals`."""
        return [one for one in self.co_proposals.all() if one.state == CoProposalState.JOINED]

    @property
    def decision(self) -> Decision | None:
        """The decision that holds, released or not; reads prefetched `decisions`."""
        return next((d for d in self.decisions.all() if d.superseded_at is None), None)


class Receipt(models.Model):
    """On what an amendment stands that the secretariat entered on behalf of a member. No row of it ever changes.

    Where it named people it is struck out: another row without its words takes its place.
    """

    amendment = models.OneToOneField(Amendment, on_delete=models.CASCADE, related_name="receipt")
    note = models.TextField()
    file = models.FileField(upload_to="receipts/%Y/", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(struck_at=None) | models.Q(note="", file=""), name="receipt_struck_says_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"receipt of {self.amendment_id}"


class AmendmentText(models.Model):
    """All words of an amendment at one time. Fixed once sent; a draft's text is written over until then."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    title = models.ForeignKey(Said, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Said, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    wish_language = models.CharField(max_length=12, blank=True)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_on = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_on = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["amendment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "number"], name="amendmenttext_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} text {self.number}"


class Change(models.Model):
    """One change of an amendment's text to one provision, against the wording it was written for.

    REPLACE: `html` are the new words of `provision`. INSERT: a new provision with `html`, `new_kind` and
    `new_provision`, after `provision`. MOVE: `provision` after `after`. DELETE has no words. SPLIT: `provision` ends
    before the character `cut` of its base, `new_provision` has the rest. JOIN: `provision` with `after`, the next one,
    whose words are `after_base`. These two change no word; where those typed in a draft do, `html` keeps them.
    """

    text = models.ForeignKey(AmendmentText, on_delete=models.CASCADE, related_name="changes")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="changes")
    language = models.CharField(max_length=12)
    base = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    html = models.TextField(blank=True)
    new_kind = models.CharField(max_length=14, blank=True)
    new_provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="born_of"
    )
    after = models.ForeignKey(Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after_base = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cut = models.PositiveIntegerField(null=True, blank=True)
    carry = models.CharField(max_length=8, choices=CarryState.choices, default=CarryState.CLEAN)
    carry_note = models.TextField(blank=True)
    taken = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["text", "place"]
        constraints = [
            models.UniqueConstraint(fields=["text", "place"], name="change_place_once"),
            models.CheckConstraint(
                condition=models.Q(cut=None) | models.Q(cut__gt=0, kind="split"), name="change_cut_divides"
            ),
        ]
        indexes = [models.Index(fields=["provision", "language"], name="change_provision")]

    def __str__(self) -> str:
        return f"{self.kind} {self.provision_id}"


class CoProposal(models.Model):
    """An organisation that asks for the same words, confirmed by its delegate."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="co_proposals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="co_proposals")
    text = models.ForeignKey(AmendmentText, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CoProposalState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["amendment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "organisation"], name="coproposal_once_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} with {self.amendment_id}"
