"""Where a person put what could not be aligned: a list in the report, made to be filled in and handed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from charter.imports.alignment import Alignment, Pair, with_pairs
from charter.imports.drafts import ProvisionDraft
from charter.imports.refusals import Sentence

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


WRONG_FORMAT = _("This is not a file of placements: it must be a JSON object with a list called “placements”.")
OTHER_TEXT = _("The placement of %(citation)s was made for another text.")
UNKNOWN = _("There is no %(citation)s to place.")
TWICE = _("%(citation)s is placed twice.")
NOT_PLACED = _("%(citation)s is not placed yet: name the provision it is, or say “new” or “missing”.")
MIXED = _("%(citation)s is a heading in one language and not in the other.")


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


def proposed(alignment: Alignment) -> tuple[Placement, ...]:
    """What is left to place, each with the likeliest place filled in."""
    likely = {pair.incoming.citation: pair.base.citation for pair in alignment.suggested}
    base, incoming = alignment.to_place
    coming = [_proposal(one, likely.get(one.citation, ""), alignment) for one in incoming]
    gone = [
        Placement("", one.citation, MISSING, words=_words(one)) for one in base if one.citation not in likely.values()
    ]
    return (*coming, *gone)


def _proposal(one: ProvisionDraft, likely: str, alignment: Alignment) -> Placement:
    after = "" if likely else _neighbour(one, alignment)
    return Placement(one.citation, "", likely or NEW, after, _words(one))


def _neighbour(one: ProvisionDraft, alignment: Alignment) -> str:
    """The base's provision that stands where the one before this one does."""
    partners = {pair.incoming.citation: pair.base.citation for pair in (*alignment.pairs, *alignment.suggested)}
    before = ""
    for other in alignment.incoming.provisions():
        if other.citation == one.citation:
            return before
        before = partners.get(other.citation, before)
    return before


def _words(one: ProvisionDraft) -> str:
    return one.text[:EXCERPT]


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


def apply(alignment: Alignment, placements: Sequence[Placement]) -> Alignment:
    """The alignment as a person completed it; a placement that fits nothing is refused."""
    left, right = alignment.base.by_citation(), alignment.incoming.by_citation()
    alignment = _loosened(alignment, placements)
    _check(alignment, placements)
    pairs = [_pair(one, left, right) for one in placements if one.incoming and one.place != NEW]
    new = tuple((one.incoming, one.after) for one in placements if one.incoming and one.place == NEW)
    absent = frozenset(one.base for one in placements if not one.incoming)
    placed = with_pairs(alignment, pairs)
    return replace(placed, new=(*alignment.new, *new), absent=alignment.absent | absent)


def _loosened(alignment: Alignment, placements: Sequence[Placement]) -> Alignment:
    """The alignment without the pairs of what a person places otherwise."""
    placed = {one.incoming for one in placements if one.incoming}
    pairs = tuple(pair for pair in alignment.pairs if pair.incoming.citation not in placed)
    return replace(alignment, pairs=pairs)


def _check(alignment: Alignment, placements: Sequence[Placement]) -> None:
    open_base = {one.citation: one for one in alignment.only_base}
    open_incoming = {one.citation: one for one in alignment.only_incoming}
    taken: set[tuple[str, str]] = set()
    for one in placements:
        _check_one(one, open_incoming if one.incoming else open_base)
        if one.incoming and one.place != NEW and one.place not in open_base:
            raise Misplaced(TWICE if one.place in alignment.base.by_citation() else UNKNOWN, citation=one.place)
        for key in _claims(one):
            if key in taken:
                raise Misplaced(TWICE, citation=key[1])
            taken.add(key)
        if one.after and one.after not in alignment.base.by_citation():
            raise Misplaced(UNKNOWN, citation=one.after)


def _claims(one: Placement) -> list[tuple[str, str]]:
    if not one.incoming:
        return [("base", one.base)]
    return [("incoming", one.incoming)] + ([("base", one.place)] if one.place != NEW else [])


def _check_one(one: Placement, known: Mapping[str, ProvisionDraft]) -> None:
    if one.citation not in known:
        raise Misplaced(UNKNOWN, citation=one.citation)
    if not one.place or (not one.incoming and one.place != MISSING):
        raise Misplaced(NOT_PLACED, citation=one.citation)
    if one.words and not known[one.citation].text.startswith(one.words):
        raise Misplaced(OTHER_TEXT, citation=one.citation)


def _pair(one: Placement, left: Mapping[str, ProvisionDraft], right: Mapping[str, ProvisionDraft]) -> Pair:
    pair = Pair(left[one.place], right[one.incoming], "person")
    if pair.base.is_heading != pair.incoming.is_heading:
        raise Misplaced(MIXED, citation=one.incoming)
    return pair
