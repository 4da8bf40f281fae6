"""The acts by which a version came from the one before it, as `replay.py` reads them; `acts.schema.json` has the form.

Texts are followed back from the version to the texts of the version before, each by the act that wrote it. What an act
did is told from what it recorded, never from a comparison of texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from charter import texts
from charter.models import Adoption, Arrangement, MergedWording, Round, Source, Version, Wording
from charter.states import CameFrom, StructuralEffect

FORMAT = 1
BATCH = 900


class _WordingRow(NamedTuple):
    """What leads from one wording to those before it."""

    pk: int
    parent: int | None
    aligned_to: int | None
    provision: int
    language: str
    came_from: str
    digest: str
    at: datetime


class _Adopted(NamedTuple):
    pk: int
    provision: int
    other: int | None
    fate: str
    undoes: int | None
    at: datetime


def acts(version: Version) -> dict[str, Any]:
    """All that is recorded between a version and the one before it."""
    return _Acts(version).told()


def before(version: Version) -> Version | None:
    """The version that a version follows."""
    return version.charter.versions.filter(number=version.number - 1).first()


class _Acts:
    """The rows of one charter that the acts of a version are told from, each table read once."""

    def __init__(self, version: Version) -> None:
        self.version, self.before = version, before(version)
        charter = version.charter
        self.keys = {pk: str(key) for pk, key in charter.provisions.values_list("pk", "key")}
        rows = Wording.objects.filter(provision__charter=charter).order_by("pk")
        columns = ("pk", "parent", "aligned_to", "provision", "language", "came_from", "digest", "at")
        self.wordings = {row[0]: _WordingRow(*row) for row in rows.values_list(*columns)}
        adoptions = Adoption.objects.filter(provision__charter=charter).order_by("pk")
        several = adoptions.values_list("pk", "provision", "other", "fate", "merge__undoes", "at")
        self.adopted: dict[tuple[int, datetime], list[_Adopted]] = defaultdict(list)
        for adopted in (_Adopted(*row) for row in several):
            for provision in {adopted.provision, adopted.other or adopted.provision}:
                self.adopted[provision, adopted.at].append(adopted)
        self.parts: dict[int, list[_WordingRow]] = defaultdict(list)
        for wording in self.wordings.values():
            if wording.came_from == CameFrom.SPLIT and wording.parent:
                self.parts[wording.parent].append(wording)
        self.seconds: dict[int, int | None] = {}

    def told(self) -> dict[str, Any]:
        after, first = self._printed(self.version), self._printed(self.before)
        stood = set(first.values())
        needed = self._needed(set(after.values()) - stood, stood)
        beside = (pk for base in needed for pk in (self.wordings[base].parent, self.seconds.get(base)))
        wordings = _wordings({*needed, *beside})
        merged = _merged(needed)
        rounds = Round.objects.filter(charter=self.version.charter, version__number=self.version.number - 1)
        order = list(self._order())
        document: dict[str, Any] = {
            "format": FORMAT,
            "charter": self.version.charter.slug,
            "version": self.version.number,
            "previous": self.before.number if self.before else None,
            "rounds": sorted(rounds.values_list("number", flat=True)),
            "before": self._by_language(first),
            "after": self._by_language(after),
            "acts": [self._act(self.wordings[pk], wordings, merged) for pk in sorted(needed)],
            "order": [self._step(arrangement) for arrangement in order if arrangement.fates],
        }
        if self.before is None:
            document["first_order"] = list((order[0] if order else self.version.arrangement).keys())
        return document

    def _printed(self, version: Version | None) -> dict[tuple[str, int], int]:
        """The wordings of a version by language and provision."""
        rows = version.manifest.exclude(wording=None).order_by("id") if version else ()
        return {(row.language, row.provision_id): row.wording_id for row in rows if row.wording_id}

    def _by_language(self, printed: dict[tuple[str, int], int]) -> dict[str, dict[str, int]]:
        by_language: dict[str, dict[str, int]] = {}
        for (language, provision), wording in printed.items():
            by_language.setdefault(language, {})[self.keys[provision]] = wording
        return by_language

    def _needed(self, pks: set[int], stood: set[int]) -> set[int]:
        """The wordings from which some follow, back to those that stood before."""
        self.seconds = self._second_texts()
        needed: set[int] = set()
        ahead = list(pks)
        while ahead:
            pk = ahead.pop()
            if pk in needed or pk in stood:
                continue
            needed.add(pk)
            # What a merge did that was reversed leaves nothing.
            over = (self._restored(pk) or self.wordings[pk].parent, self.seconds.get(pk))
            ahead += [source_pk for source_pk in over if source_pk]
        return needed

    def _second_texts(self) -> dict[int, int | None]:
        """For each text that was combined of two the second one: the latest from which it follows."""
        joined = [wording for wording in self.wordings.values() if wording.came_from == CameFrom.JOIN]
        others = {wording.pk: self._other(wording) for wording in joined}
        rows = _wordings(
            {
                *(wording.pk for wording in joined),
                *(wording.parent for wording in joined),
                *(wording.pk for wording in self.wordings.values() if wording.provision in set(others.values())),
            }
        )
        return {wording.pk: self._second(wording, others[wording.pk], rows) for wording in joined}

    def _second(self, wording: _WordingRow, other: int | None, rows: dict[int, Wording]) -> int | None:
        first = rows[wording.parent].html if wording.parent else ""
        if first == rows[wording.pk].html:
            return None
        candidates = (
            row
            for row in reversed(self.wordings.values())
            if (row.provision, row.language) == (other, wording.language) and row.pk < wording.pk
        )
        return next(
            (row.pk for row in candidates if texts.in_one(first, rows[row.pk].html) == rows[wording.pk].html), None
        )

    def _other(self, wording: _WordingRow) -> int | None:
        """The provision whose text was added to that of another."""
        return next(
            (a.other for a in self.adopted[wording.provision, wording.at] if a.fate == StructuralEffect.JOINED), None
        )

    def _restored(self, pk: int) -> int | None:
        """The text that the reversal of a merge wrote again; None for any other text."""
        wording = self.wordings[pk]
        undoes = any(adopted.undoes for adopted in self.adopted[wording.provision, wording.at])
        if wording.came_from != CameFrom.MERGE or not undoes:
            return None
        ancestor = wording.parent and self.wordings[wording.parent].parent
        while ancestor:
            if self.wordings[ancestor].digest == wording.digest:
                return ancestor
            ancestor = self.wordings[ancestor].parent
        return None

    def _act(
        self, wording: _WordingRow, wordings: dict[int, Wording], merged: dict[int, MergedWording]
    ) -> dict[str, Any]:
        act = {
            "id": wording.pk,
            "act": wording.came_from,
            "language": wording.language,
            "provision": self.keys[wording.provision],
            "at": wording.at.isoformat(),
            "changes": [adopted.pk for adopted in self.adopted[wording.provision, wording.at]],
            "over": wording.parent,
        }
        if wording.came_from == CameFrom.SPLIT:
            return act | self._split(wording, wordings)
        if wording.came_from == CameFrom.JOIN:
            return act | self._join(wording, wordings)
        if wording.came_from == CameFrom.MERGE:
            return act | self._merge(wording, wordings, merged.get(wording.pk))
        whole: dict[str, Any] = {"html": wordings[wording.pk].html}
        if wording.came_from == CameFrom.ALIGNMENT and wording.aligned_to:
            whole["aligned_to"] = self.wordings[wording.aligned_to].digest
        if wording.came_from == CameFrom.IMPORT:
            whole["source"] = self._source(wordings[wording.pk].source)
        return act | whole

    def _source(self, source: Source | None) -> dict[str, str] | None:
        return {"document": source.document, "digest": source.digest} if source else None

    def _split(self, wording: _WordingRow, wordings: dict[int, Wording]) -> dict[str, Any]:
        assert wording.parent is not None
        whole, part = wordings[wording.parent], wordings[wording.pk]
        first = whole.provision_id == wording.provision
        cut = len(part.text) if first else len(whole.text) - len(part.text)
        beside = (each.provision for each in self.parts[wording.parent] if each.provision != wording.provision)
        other = next(beside, None) if first else whole.provision_id
        return {"cut": cut, "part": 1 if first else 2, "other": self.keys[other] if other else None}

    def _join(self, wording: _WordingRow, wordings: dict[int, Wording]) -> dict[str, Any]:
        second = self.seconds.get(wording.pk)
        first_html = wordings[wording.parent].html if wording.parent else ""
        second_html = wordings[second].html if second else ""
        other = self._other(wording)
        between = texts.separator_between(first_html, second_html)
        return {"over": [wording.parent, second], "between": between, "other": self.keys[other] if other else None}

    def _merge(
        self, wording: _WordingRow, wordings: dict[int, Wording], record: MergedWording | None
    ) -> dict[str, Any]:
        restored = self._restored(wording.pk)
        if restored is not None:
            return {"act": "undo", "over": restored}
        if record is None:
            return {"lacks": ["proposals", "edits"], "html": wordings[wording.pk].html}
        act = {"merge": record.merge_id, "proposals": record.proposals, "edits": record.edits}
        return act | ({"segments": record.segments} if record.segments else {})

    def _order(self) -> list[Arrangement]:
        """The orders since the version before, the first one first."""
        rows = {row.pk: row for row in Arrangement.objects.filter(charter=self.version.charter).defer("tree")}
        last = self.before.arrangement_id if self.before else None
        arrangements: list[Arrangement] = []
        pk: int | None = self.version.arrangement_id
        while pk is not None and pk != last:
            arrangements.append(rows[pk])
            pk = rows[pk].previous_id
        return arrangements[::-1]

    def _step(self, order: Arrangement) -> dict[str, Any]:
        places = {key: pk for pk, key in self.keys.items()}
        fates = {
            key: {"into": [], **fate, "changes": [a.pk for a in self.adopted.get((places[key], order.made_at), ())]}
            for key, fate in order.fates.items()
        }
        return {"at": order.made_at.isoformat(), "fates": fates}


def _wordings(pks: Iterable[int | None]) -> dict[int, Wording]:
    """Wordings by id, with their text and their source."""
    rows = Wording.objects.select_related("source").defer("runs")
    return {row.pk: row for some in _batches(pks) for row in rows.filter(pk__in=some)}


def _merged(pks: Iterable[int]) -> dict[int, MergedWording]:
    """What merges recorded, by wording."""
    return {row.wording_id: row for some in _batches(pks) for row in MergedWording.objects.filter(wording__in=some)}


def _batches(pks: Iterable[int | None]) -> Iterator[Sequence[int]]:
    several = sorted({pk for pk in pks if pk is not None})
    return (several[start : start + BATCH] for start in range(0, len(several), BATCH))
