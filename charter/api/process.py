"""Rounds, the amendments of a round, and what was decided on them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from charter.api.addresses import here, page
from charter.api.asking import Asked, AskedForPage, Number, Page, Word, paged, paged_together, spoken, the_charter
from charter.api.changes import ChangeShape, PositionShape, changes_of, positions_of
from charter.api.compromises import CompromiseShape, compromises_of
from charter.api.shapes import (
    FAULTS,
    AmendmentRef,
    DecisionShort,
    Member,
    Words,
    amendment_ref,
    co_proposers,
    decision_short,
    proposer,
    words,
    words_or_none,
)
from charter.models import Amendment, Charter, Decision, Round
from charter.queries import amendments as amended
from charter.queries import assents
from charter.queries import decisions as decided
from charter.queries import rounds as held
from charter.queries.assents import Answers
from charter.queries.supports import supported
from charter.states import AmendmentState, Outcome

router = Router(tags=["Process"])


class Counts(Schema):
    """How many there are, as far as they are public."""

    amendments: int
    decisions: int
    withdrawn: int
    proposers: int


class RoundShape(Schema):
    """What may be proposed and supported, from when until when."""

    number: int
    title: Words
    phase: str
    opens_at: datetime
    proposals_until: datetime
    confirm_until: datetime
    support_until: datetime
    closed_at: datetime | None
    zone: str
    who_proposes: str
    who_is_counted: str
    partners_propose: bool
    comments_open: bool
    pending_is_public: bool
    body: Words
    version: int
    counts: Counts | None = Field(description="Null while the round shows nothing of what is pending.")
    page: str
    here: str


class AmendmentShape(Schema):
    """One proposal of one member."""

    round: int
    number: int
    state: str = Field(description="under_review, withdrawn, or the outcome once the decision is public.")
    title: Words | None
    reason: Words | None
    source: str
    language: str
    member: Member
    co_proposers: list[Member]
    confirmed_at: datetime | None
    changes: list[ChangeShape]
    supported: int = Field(description="How many counted members support the present words.")
    decision: DecisionShort | None
    page: str
    here: str


class AmendmentWhole(AmendmentShape):
    """The same with what others say to it."""

    positions: list[PositionShape]
    compromises: list[CompromiseShape] = Field(description="Empty while the decision is not public.")


class DecisionShape(DecisionShort):
    """What became of an amendment, and why."""

    amendment: AmendmentRef
    member: Member
    co_proposers: list[Member]
    because_of: int | None = Field(description="The other amendment that it names.")
    note: Words | None = Field(description="What was wrong in the decision before it, where it is a correction.")
    body: str = Field(description="The body that endorsed the release.")
    in_the_text: bool
    changes: list[ChangeShape]
    compromises: list[CompromiseShape] = Field(description="What was put to the members that ask, and their answers.")


KnownState = StrEnum(  # type: ignore[misc]
    "KnownState", [(str(one), str(one)) for one in (AmendmentState.UNDER_REVIEW, AmendmentState.WITHDRAWN, *Outcome)]
)


class AskedForAmendments(AskedForPage):
    """Amendments, narrowed."""

    round: Number | None = Field(None, description="A round's number.")
    state: KnownState | None = Field(None, description="under_review, withdrawn or an outcome.")
    article: Word | None = Field(None, description="An article's printed number or slug, as it stands today.")
    city: Word | None = Field(None, description="A member's slug.")


class AskedForDecisions(AskedForPage):
    """Decisions, narrowed."""

    round: Number | None = Field(None, description="A round's number.")
    outcome: Outcome | None = Field(None, description="One of the fixed outcomes.")
    article: Word | None = Field(None, description="An article's printed number or slug, as it stands today.")
    city: Word | None = Field(None, description="A member's slug.")


@router.get("/rounds", response={200: Page[RoundShape], **FAULTS}, url_name="api_rounds")
@spoken
def rounds(request: HttpRequest, asked: Annotated[AskedForPage, Query()]) -> object:
    """All rounds, the newest first."""
    return paged(request, asked, held.all_of(the_charter()), _round)


@router.get("/rounds/{number}", response={200: RoundShape, **FAULTS}, url_name="api_round")
@spoken
def round_(request: HttpRequest, number: Annotated[Number, Path()], asked: Annotated[Asked, Query()]) -> object:
    """One round: its timetable, who may do what, how much came of it."""
    found = held.numbered(the_charter(), number)
    if found is None:
        raise Http404(_("There is no round with that number."))
    return _round(found)


@router.get("/amendments", response={200: Page[AmendmentShape], **FAULTS}, url_name="api_amendments")
@spoken
def amendments(request: HttpRequest, asked: Annotated[AskedForAmendments, Query()]) -> object:
    """Public amendments, the newest round first, in the order of their numbers."""
    charter = the_charter()
    found = amended.narrowed(
        amended.in_short(None).filter(round__charter=charter),
        charter,
        round_number=asked.round,
        state=asked.state or "",
        article=asked.article or "",
        city=asked.city or "",
    )
    return paged_together(request, asked, found, lambda rows: _amendments(rows, charter, asked.code))


@router.get(
    "/amendments/{round}/{number}",
    response={200: AmendmentWhole, **FAULTS},
    url_name="api_amendment",
)
@spoken
def amendment(
    request: HttpRequest,
    round: Annotated[Number, Path()],
    number: Annotated[Number, Path()],
    asked: Annotated[Asked, Query()],
) -> object:
    """One amendment: what it asks, why, who stands behind it, what became of it."""
    found = amended.find(None, number, round)
    if found is None or found.text is None:
        raise Http404(_("There is no such amendment."))
    [shape] = _amendments([found], the_charter(), asked.code)
    closed = assents.closed_of([found.pk]).get(found.pk, []) if shape.decision else []
    positions, compromises = positions_of(found.text, found.round), compromises_of(closed)
    return AmendmentWhole(**dict(shape), positions=positions, compromises=compromises)


@router.get("/decisions", response={200: Page[DecisionShape], **FAULTS}, url_name="api_decisions")
@spoken
def decisions(request: HttpRequest, asked: Annotated[AskedForDecisions, Query()]) -> object:
    """Released decisions, in the order of rounds and numbers."""
    charter = the_charter()
    found = decided.fitting(
        decided.released(charter=charter),
        round_number=asked.round,
        outcome=asked.outcome or "",
        city=asked.city or "",
        keys=amended.keys_in(charter, asked.article) if asked.article else None,
    )
    labels = charter.arrangement.labels(asked.code) if charter.arrangement else {}

    def shapes(rows: list[Decision]) -> list[DecisionShape]:
        closed = assents.closed_of(row.amendment_id for row in rows)
        return [
            _decision(row, changes_of(row.text, labels, asked.code), closed.get(row.amendment_id, [])) for row in rows
        ]

    return paged_together(request, asked, found, shapes)


def _round(found: Round) -> RoundShape:
    same = ("number", "opens_at", "proposals_until", "confirm_until", "support_until", "closed_at", "zone")
    flags = ("who_proposes", "who_is_counted", "partners_propose", "comments_open", "pending_is_public")
    return RoundShape(
        **{name: getattr(found, name) for name in (*same, *flags)},
        title=words(found.title),
        phase=found.phase(timezone.now()),
        body=words(found.body),
        version=found.version.number,
        counts=_counts(found),
        page=page("round", found.number),
        here=here("round", found.number),
    )


def _counts(found: Round) -> Counts | None:
    counted = {name: getattr(found, f"{name}_count") for name in ("public", "decided", "withdrawn", "proposer")}
    if not found.pending_is_public and not counted["decided"]:
        return None
    return Counts(
        amendments=counted["public"],
        decisions=counted["decided"],
        withdrawn=counted["withdrawn"],
        proposers=counted["proposer"],
    )


def _amendments(found: list[Amendment], charter: Charter, language: str) -> list[AmendmentShape]:
    labels: dict[str, Any] = {}
    if charter.arrangement is not None:
        charter.arrangement.charter = charter
        labels = charter.arrangement.labels(language)
    amended.translate(found)
    supports = supported(one.pk for one in found)
    return [
        _amendment(one, changes_of(one.text, labels, language), supports.get(one.pk, 0)) for one in found if one.text
    ]


def _amendment(one: Amendment, changes: list[ChangeShape], supported: int) -> AmendmentShape:
    assert one.text is not None
    names = amendment_ref(one)
    return AmendmentShape(
        **dict(names),
        state=amended.known_state(one),
        title=words_or_none(one.text.title),
        reason=words_or_none(one.text.reason),
        source=one.text.source,
        language=one.text.language,
        member=proposer(one),
        co_proposers=co_proposers(one),
        confirmed_at=one.confirmed_at,
        changes=changes,
        supported=supported,
        decision=decision_short(one),
    )


def _decision(row: Decision, changes: list[ChangeShape], closed: list[Answers]) -> DecisionShape:
    assert row.release is not None
    return DecisionShape(
        outcome=row.outcome,
        label=decided.words(row),
        reason=words(row.reason),
        released_at=row.release.at,
        amendment=amendment_ref(row.amendment),
        member=proposer(row.amendment),
        co_proposers=co_proposers(row.amendment),
        because_of=row.because_of.number if row.because_of else None,
        note=words_or_none(row.note),
        body=row.release.body,
        in_the_text=row.amendment.state == AmendmentState.MERGED,
        changes=changes,
        compromises=compromises_of(closed),
    )
