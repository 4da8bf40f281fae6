"""Rounds, the amendments of a round, and what was decided on them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from accounts.queries.themes import current_code
from charter.api.addresses import here, page
from charter.api.amendment_details import ChangeShape, PositionShape, changes_of, positions_of
from charter.api.compromises import CompromiseShape, compromises_of
from charter.api.query_parameters import (
    Asked,
    AskedForPage,
    Number,
    Page,
    Word,
    paged,
    paged_together,
    spoken,
    the_charter,
)
from charter.api.shapes import (
    FAULTS,
    AmendmentRef,
    DecisionShort,
    Member,
    ResolutionShape,
    Words,
    amendment_ref,
    co_proposers,
    decision_short,
    proposer,
    resolution_of,
    words,
    words_or_none,
)
from charter.models import Amendment, Charter, Decision, Round, load_amendment_texts
from charter.queries.amending import amendments as amendment_queries
from charter.queries.amending import rounds as round_queries
from charter.queries.amending.public_texts import PublicText, TextCitations, public_texts
from charter.queries.amending.supports import count_supports
from charter.queries.deciding import compromise_answers, effects
from charter.queries.deciding import decisions as decision_queries
from charter.queries.deciding.compromise_answers import Answers
from charter.queries.reading.published_labels import latest_version
from charter.states import AmendmentState, Outcome
from charter.wording.bodies import body_name
from charter.wording.decisions import outcome_label

router = Router(tags=["Process"])
VERSION = "The published version whose text is changed. Null for the working text, which is not adopted."


class Counts(Schema):
    """Counts of public items."""

    amendments: int
    decisions: int
    withdrawn: int
    proposers: int


class RoundShape(Schema):
    """The timetable of proposals and support."""

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
    counts: Counts | None = Field(description="Null while the round does not show pending amendments.")
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
    version: int | None = Field(description=VERSION)
    supported: int = Field(description="Number of counted members that support the current text.")
    decision: DecisionShort | None
    page: str
    here: str
    resolution: ResolutionShape | None = Field(None, description="The resolution of the council of the member.")


class AmendmentWhole(AmendmentShape):
    """An amendment with the positions of others."""

    positions: list[PositionShape]
    compromises: list[CompromiseShape] = Field(description="Empty while the decision is not public.")


class DecisionShape(DecisionShort):
    """The outcome of an amendment, with the reason."""

    amendment: AmendmentRef
    member: Member
    co_proposers: list[Member]
    because_of: int | None = Field(description="The other amendment that the decision names.")
    note: Words | None = Field(description="For a correction: the error in the previous decision.")
    body: str = Field(description="The body that endorsed the published decisions.")
    in_the_text: bool = Field(description="Whether it was merged before the latest version was published.")
    changes: list[ChangeShape]
    version: int | None = Field(description=VERSION)
    compromises: list[CompromiseShape] = Field(
        description="Compromise texts sent to the proposers, and their replies."
    )


KnownState = StrEnum(  # type: ignore[misc]
    "KnownState",
    [(str(c), str(c)) for c in (AmendmentState.UNDER_REVIEW, AmendmentState.WITHDRAWN, *Outcome)],
)


class AskedForAmendments(AskedForPage):
    """Filters for amendments."""

    round: Number | None = Field(None, description="A round's number.")
    state: KnownState | None = Field(None, description="under_review, withdrawn or an outcome.")
    article: Word | None = Field(None, description="The current printed number or slug of an article.")
    city: Word | None = Field(None, description="A member's slug.")
    theme: Word | None = Field(None, description="The slug of a theme.")


class AskedForDecisions(AskedForPage):
    """Filters for decisions."""

    round: Number | None = Field(None, description="A round's number.")
    outcome: Outcome | None = Field(None, description="One of the fixed outcomes.")
    article: Word | None = Field(None, description="The current printed number or slug of an article.")
    city: Word | None = Field(None, description="A member's slug.")
    theme: Word | None = Field(None, description="The slug of a theme.")


@router.get("/rounds", response={200: Page[RoundShape], **FAULTS}, url_name="api_rounds")
@spoken
def rounds(request: HttpRequest, query: Annotated[AskedForPage, Query()]) -> object:
    """All rounds, the newest first."""
    return paged(request, query, round_queries.rounds_with_counts(the_charter()), _round)


@router.get("/rounds/{number}", response={200: RoundShape, **FAULTS}, url_name="api_round")
@spoken
def round_(request: HttpRequest, number: Annotated[Number, Path()], query: Annotated[Asked, Query()]) -> object:
    """One round: its timetable, its rules and its counts."""
    found_round = round_queries.round_by_number(the_charter(), number)
    if found_round is None:
        raise Http404(_("There is no round with that number."))
    return _round(found_round)


@router.get("/amendments", response={200: Page[AmendmentShape], **FAULTS}, url_name="api_amendments")
@spoken
def amendments(request: HttpRequest, query: Annotated[AskedForAmendments, Query()]) -> object:
    """Public amendments, the newest round first, in the order of their numbers."""
    charter = the_charter()
    found_amendments = amendment_queries.narrow_amendments(
        amendment_queries.amendments_with_reasons(None).filter(round__charter=charter),
        charter,
        round_number=query.round,
        state=query.state or "",
        article=query.article or "",
        city=query.city or "",
        theme=current_code(query.theme) if query.theme else "",
    )
    return paged_together(request, query, found_amendments, lambda rows: _amendments(rows, charter, query.code))


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
    query: Annotated[Asked, Query()],
) -> object:
    """One amendment: the proposed change, the reasons, the proposers, the outcome."""
    found_amendment = amendment_queries.find_amendment(None, number, round)
    if found_amendment is None or found_amendment.text is None:
        raise Http404(_("The amendment does not exist."))
    [shape] = _amendments([found_amendment], the_charter(), query.code)
    closed = (
        compromise_answers.closed_compromises([found_amendment.pk]).get(found_amendment.pk, [])
        if shape.decision
        else []
    )
    positions, compromises = positions_of(found_amendment.text, found_amendment.round), compromises_of(closed)
    return AmendmentWhole(**dict(shape), positions=positions, compromises=compromises)


@router.get("/decisions", response={200: Page[DecisionShape], **FAULTS}, url_name="api_decisions")
@spoken
def decisions(request: HttpRequest, query: Annotated[AskedForDecisions, Query()]) -> object:
    """Published decisions, in the order of rounds and numbers."""
    charter = the_charter()
    found_decisions = decision_queries.filter_decisions(
        decision_queries.released_decisions(charter=charter),
        round_number=query.round,
        outcome=query.outcome or "",
        city=query.city or "",
        keys=amendment_queries.keys_in(charter, query.article) if query.article else None,
        theme=current_code(query.theme) if query.theme else "",
    )
    citations = TextCitations(charter, query.code)

    def shapes(rows: list[Decision]) -> list[DecisionShape]:
        closed, public = (
            compromise_answers.closed_compromises(row.amendment_id for row in rows),
            public_texts(row.text for row in rows),
        )
        in_text = effects.in_version(rows, latest_version(charter))
        return [
            _decision(
                row,
                public[row.text_id],
                changes_of(public[row.text_id], citations),
                closed.get(row.amendment_id, []),
                row.amendment_id in in_text,
            )
            for row in rows
        ]

    return paged_together(request, query, found_decisions, shapes)


def _round(row: Round) -> RoundShape:
    same = ("number", "opens_at", "proposals_until", "confirm_until", "support_until", "closed_at", "zone")
    flags = ("who_proposes", "who_is_counted", "partners_propose", "comments_open", "pending_is_public")
    return RoundShape(
        **{name: getattr(row, name) for name in (*same, *flags)},
        title=words(row.title),
        phase=row.phase(timezone.now()),
        body=words(row.body),
        version=row.version.number,
        counts=_counts(row),
        page=page("round", row.number),
        here=here("round", row.number),
    )


def _counts(row: Round) -> Counts | None:
    counted = {name: getattr(row, f"{name}_count") for name in ("public", "decided", "withdrawn", "proposer")}
    if not row.pending_is_public and not counted["decided"]:
        return None
    return Counts(
        amendments=counted["public"],
        decisions=counted["decided"],
        withdrawn=counted["withdrawn"],
        proposers=counted["proposer"],
    )


def _amendments(rows: list[Amendment], charter: Charter, language: str) -> list[AmendmentShape]:
    citations = TextCitations(charter, language)
    load_amendment_texts(rows)
    supports, public = count_supports(row.pk for row in rows), public_texts(row.text for row in rows if row.text)
    return [
        _amendment(row, shown, changes_of(shown, citations), supports.get(row.pk, 0))
        for row in rows
        if (shown := public.get(row.text_id or 0)) is not None
    ]


def _amendment(row: Amendment, public: PublicText, changes: list[ChangeShape], supported: int) -> AmendmentShape:
    assert row.text is not None
    names = amendment_ref(row)
    return AmendmentShape(
        **dict(names),
        state=amendment_queries.known_state(row),
        title=words_or_none(row.text.title),
        reason=words_or_none(row.text.reason),
        source=row.text.source,
        language=row.text.language,
        member=proposer(row),
        co_proposers=co_proposers(row),
        confirmed_at=row.confirmed_at,
        changes=changes,
        version=public.version,
        supported=supported,
        decision=decision_short(row),
        resolution=resolution_of(row),
    )


def _decision(
    row: Decision, public: PublicText, changes: list[ChangeShape], closed: list[Answers], in_the_text: bool
) -> DecisionShape:
    assert row.release is not None
    return DecisionShape(
        outcome=row.outcome,
        label=outcome_label(row),
        reason=words(row.reason),
        released_at=row.release.at,
        amendment=amendment_ref(row.amendment),
        member=proposer(row.amendment),
        co_proposers=co_proposers(row.amendment),
        because_of=row.because_of.number if row.because_of else None,
        note=words_or_none(row.note),
        body=body_name(row.release),
        in_the_text=in_the_text,
        changes=changes,
        version=public.version,
        compromises=compromises_of(closed),
        type=str(row.type) if row.type else None,
    )
