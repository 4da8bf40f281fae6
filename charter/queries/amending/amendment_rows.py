"""Amendments as rows of a table, read in five queries for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import FormerName, Person, localized_text_in
from accounts.prepared import Prepared
from charter import rules
from charter.citations import Label
from charter.models import Amendment, AmendmentText, Change, Charter, CoProposal, DecisionType
from charter.queries.amending.amendments import changes_of
from charter.queries.amending.public_texts import PublicText, TextCitations, public_texts
from charter.queries.amending.supports import count_supports
from charter.queries.reading.comparing import redline_of_change
from charter.states import AmendmentState, ChangeKind, CoProposalState

ENDED = frozenset({AmendmentState.MERGED, AmendmentState.WITHDRAWN})


@dataclass(frozen=True)
class ValidDecision:
    """The decision that holds and is public; `because_of` is the number of the amendment that it names."""

    outcome: str
    because_of: int | None
    type: DecisionType | None = None


@dataclass(frozen=True)
class FirstChange:
    """The first change of an amendment, its text and the citation of its provision."""

    citation: str
    kind: str
    before: str
    after: str
    language: str
    is_only: bool
    cut: int | None = None
    following: str = ""

    def redline(self, language: str) -> str:
        """A piece that moves keeps its words."""
        if self.kind == ChangeKind.MOVE:
            return self.before
        return redline_of_change(self.kind, self.before, self.after, self.cut, self.following, language)


@dataclass(frozen=True)
class AmendmentRow:
    """One row. `askers` are the names of all proposers, the first one first; empty if one withholds its name."""

    round: int
    number: int
    state: str
    came_by: str
    came_on: date | None
    title: str
    askers: tuple[str, ...]
    body: str
    valid_decision: ValidDecision | None
    change: FirstChange | None
    supported: int


class ListedAmendments:
    """Ids of all public amendments of a charter, in order, as a paginator takes them: counted, and cut into pages."""

    ordered = True

    def __init__(self, charter: Charter, person: Person | None) -> None:
        self.charter, self.inside = charter.pk, rules.is_inside(person)

    def count(self) -> int:
        return sum(number for _charter, number in _prepared(self.inside, None).rows(self.charter))

    def __getitem__(self, part: slice) -> list[int]:
        where = part.start, part.stop
        return [pk for (pk,) in _prepared(self.inside, where).rows(self.charter)] if part.start < part.stop else []


@lru_cache(maxsize=100)
def _prepared(inside: bool, part: tuple[int, int] | None) -> Prepared:
    """The query of one page, or of the count. Each page has its own query, because its SQL contains the start."""

    def build(charter: int) -> QuerySet[Amendment, Any]:
        shown = Amendment.objects.public() if inside else Amendment.objects.open_to_all()
        amendments = shown.filter(round__charter=charter)
        if part is None:
            return (
                amendments.order_by()
                .values("round__charter")
                .annotate(n=Count("pk"))
                .values_list("round__charter", "n")
            )
        return amendments.order_by("-round__number", "number").values_list("pk")[slice(*part)]

    return Prepared(build)


def make_rows(
    amendments: Sequence[Amendment | int], citations: TextCitations | None, words_in: str, names_in: str
) -> list[AmendmentRow]:
    """The rows of these amendments, in their order; titles in one language, names in that of the catalogue.

    Each row cites the version that its text changes. Without `citations` there is no charter, and no amendment.
    """
    ids = [amendment if isinstance(amendment, int) else amendment.pk for amendment in amendments]
    joined: dict[int, list[str]] = {}
    for pk, *name in _JOINED.rows(ids, names_in):
        joined.setdefault(pk, []).append(_name(*name))
    rows = _ROWS.rows(ids, words_in, names_in)
    rows_by_id = {pk: row for pk, _text, _carried_from, *row in rows}
    public = _public_texts(rows, citations)
    texts = [public[text].text.pk if text in public else text for _pk, text, *_row in rows if text]
    labels = {public[text].text.amendment_id: citations.of(public[text]) for text in public} if citations else {}
    changes = _first_changes(texts, citations.published if citations else {}, labels)
    supports = count_supports(ids)
    types = _types(row[-3] for row in rows_by_id.values())
    return [
        _row(rows_by_id[pk], joined.get(pk, []), changes.get(pk), supports.get(pk, 0), types)
        for pk in ids
        if pk in rows_by_id
    ]


def _types(ids: Iterable[int | None]) -> Mapping[int, DecisionType]:
    """The types of these decisions, which most sites and most decisions do not have."""
    named = {pk for pk in ids if pk is not None}
    return DecisionType.objects.in_bulk(named) if named else {}


def _row(
    columns: list[Any],
    joined: list[str],
    change: FirstChange | None,
    supports: int,
    types: Mapping[int, DecisionType],
) -> AmendmentRow:
    round_, number, state, came_by, came_on, title, *name, body, outcome, type_, release, because = columns
    valid_decision = ValidDecision(outcome, because, types.get(type_)) if outcome and release else None
    askers = (_name(*name), *joined)
    return AmendmentRow(
        round_, number, state, came_by, came_on, title or "", askers, body or "", valid_decision, change, supports
    )


def _name(withheld: bool, then: str | None, now: str) -> str:
    return "" if withheld else then or now


def _borne(at: str, names_in: str) -> Subquery:
    """The name that the organisation of a row bore at the moment in that column, where it has another since."""
    given_up = FormerName.objects.filter(organisation=OuterRef("organisation"), until__gt=OuterRef(at))
    return Subquery(
        given_up.order_by("until").annotate(name_text=localized_text_in("name", names_in)).values("name_text")[:1]
    )


def _joined(ids: list[int], names_in: str) -> QuerySet[CoProposal, Any]:
    co_proposals = CoProposal.objects.filter(amendment__in=ids, state=CoProposalState.JOINED).order_by(
        "amendment", "pk"
    )
    named = co_proposals.annotate(
        name_then=_borne("at", names_in), name_now=localized_text_in("organisation__name", names_in)
    )
    return named.values_list("amendment", "organisation__name_withheld", "name_then", "name_now")


def _rows(ids: list[int], words_in: str, names_in: str) -> QuerySet[Amendment, Any]:
    return (
        Amendment.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            held=FilteredRelation("decisions", condition=Q(decisions__superseded_at=None)),
            said_title=localized_text_in("text__title", words_in),
            name_then=_borne("confirmed_at", names_in),
            name_now=localized_text_in("organisation__name", names_in),
            said_body=localized_text_in("round__body", words_in),
        )
        .values_list(
            *("pk", "text", "text__carried_from", "round__number", "number", "state", "came_by", "came_on"),
            *("said_title", "organisation__name_withheld", "name_then", "name_now", "said_body"),
            *("held__outcome", "held__type", "held__release", "held__because_of__number"),
        )
    )


def _public_texts(rows: Sequence[Any], citations: TextCitations | None) -> dict[int, PublicText]:
    """By id, the current texts of which another is shown, or another version than the latest can be cited."""
    has_earlier = citations is not None and citations.latest is not None and citations.latest.number > 1
    looked_up = [
        text
        for _pk, text, carried_from, _round, _number, state, *_more, _outcome, _type, release, _because in rows
        if text and (carried_from or (has_earlier and (release or state in ENDED)))
    ]
    texts = AmendmentText.objects.filter(pk__in=looked_up).prefetch_related(changes_of("changes"))
    return public_texts(texts) if looked_up else {}


def _first_changes(
    texts: list[int], published: Mapping[str, Label], labels: Mapping[int, Mapping[str, Label]]
) -> dict[int, FirstChange]:
    """By amendment, the first change of its text, with the citation in the version that the text changes."""
    return dict(_firsts(_CHANGES.rows(texts), published, labels))


def _firsts(
    rows: list[tuple[Any, ...]], published: Mapping[str, Label], labels: Mapping[int, Mapping[str, Label]]
) -> Iterator[tuple[int, FirstChange]]:
    several = {pk for (pk, *_before), (after, *_rest) in pairwise(rows) if pk == after}
    for pk, key, kind, before, after, language, *more in reversed(rows):  # the first one of each is said last
        label = labels.get(pk, published).get(str(UUID(str(key))))
        cited = label.citation if label else ""
        yield pk, FirstChange(cited, kind, before or "", after, language, pk not in several, more[0], more[1] or "")


def _changes(texts: list[int]) -> QuerySet[Change, Any]:
    changes = Change.objects.filter(text__in=texts).order_by("text__amendment", "place")
    columns = ("kind", "base__html", "html", "language", "cut", "after_base__html")
    return changes.values_list("text__amendment", "provision__key", *columns)


_ROWS = Prepared(_rows)
_JOINED = Prepared(_joined)
_CHANGES = Prepared(_changes)
