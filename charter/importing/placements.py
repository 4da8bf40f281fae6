"""Where a person put what could not be aligned: a list in the report, made to be filled in and handed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from charter.files.refusals import Sentence
from charter.importing.alignment import Alignment, Pair, with_pairs
from charter.importing.drafts import ProvisionDraft

FORMAT = "charter-placements-1"
NEW = "new"
MISSING = "missing"
EXCERPT = 60


class Misplaced(Exception):
    """A placement that cannot be followed, with one sentence saying why."""

    def __init__(self, sentence: Sentence, **details: str) -> None:
        super().__init__(sentence)
        self.sentence, self.details = sentence, details

    def __str__(self) -> str:
        return str(self.sentence) % self.details if self.details else str(self.sentence)


WRONG_FORMAT = _("The file has the wrong format. The file must be a JSON object with a list called “placements”.")
OTHER_TEXT = _("The placement of %(citation)s was made for another text.")
UNKNOWN = _("There is no provision %(citation)s to assign.")
TWICE = _("%(citation)s is assigned twice. Assign it only once.")
NOT_PLACED = _("%(citation)s is not assigned yet. Enter the matching provision, “new” or “missing”.")
MIXED = _("%(citation)s is a heading in one language but not in the other.")


@dataclass(frozen=True)
class Placement:
    """Of an incoming provision: the base's citation it is, or `new` after another; of a base's: that it is missing."""

    incoming: str
    base: str
    place: str
    after: str = ""
    words: str = ""

    @property
    def citation(self) -> str:
        return self.incoming or self.base


def propose_placements(alignment: Alignment) -> tuple[Placement, ...]:
    """What is left to place, each with the likeliest place filled in."""
    likely = {pair.incoming.citation: pair.base.citation for pair in alignment.suggested}
    base, incoming = alignment.to_place
    coming = [_proposal(provision, likely.get(provision.citation, ""), alignment) for provision in incoming]
    gone = [
        Placement("", provision.citation, MISSING, words=_words(provision))
        for provision in base
        if provision.citation not in likely.values()
    ]
    return (*coming, *gone)


def _proposal(provision: ProvisionDraft, likely: str, alignment: Alignment) -> Placement:
    after = "" if likely else _neighbour(provision, alignment)
    return Placement(provision.citation, "", likely or NEW, after, _words(provision))


def _neighbour(provision: ProvisionDraft, alignment: Alignment) -> str:
    """The base's provision that stands where the one before this one does."""
    partners = {pair.incoming.citation: pair.base.citation for pair in (*alignment.pairs, *alignment.suggested)}
    before = ""
    for other in alignment.incoming.provisions():
        if other.citation == provision.citation:
            return before
        before = partners.get(other.citation, before)
    return before


def _words(provision: ProvisionDraft) -> str:
    return provision.text[:EXCERPT]


def as_json(placements: Sequence[Placement]) -> list[dict[str, str]]:
    """Placements as the report prints them and as they are handed back."""
    return [
        {name: value for name, value in vars(placement).items() if value or name == "place"}
        for placement in placements
    ]


def from_json(data: Any) -> tuple[Placement, ...]:
    """Reads placements from a report or a file of placements."""
    rows = data.get("placements") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Misplaced(WRONG_FORMAT)
    names = ("incoming", "base", "place", "after", "words")
    return tuple(Placement(**{name: str(row.get(name) or "") for name in names}) for row in rows)


def apply_placements(alignment: Alignment, placements: Sequence[Placement]) -> Alignment:
    """The alignment as a person completed it; a placement that fits nothing is refused."""
    left, right = alignment.base.by_citation(), alignment.incoming.by_citation()
    alignment = _loosened(alignment, placements)
    _check(alignment, placements)
    pairs = [
        _pair(placement, left, right) for placement in placements if placement.incoming and placement.place != NEW
    ]
    new = tuple(
        (placement.incoming, placement.after)
        for placement in placements
        if placement.incoming and placement.place == NEW
    )
    absent = frozenset(placement.base for placement in placements if not placement.incoming)
    placed = with_pairs(alignment, pairs)
    return replace(placed, new=(*alignment.new, *new), absent=alignment.absent | absent)


def _loosened(alignment: Alignment, placements: Sequence[Placement]) -> Alignment:
    """The alignment without the pairs of what a person places otherwise."""
    placed = {placement.incoming for placement in placements if placement.incoming}
    pairs = tuple(pair for pair in alignment.pairs if pair.incoming.citation not in placed)
    return replace(alignment, pairs=pairs)


def _check(alignment: Alignment, placements: Sequence[Placement]) -> None:
    open_base = {provision_draft.citation: provision_draft for provision_draft in alignment.only_base}
    open_incoming = {provision_draft.citation: provision_draft for provision_draft in alignment.only_incoming}
    claimed: set[tuple[str, str]] = set()
    for placement in placements:
        _check_one(placement, open_incoming if placement.incoming else open_base)
        if placement.incoming and placement.place != NEW and placement.place not in open_base:
            raise Misplaced(
                TWICE if placement.place in alignment.base.by_citation() else UNKNOWN, citation=placement.place
            )
        for key in _claims(placement):
            if key in claimed:
                raise Misplaced(TWICE, citation=key[1])
            claimed.add(key)
        if placement.after and placement.after not in alignment.base.by_citation():
            raise Misplaced(UNKNOWN, citation=placement.after)


def _claims(placement: Placement) -> list[tuple[str, str]]:
    if not placement.incoming:
        return [("base", placement.base)]
    return [("incoming", placement.incoming)] + ([("base", placement.place)] if placement.place != NEW else [])


def _check_one(placement: Placement, provisions: Mapping[str, ProvisionDraft]) -> None:
    if placement.citation not in provisions:
        raise Misplaced(UNKNOWN, citation=placement.citation)
    if not placement.place or (not placement.incoming and placement.place != MISSING):
        raise Misplaced(NOT_PLACED, citation=placement.citation)
    if placement.words and not provisions[placement.citation].text.startswith(placement.words):
        raise Misplaced(OTHER_TEXT, citation=placement.citation)


def _pair(placement: Placement, left: Mapping[str, ProvisionDraft], right: Mapping[str, ProvisionDraft]) -> Pair:
    pair = Pair(left[placement.place], right[placement.incoming], "person")
    if pair.base.is_heading != pair.incoming.is_heading:
        raise Misplaced(MIXED, citation=placement.incoming)
    return pair
