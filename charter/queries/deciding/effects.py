"""What amendments changed in the text: computed from text, deletions and moves of a version, never from a state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.prepared import Prepared
from charter import texts
from charter.models import (
    Adoption,
    Amendment,
    Arrangement,
    Change,
    Decision,
    Provision,
    Round,
    Version,
    VersionWording,
    Wording,
)
from charter.queries.reading import divisions, origins, word_sources
from charter.queries.reading.published_labels import latest_version
from charter.states import BORDER_KINDS, AmendmentState, ChangeKind, Outcome, StructuralEffect
from charter.text import diff


@dataclass(frozen=True)
class TextStretch:
    """Text of an amendment as it is in a version, piece by piece, with its place."""

    provision: Provision
    citation: str
    language: str
    pieces: tuple[str, ...]
    words: int


def version_of(round_: Round) -> Version | None:
    """The version that shows the result of a round: the base of the next round, otherwise the latest after its own."""
    following = Round.objects.filter(charter=round_.charter_id, number__gt=round_.number).order_by("number")
    next_versions = list(following.values_list("version__number", flat=True)[:1])
    latest = latest_version(round_.charter)
    if latest is None or latest.number <= round_.version.number:
        return None
    if not next_versions or latest.number <= next_versions[0]:
        return latest
    later = Version.objects.filter(charter=round_.charter_id, number__gt=round_.version.number)
    later = later.filter(number__lte=next_versions[0])
    return later.select_related("arrangement__charter").order_by("-number").first()


def amendments_in_version(round_: Round, version: Version) -> set[int]:
    """Ids of the amendments of a round whose text is in a version, or whose deletions and moves apply there."""
    rows = Adoption.objects.filter(change__text__amendment__round=round_, at__lte=version.published_at)
    adoptions = list(rows.select_related("provision", "change__text", "change__base", "change__after"))
    effects = _VersionEffects(round_, version, adoptions)
    own = {a.change.text.amendment_id for a in adoptions if a.change and effects.shows(a)}
    granted = Decision.objects.filter(outcome=Outcome.AS_PART, superseded_at=None, because_of__in=own)
    return own | set(granted.values_list("amendment", flat=True))


def adoptions_of(amendments: Iterable[int]) -> list[Adoption]:
    """What of these amendments, by id, was taken into the text, with change, text and merge, and who undid that."""
    adoptions: list[Adoption] = _ADOPTIONS.objects(list(amendments))
    return adoptions


_ADOPTIONS = Prepared(
    lambda amendments: (
        Adoption.objects.filter(change__text__amendment__in=amendments)
        .select_related("change__text", "merge__undone_by")
        .order_by("pk")
    )
)


def own_text_in_version(
    amendment: Amendment, version: Version, adoptions: Iterable[Adoption] | None = None
) -> list[TextStretch]:
    """The own text of an amendment that is in a version, in its language and in the order of the text.

    `adoptions` are its own, where they were read before.
    """
    adoptions = adoptions_of([amendment.pk]) if adoptions is None else adoptions
    own = [adoption for adoption in adoptions if adoption.asked_by_id is not None]
    marks = {f"{word_sources.ADOPTION}:{adoption.pk}" for adoption in own if adoption.compromise_id is None}
    if not marks or amendment.text is None:
        return []
    places = divisions.related_provisions(version.charter_id, (adoption.provision_id for adoption in own))
    rows = VersionWording.objects.filter(version=version, provision__in=places)
    rows = rows.filter(language=amendment.text.language, wording__isnull=False)
    stretches = (_stretch(row, marks) for row in rows.select_related("provision", "wording").order_by("place"))
    return [stretch for stretch in stretches if stretch is not None]


def in_version(decisions: Iterable[Decision], version: Version | None) -> set[int]:
    """Ids of the merged amendments of these decisions that had been merged when a version was published."""
    merged = {
        decision.amendment_id: decision.because_of_id if decision.outcome == Outcome.AS_PART else decision.amendment_id
        for decision in decisions
        if decision.amendment.state == AmendmentState.MERGED
    }
    if version is None or not merged:
        return set()
    rows = Adoption.objects.filter(change__text__amendment__in=merged.values(), at__lte=version.published_at)
    merged_before = set(rows.values_list("change__text__amendment", flat=True))
    return {pk for pk, source in merged.items() if source in merged_before}


def _stretch(row: VersionWording, marks: set[str]) -> TextStretch | None:
    assert row.wording is not None
    own = [run["text"].strip() for run in row.wording.runs if marks & set(run["by"])]
    pieces = tuple(piece for piece in own if piece)
    words = sum(bool(marks & set(run["by"])) for run in origins.words_of(row.wording.runs, row.language))
    return TextStretch(row.provision, row.citation, row.language, pieces, words) if pieces else None


class _VersionEffects:
    """What of a round's adoptions a version shows."""

    def __init__(self, round_: Round, version: Version, adoptions: Iterable[Adoption]) -> None:
        places = divisions.related_provisions(version.charter_id, (a.provision_id for a in adoptions))
        rows = VersionWording.objects.filter(version=version, provision__in=places)
        words = [row.wording for row in rows.select_related("wording") if row.wording]
        self.marked = word_sources.ids_in([run for wording in words for run in wording.runs])
        self.words: dict[tuple[int, str], Wording] = {(w.provision_id, w.language): w for w in words}
        self.before, self.now = _order(round_.version.arrangement), _order(version.arrangement)
        shared = set(self.before) & set(self.now)
        self.ranks = [
            {key: rank for rank, key in enumerate(key for key in order if key in shared)}
            for order in (self.before, self.now)
        ]

    def shows(self, adoption: Adoption) -> bool:
        """Whether its text, or the absence of text that it deleted, or its new place can be seen."""
        change = adoption.change
        assert change is not None
        if change.kind == ChangeKind.DELETE:
            return str(adoption.provision.key) not in self.now
        if change.kind == ChangeKind.MOVE:
            return self._moved(adoption)
        if change.kind in BORDER_KINDS:
            return self._parted(change)
        return adoption.pk in self.marked or self._took_out(adoption)

    def _parted(self, change: Change) -> bool:
        """Whether the provision of a split is split in that version, or those of a combination are combined in it."""
        if change.kind == ChangeKind.JOIN:
            return change.after is not None and str(change.after.key) not in self.now
        fresh = set(self.now) - set(self.before)
        adoptions = Adoption.objects.filter(
            fate=StructuralEffect.SPLIT, provision=change.provision_id, change__cut=change.cut
        )
        return any(
            str(adoption.other.key) in fresh for adoption in adoptions.select_related("other") if adoption.other
        )

    def _moved(self, adoption: Adoption) -> bool:
        """Whether the distance to the provision that it was moved after is another one than before."""
        assert adoption.change is not None
        if adoption.change.after is None:
            return False
        key, after = str(adoption.provision.key), str(adoption.change.after.key)
        distances = [ranks[key] - ranks[after] for ranks in self.ranks if key in ranks and after in ranks]
        return len(set(distances)) > 1

    def _took_out(self, adoption: Adoption) -> bool:
        """Whether words are missing that a change takes out which puts none in; others are told by their own words."""
        change = adoption.change
        wording = self.words.get((adoption.provision_id, adoption.language))
        if change is None or change.base is None or wording is None:
            return False
        base = texts.single_block(change.base.html)
        difference = diff(base, texts.single_block(change.html))
        gone = set(diff(base, texts.single_block(wording.html)).deleted)
        return not difference.inserted and bool(gone.intersection(difference.deleted))


def _order(arrangement: Arrangement) -> Sequence[str]:
    return list(arrangement.keys())
