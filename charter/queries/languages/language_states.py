"""The state of each language of each provision, with few and light queries; the ledger adds the text.

Wordings keep the digest of their adoptions, so the database itself finds the provisions whose languages differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet

from charter import texts
from charter.models import Alignment, Charter, CurrentWording, Entry, SignedException, Wording
from charter.queries.reading import divisions
from charter.states import AlignmentState, LedgerState

NOTHING: frozenset[int] = frozenset()
OUT_OF_STEP = frozenset(LedgerState) - {LedgerState.IN_STEP, LedgerState.EXCEPTED}
# Below so many a list of ids is quicker than asking for the whole charter.
FEW = 200

Where = tuple[int, str]


@dataclass(frozen=True, slots=True)
class LanguageState:
    """One provision in one language, without its text."""

    provision: int
    language: str
    required: bool
    state: LedgerState

    @property
    def is_open(self) -> bool:
        return self.state in OUT_OF_STEP


@dataclass(frozen=True)
class Ways:
    """The work of people on languages that are out of date, by provision and language."""

    running: Mapping[Where, str]
    waiting: Collection[Where]
    exceptions: Mapping[Where, str]
    undivided: Collection[Where]

    def state(self, where: Where, digest: str, meeting: bool, missing: bool) -> LedgerState:
        """The state of a language that lacks something, the most important one first.

        An exception is valid for its digest only.
        """
        if self.exceptions.get(where) == digest:
            return LedgerState.EXCEPTED
        if where in self.waiting:
            return LedgerState.APPROVED
        if meeting:
            return LedgerState.MEETS
        if where in self.running:
            to_approve = self.running[where] == AlignmentState.TO_APPROVE
            return LedgerState.TO_APPROVE if to_approve else LedgerState.WRITING
        if where in self.undivided:
            return LedgerState.TO_DIVIDE
        return LedgerState.MISSING if missing else LedgerState.BEHIND


def out_of_step(charter: Charter, today: date) -> list[LanguageState]:
    """Every line that is not up to date, excepted ones too, in no particular order; all others are up to date."""
    languages = list(charter.languages.values_list("code", "required"))
    codes = [code for code, _required in languages]
    uneven = _uneven(charter, codes)
    if not uneven:
        return []
    few = uneven if len(uneven) <= FEW else None
    current_wordings = _current_wordings(charter, codes, few)
    sets = _sets(charter, few)
    missing = any((pk, code) not in current_wordings for pk in uneven for code in codes)
    ways = _ways(charter, today, missing)
    return [step for pk in uneven for step in _steps(pk, languages, current_wordings, sets, ways)]


def sets_overlap_partly(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether each carries something that the other lacks."""
    return bool(left - right) and bool(right - left)


def _uneven(charter: Charter, codes: Sequence[str]) -> list[int]:
    """Provisions of the working order that some language lacks, or whose languages carry different adoptions."""
    rows = CurrentWording.objects.filter(provision__charter=charter, language__in=codes).order_by().values("provision")
    digest = "wording__carries_digest"
    even = {
        pk: n == len(codes) and low == high
        for pk, n, low, high in rows.annotate(n=Count("pk"), low=Min(digest), high=Max(digest)).values_list(
            "provision", "n", "low", "high"
        )
    }
    keys = set(charter.arrangement.keys()) if charter.arrangement else set()
    places = charter.provisions.values_list("pk", "key")
    return [pk for pk, key in places if str(key) in keys and not even.get(pk, False)]


def _current_wordings(charter: Charter, codes: Sequence[str], few: list[int] | None) -> dict[Where, int]:
    rows = CurrentWording.objects.filter(provision__charter=charter, language__in=codes).order_by()
    rows = rows.filter(provision__in=few) if few is not None else rows
    return {(pk, code): wording for pk, code, wording in rows.values_list("provision", "language", "wording")}


def _sets(charter: Charter, few: list[int] | None) -> dict[int, frozenset[int]]:
    stand = CurrentWording.objects.filter(provision__charter=charter)
    stand = stand.filter(provision__in=few) if few is not None else stand
    rows = Wording.carries.through.objects.filter(wording__in=stand.values("wording"))
    return adoptions_by_wording(rows.values_list("wording_id", "adoption_id"))


def adoptions_by_wording(rows: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Sets of adoptions by wording."""
    sets: dict[int, set[int]] = defaultdict(set)
    for wording, adoption in rows:
        sets[wording].add(adoption)
    return {wording: frozenset(adoptions) for wording, adoptions in sets.items()}


def _ways(charter: Charter, today: date, missing: bool) -> Ways:
    of_charter = {"provision__charter": charter}
    running = Alignment.objects.filter(**of_charter).exclude(state=AlignmentState.APPROVED)
    signed_exceptions = valid_exceptions(SignedException.objects.filter(**of_charter), today)
    return Ways(
        running={(pk, code): state for pk, code, state in running.values_list("provision", "language", "state")},
        waiting=frozenset(Entry.objects.filter(**of_charter).values_list("provision", "language")),
        exceptions={
            (pk, code): of for pk, code, of in signed_exceptions.values_list("provision", "language", "carries_digest")
        },
        undivided=divisions.open_divisions(charter).keys() if missing else (),
    )


def valid_exceptions(rows: QuerySet[SignedException], today: date) -> QuerySet[SignedException]:
    """The signed exceptions that hold on that day."""
    return rows.filter(ended=None, until__gte=today)


def _steps(
    pk: int,
    languages: Sequence[tuple[str, bool]],
    current_wordings: Mapping[Where, int],
    sets: Mapping[int, frozenset[int]],
    ways: Ways,
) -> Iterator[LanguageState]:
    stand = {code: current_wordings.get((pk, code)) for code, _required in languages}
    carry = {code: sets.get(wording, NOTHING) for code, wording in stand.items() if wording is not None}
    kinds = set(carry.values())
    whole = NOTHING.union(*kinds)
    digest = texts.digest_of_carried(whole)
    for code, required in languages:
        mine = carry.get(code)
        if mine != whole:
            meeting = mine is not None and any(sets_overlap_partly(mine, other) for other in kinds)
            yield LanguageState(pk, code, required, ways.state((pk, code), digest, meeting, mine is None))
