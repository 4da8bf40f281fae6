"""Amendments as a table shows them: what each row says, in five questions however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import FormerName, Person, said_in
from accounts.prepared import Prepared
from charter import rules
from charter.citations import Label
from charter.models import Amendment, Change, Charter, CoProposal
from charter.queries.comparing import redline_of_change
from charter.queries.supports import supported
from charter.states import ChangeKind, CoProposalState


@dataclass(frozen=True)
class Held:
    """The decision that holds and is public; `because_of` is the number of the amendment that it names."""

    outcome: str
    because_of: int | None


@dataclass(frozen=True)
class FirstChange:
    """The first change of an amendment, its words and the citation of its provision."""

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
class Row:
    """What a row says. `askers` are all who ask for it, the first one first; empty where one withholds its name."""

    round: int
    number: int
    state: str
    came_by: str
    came_on: date | None
    title: str
    askers: tuple[str, ...]
    body: str
    held: Held | None
    change: FirstChange | None
    supported: int


class Listed:
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
    """The query of one page, or that of the count: where a page begins stands in the SQL itself."""

    def build(charter: int) -> QuerySet[Amendment, Any]:
        shown = Amendment.objects.public() if inside else Amendment.objects.open_to_all()
        found = shown.filter(round__charter=charter)
        if part is None:
            return found.order_by().values("round__charter").annotate(n=Count("pk")).values_list("round__charter", "n")
        return found.order_by("-round__number", "number").values_list("pk")[slice(*part)]

    return Prepared(build)


def rows(found: Sequence[Amendment | int], labels: Mapping[str, Label], words_in: str, names_in: str) -> list[Row]:
    """The rows of these amendments, in their order; titles in one language, names in that of the catalogue."""
    ids = [one if isinstance(one, int) else one.pk for one in found]
    changes, supports = _first_changes(ids, labels), supported(ids)
    joined: dict[int, list[str]] = {}
    for pk, *name in _JOINED.rows(ids, names_in):
        joined.setdefault(pk, []).append(_name(*name))
    said = {row[0]: row[1:] for row in _ROWS.rows(ids, words_in, names_in)}
    return [_row(said[pk], joined.get(pk, []), changes.get(pk), supports.get(pk, 0)) for pk in ids if pk in said]


def _row(said: tuple[Any, ...], joined: list[str], change: FirstChange | None, supports: int) -> Row:
    round_, number, state, came_by, came_on, title, *name, body, outcome, release, because = said
    held = Held(outcome, because) if outcome and release else None
    askers = (_name(*name), *joined)
    return Row(round_, number, state, came_by, came_on, title or "", askers, body or "", held, change, supports)


def _name(withheld: bool, then: str | None, now: str) -> str:
    return "" if withheld else then or now


def _borne(at: str, names_in: str) -> Subquery:
    """The name that the organisation of a row bore at the moment in that column, where it has another since."""
    given_up = FormerName.objects.filter(organisation=OuterRef("organisation"), until__gt=OuterRef(at))
    return Subquery(given_up.order_by("until").annotate(said=said_in("name", names_in)).values("said")[:1])


def _joined(ids: list[int], names_in: str) -> QuerySet[CoProposal, Any]:
    held = CoProposal.objects.filter(amendment__in=ids, state=CoProposalState.JOINED).order_by("amendment", "pk")
    named = held.annotate(name_then=_borne("at", names_in), name_now=said_in("organisation__name", names_in))
    return named.values_list("amendment", "organisation__name_withheld", "name_then", "name_now")


def _rows(ids: list[int], words_in: str, names_in: str) -> QuerySet[Amendment, Any]:
    return (
        Amendment.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            held=FilteredRelation("decisions", condition=Q(decisions__superseded_at=None)),
            said_title=said_in("text__title", words_in),
            name_then=_borne("confirmed_at", names_in),
            name_now=said_in("organisation__name", names_in),
            said_body=said_in("round__body", words_in),
        )
        .values_list(
            *("pk", "round__number", "number", "state", "came_by", "came_on"),
            *("said_title", "organisation__name_withheld", "name_then", "name_now", "said_body"),
            *("held__outcome", "held__release", "held__because_of__number"),
        )
    )


def _first_changes(ids: Iterable[int], labels: Mapping[str, Label]) -> dict[int, FirstChange]:
    return dict(_firsts(_CHANGES.rows(list(ids)), labels))


def _firsts(found: list[tuple[Any, ...]], labels: Mapping[str, Label]) -> Iterator[tuple[int, FirstChange]]:
    several = {pk for (pk, *_before), (after, *_rest) in pairwise(found) if pk == after}
    for pk, key, kind, before, after, language, *more in reversed(found):  # the first one of each is said last
        label = labels.get(str(UUID(str(key))))
        cited = label.citation if label else ""
        yield pk, FirstChange(cited, kind, before or "", after, language, pk not in several, more[0], more[1] or "")


def _changes(ids: list[int]) -> QuerySet[Change, Any]:
    held = Amendment.objects.filter(pk__in=ids).order_by().values("text")
    found = Change.objects.filter(text__in=held).order_by("text__amendment", "place")
    said = ("kind", "base__html", "html", "language", "cut", "after_base__html")
    return found.values_list("text__amendment", "provision__key", *said)


_ROWS = Prepared(_rows)
_JOINED = Prepared(_joined)
_CHANGES = Prepared(_changes)
