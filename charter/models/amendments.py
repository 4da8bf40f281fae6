"""Amendments: the proposals of organisations, their texts over time, and their co-sponsors."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import LocalizedText, Mandate, Organisation, load_names, names_of
from charter.states import (
    ENDING_OUTCOMES,
    PENDING_STATES,
    PUBLIC_STATES,
    AmendmentState,
    CameBy,
    ChangeKind,
    CoProposalState,
    Outcome,
    RebaseState,
)

from .charters import Provision
from .decisions import Decision
from .rounds import Round
from .wordings import Wording


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC_STATES)

    def numbered(self) -> Self:
        return self.exclude(number=None)

    def open_to_all(self) -> Self:
        """Numbered ones that anybody may read: in rounds that show pending amendments, or with a public decision."""
        decided = self.model._default_manager.filter(pk=models.OuterRef("pk"), decisions__release__isnull=False)
        return self.public().numbered().filter(models.Q(round__pending_is_public=True) | models.Exists(decided))

    def belonging_to(self, organisations: Iterable[int]) -> Self:
        """Those of these organisations; what the secretariat enters for one belongs to it once it is sent."""
        entered = self.entered().filter(state=AmendmentState.DRAFT)
        return self.filter(organisation__in=organisations).exclude(pk__in=entered.values("pk"))

    def entered(self) -> Self:
        """Those that the secretariat entered on behalf of a member."""
        return self.exclude(came_by="")

    def asked_by(self, slug: str) -> Self:
        """Those that the organisation at that address proposes or co-sponsors; none if it withholds its name."""
        named = {"organisation__slug": slug, "organisation__name_withheld": False}
        joined = CoProposal.objects.filter(state=CoProposalState.JOINED, **named)
        return self.filter(models.Q(**named) | models.Q(pk__in=joined.values("amendment")))

    def pending(self) -> Self:
        """Those that can still enter the text: a published decision against the text ends an amendment."""
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
        return self._rows().prefetch_related(
            "round__body__translations",
            *proposers_of(),
            "text__title__translations",
            "text__reason__translations",
            models.Prefetch("decisions", queryset=_current_decisions().prefetch_related("reason__translations")),
        )

    def for_unnamed_rows(self) -> Self:
        """With the same but names and translations, which `load_amendment_texts` reads for all."""
        decisions = models.Prefetch("decisions", queryset=_current_decisions())
        return self._rows().prefetch_related(*unnamed_proposers_of(), decisions)

    def read_rows(self) -> list[Amendment]:
        """The amendments with all that a row shows, where names and translations are read in two queries for all."""
        amendments: list[Amendment] = list(self.for_unnamed_rows())
        load_amendment_texts(amendments)
        return amendments

    def _rows(self) -> Self:
        rows = self.select_related("round__body", "organisation__name", "text__title", "text__reason")
        return rows.prefetch_related(models.Prefetch("text__changes", queryset=_shown_changes()))


def proposers_of(path: str = "") -> list[str | models.Prefetch]:
    """Relations to prefetch so that each amendment at that path names all its proposers without more queries."""
    before = f"{path}__" if path else ""
    return [*names_of(f"{before}organisation"), _joined(before, names_of("organisation"))]


def unnamed_proposers_of(path: str = "") -> list[str | models.Prefetch]:
    """The same without their names, which `load_names` reads for all `members` that a page shows."""
    return [_joined(f"{path}__" if path else "", [])]


def _joined(before: str, names: list[str]) -> models.Prefetch:
    co_proposals = CoProposal.objects.exclude(state=CoProposalState.LEFT).select_related("organisation__name")
    return models.Prefetch(f"{before}co_proposals", queryset=co_proposals.order_by("pk").prefetch_related(*names))


def texts_of_amendments(amendments: Iterable[Amendment]) -> Iterator[LocalizedText | None]:
    """The texts of an amendment's row in several languages: title, reason, the body, reasons of `decisions`."""
    for amendment in amendments:
        yield amendment.round.body
        yield from (amendment.text.title, amendment.text.reason) if amendment.text else ()
        yield from (decision.reason for decision in amendment.decisions.all())  # type: ignore[attr-defined]


def load_amendment_texts(amendments: Iterable[Amendment]) -> None:
    """Reads names of proposers and texts in several languages; `unnamed_proposers_of` is prefetched.

    Title, reason, the body of the round and the reasons of prefetched `decisions` are selected with them.
    """
    amendments = list(amendments)
    load_names((member for amendment in amendments for member in amendment.members), texts_of_amendments(amendments))


def granted_with(path: str) -> list[str | models.Prefetch]:
    """What to prefetch so that each amendment at that path names those that were accepted as part of it."""
    return [_granted(path, proposers_of("amendment"))]


def unnamed_granted_with(path: str) -> list[str | models.Prefetch]:
    """The same without their names, which `load_names` reads for the `members` of each of `granted`."""
    return [_granted(path, unnamed_proposers_of("amendment"))]


def _granted(path: str, askers: list[str | models.Prefetch]) -> models.Prefetch:
    decisions = Decision.objects.filter(outcome=Outcome.AS_PART, superseded_at=None, release__isnull=False)
    rows = decisions.select_related("amendment__round", "amendment__organisation__name")
    return models.Prefetch(f"{path}__decided_others", queryset=rows.prefetch_related(*askers))


def _shown_changes() -> models.QuerySet[Change]:
    return Change.objects.select_related("provision", "base", "after_base").order_by("place")


def _current_decisions() -> models.QuerySet[Decision]:
    """Decisions that hold: at most one of each amendment, so that they need no order."""
    return Decision.objects.filter(superseded_at=None).select_related("reason", "because_of").order_by()


class Amendment(models.Model):
    """One proposal of one organisation in one round. Its number comes with the delegate's confirmation."""

    record_name = "amendment"

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
        "charter.CharterComment", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_up"
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
        """All organisations that propose it, its own one first; reads prefetched `co_proposals`."""
        return [self.organisation, *(co_proposal.organisation for co_proposal in self.joined)]

    @property
    def joined(self) -> list[CoProposal]:
        """Its co-sponsors, confirmed by their delegates; reads prefetched `co_proposals`."""
        return [co_proposal for co_proposal in self.co_proposals.all() if co_proposal.state == CoProposalState.JOINED]

    @property
    def granted(self) -> list[Amendment]:
        """Amendments that were accepted, in public, as part of this one; reads prefetched `decided_others`."""
        public = [d for d in self.decided_others.all() if d.is_released and d.superseded_at is None]
        return [decision.amendment for decision in public if decision.outcome == Outcome.AS_PART]

    @property
    def decision(self) -> Decision | None:
        """The valid decision, published or not; reads prefetched `decisions`."""
        return next((d for d in self.decisions.all() if d.superseded_at is None), None)

    def is_revised_after(self, moment: datetime) -> bool:
        """Whether its member wrote another text since; reads `texts`."""
        return any(text.carried_from_id is None and text.at > moment for text in self.texts.all())


class Receipt(models.Model):
    """The evidence for an amendment that the secretariat entered on behalf of a member. A row never changes.

    If a row names people, it can be struck out: another row without the text replaces it.
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
    """The full text of an amendment at one time. Fixed once sent; until then, the text of a draft is overwritten."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    title = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(LocalizedText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
    carry = models.CharField(max_length=8, choices=RebaseState.choices, default=RebaseState.CLEAN)
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
    """A co-sponsor: an organisation that proposes the same text, confirmed by its delegate."""

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
