"""What amendments did to the text: told from the words, deletions and moves of a version, never from a state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charter import texts
from charter.models import Adoption, Amendment, Arrangement, Change, Provision, Round, Version, VersionWording, Wording
from charter.queries import asking, divisions, origins
from charter.states import BORDER_KINDS, ChangeKind, Fate
from charter.text import diff


@dataclass(frozen=True)
class Stretch:
    """Words of an amendment as they stand in a version, piece by piece, with the place where they stand."""

    provision: Provision
    citation: str
    language: str
    pieces: tuple[str, ...]
    words: int


def version_of(round_: Round) -> Version | None:
    """The version by which a round is told: the one that the next round is on, else the latest after its own."""
    following = Round.objects.filter(charter=round_.charter_id, number__gt=round_.number).order_by("number").first()
    later = Version.objects.filter(charter=round_.charter_id, number__gt=round_.version.number)
    if following is not None:
        later = later.filter(number__lte=following.version.number)
    return later.select_related("arrangement__charter").order_by("-number").first()


def changed(round_: Round, version: Version) -> set[int]:
    """Ids of the amendments of a round whose words stand in a version, or whose deletions and moves hold there."""
    rows = Adoption.objects.filter(change__text__amendment__round=round_, at__lte=version.published_at)
    adoptions = list(rows.select_related("provision", "change__text", "change__base", "change__after"))
    held = _Held(round_, version, adoptions)
    return {a.change.text.amendment_id for a in adoptions if a.change and held.shows(a)}


def standing(amendment: Amendment, version: Version) -> list[Stretch]:
    """The own words of an amendment that stand in a version, in its language and in the order of the text."""
    own = Adoption.objects.filter(change__text__amendment=amendment).exclude(asked_by=None)
    marks = {f"{asking.ADOPTION}:{pk}" for pk in own.filter(compromise=None).values_list("pk", flat=True)}
    if not marks or amendment.text is None:
        return []
    places = divisions.kin(version.charter_id, own.values_list("provision", flat=True))
    rows = VersionWording.objects.filter(version=version, provision__in=places)
    rows = rows.filter(language=amendment.text.language, wording__isnull=False)
    found = (_stretch(row, marks) for row in rows.select_related("provision", "wording").order_by("place"))
    return [stretch for stretch in found if stretch is not None]


def latest(charter_id: int) -> Version | None:
    """The latest published version."""
    return Version.objects.filter(charter=charter_id).order_by("-number").first()


def was_taken(amendment: Amendment, version: Version) -> bool:
    """Whether something of an amendment had been taken into the text when a version was published."""
    return Adoption.objects.filter(change__text__amendment=amendment, at__lte=version.published_at).exists()


def _stretch(row: VersionWording, marks: set[str]) -> Stretch | None:
    assert row.wording is not None
    own = [run["text"].strip() for run in row.wording.runs if marks & set(run["by"])]
    pieces = tuple(piece for piece in own if piece)
    words = sum(bool(marks & set(run["by"])) for run in origins.words_of(row.wording.runs, row.language))
    return Stretch(row.provision, row.citation, row.language, pieces, words) if pieces else None


class _Held:
    """What of a round's adoptions a version shows."""

    def __init__(self, round_: Round, version: Version, adoptions: Iterable[Adoption]) -> None:
        places = divisions.kin(version.charter_id, (a.provision_id for a in adoptions))
        rows = VersionWording.objects.filter(version=version, provision__in=places)
        words = [row.wording for row in rows.select_related("wording") if row.wording]
        self.marked = asking.ids_in([run for wording in words for run in wording.runs])
        self.words: dict[tuple[int, str], Wording] = {(w.provision_id, w.language): w for w in words}
        self.before, self.now = _order(round_.version.arrangement), _order(version.arrangement)
        shared = set(self.before) & set(self.now)
        self.ranks = [
            {key: rank for rank, key in enumerate(key for key in order if key in shared)}
            for order in (self.before, self.now)
        ]

    def shows(self, adoption: Adoption) -> bool:
        """Whether its words, or the lack of those it took out, or its new place can be seen."""
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
        """Whether what it divides was divided before that version, or what it joins is one there."""
        if change.kind == ChangeKind.JOIN:
            return change.after is not None and str(change.after.key) not in self.now
        fresh = set(self.now) - set(self.before)
        made = Adoption.objects.filter(fate=Fate.SPLIT, provision=change.provision_id, change__cut=change.cut)
        return any(str(one.other.key) in fresh for one in made.select_related("other") if one.other)

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
        base = texts.single(change.base.html)
        asked = diff(base, texts.single(change.html))
        gone = set(diff(base, texts.single(wording.html)).deleted)
        return not asked.inserted and bool(gone.intersection(asked.deleted))


def _order(arrangement: Arrangement) -> Sequence[str]:
    return list(arrangement.keys())
