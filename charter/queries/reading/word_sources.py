"""The sources of the text: amendments, sources and people for the marks in the runs of a wording."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import LocalizedText, Organisation, load_names
from accounts.prepared import Prepared
from charter import texts
from charter.models import (
    Adoption,
    Amendment,
    Decision,
    Source,
    Version,
    VersionWording,
    Wording,
    unnamed_granted_with,
    unnamed_proposers_of,
)
from charter.queries.reading.articles import TextLine
from charter.states import CameFrom, ChangeKind, StructuralEffect

ADOPTION, SOURCE, WORDING = "adoption", "source", "wording"


@dataclass(frozen=True)
class Asker:
    """One mark: exactly one of `adoption`, `source`, `wording` is set."""

    mark: str
    adoption: Adoption | None = None
    source: Source | None = None
    wording: Wording | None = None

    @property
    def amendment(self) -> Amendment | None:
        change = self.adoption.change if self.adoption else None
        return change.text.amendment if change else None

    @property
    def number(self) -> int | None:
        return self.amendment.number if self.amendment else None

    @property
    def decision(self) -> Decision | None:
        """The published decision with which the text entered."""
        decision = self.amendment.decision if self.amendment else None
        return decision if isinstance(decision, Decision) and decision.is_released else None

    @property
    def reason(self) -> LocalizedText | None:
        """The reason of the amendment, or the one given with the change."""
        if self.adoption is None:
            return None
        change, compromise = self.adoption.change, self.adoption.compromise
        if change:
            return change.text.reason
        return compromise.reason if compromise else self.adoption.reason


@dataclass(frozen=True)
class Run:
    """A passage with its formats and its proposers, the first one first."""

    text: str
    askers: tuple[Asker, ...]
    html: str = ""

    @property
    def first(self) -> Asker | None:
        return next(iter(self.askers), None)


def marks_of(wordings: Iterable[Wording]) -> set[str]:
    return {mark for wording in wordings for run in wording.runs for mark in run["by"]}


def sources_by_mark(marks: Iterable[str]) -> dict[str, Asker]:
    """The source of every mark, in a constant number of queries."""
    askers = unnamed_sources_by_mark(marks)
    load_names(*named_by(askers.values()))
    return askers


def unnamed_sources_by_mark(marks: Iterable[str]) -> dict[str, Asker]:
    """The same without names and translations: `load_names` reads what is `named_by` them with those of a page."""
    ids: dict[str, list[int]] = {ADOPTION: [], SOURCE: [], WORDING: []}
    for mark in marks:
        kind, _, pk = mark.partition(":")
        if kind in ids and pk.isdigit():
            ids[kind].append(int(pk))
    askers = [Asker(f"{ADOPTION}:{a.pk}", adoption=a) for a in _FULL.objects(ids[ADOPTION])]
    askers += [Asker(f"{SOURCE}:{s.pk}", source=s) for s in _SOURCES.objects(sorted(ids[SOURCE]))]
    words = Wording.objects.defer("runs", "html")
    askers += [Asker(f"{WORDING}:{w.pk}", wording=w) for w in _each(words, ids[WORDING])]
    return {asker.mark: asker for asker in askers}


def named_by(askers: Iterable[Asker]) -> tuple[list[Organisation], list[LocalizedText | None]]:
    """The organisations that sources name, and their texts in several languages."""
    return _named(asker.adoption for asker in askers if asker.adoption)


def structural_acts(provision: int, until: datetime | None) -> list[Asker]:
    """Who moved, split or combined a provision, until that time if one is given, without acts that were undone."""
    return structural_acts_by_provision([provision], until).get(provision, [])


def structural_acts_by_provision(provisions: Collection[int], until: datetime | None) -> dict[int, list[Asker]]:
    """The structural acts on each of the provisions, in a constant number of queries."""
    acts = Q(change__kind=ChangeKind.MOVE) | ~Q(fate="")
    concerned = Q(provision__in=provisions) | Q(other__in=provisions)
    rows = _full().filter(acts, concerned, merge__undone_by=None, merge__undoes=None)
    rows = rows.filter(at__lte=until) if until else rows
    by_provision: dict[int, list[Asker]] = {}
    for adoption in rows.order_by("pk"):
        for provision in {*provisions} & {adoption.provision_id, adoption.other_id}:
            by_provision.setdefault(provision, []).append(Asker(f"{ADOPTION}:{adoption.pk}", adoption=adoption))
    return by_provision


def runs_with_askers(wording: Wording, askers: Mapping[str, Asker]) -> tuple[Run, ...]:
    """The runs of a wording with their askers; they spell its text."""
    words = texts.single_block(wording.html)
    runs, start = [], 0
    for text, by in _joined(wording.runs):
        end = start + len(text)
        runs.append(Run(text, tuple(askers[m] for m in by if m in askers), texts.stretch_html(words, start, end)))
        start = end
    return tuple(runs)


def adoptions_by_id(ids: Iterable[int]) -> list[Adoption]:
    """Adoptions with all rows that a note about them shows."""
    adoptions = _FULL.objects(list(ids))
    load_names(*_named(adoptions))
    return adoptions


def _named(adoptions: Iterable[Adoption]) -> tuple[list[Organisation], list[LocalizedText | None]]:
    """The organisations that adoptions name, and their texts in several languages."""
    members: list[Organisation] = []
    localized_texts: list[LocalizedText | None] = []
    for adoption in adoptions:
        localized_texts += [adoption.reason, adoption.compromise.reason if adoption.compromise else None]
        members += [adoption.asked_by] if adoption.asked_by else []
        if adoption.change:
            text = adoption.change.text
            members += (m for amendment in (text.amendment, *text.amendment.granted) for m in amendment.members)
            localized_texts += [text.reason, text.amendment.round.body]
            localized_texts += (decision.reason for decision in text.amendment.decisions.all())  # type: ignore[attr-defined]
    return members, localized_texts


def adoptions_by_provision(lines: Iterable[TextLine], version: Version) -> dict[int, list[Adoption]]:
    """By provision id: the adoptions that brought the present text of each line into a version."""
    return _brought(version.digest, version, tuple(lines))


@lru_cache(maxsize=100)
def _brought(digest: str, version: Version, lines: tuple[TextLine, ...]) -> dict[int, list[Adoption]]:
    """Adoptions by provision. A version never changes, so the result is cached by its digest."""
    lines = tuple(line for line in lines if line.wording and not line.missing and line.first_version)
    if not lines:
        return {}
    now = {line.provision.pk: line.wording for line in lines if line.wording}
    return adoptions_between(_earlier(lines, version), now)


def adoptions_between(old: Mapping[int, Wording], new: Mapping[int, Wording]) -> dict[int, list[Adoption]]:
    """By provision id: the adoptions that the new wording carries, or shows in a run, and the old one did not."""
    old = {**old, **_wholes(old, new)}
    changed = {
        provision: wording
        for provision, wording in new.items()
        if wording != old.get(provision) and (provision in old or wording.came_from != CameFrom.IMPORT)
    }
    if not changed:
        return {}
    carried = _carried(wording.pk for wording in (*old.values(), *new.values()))
    added: dict[int, set[int]] = {}
    for provision, wording in changed.items():
        before = old.get(provision)
        had = carried.get(before.pk, set()) | ids_in(before.runs) if before else set()
        added[provision] = (carried.get(wording.pk, set()) | ids_in(wording.runs)) - had
    by_id = {adoption.pk: adoption for adoption in _short(set().union(*added.values()))}
    remaining = {pk: _not_undone([by_id[i] for i in sorted(ids) if i in by_id]) for pk, ids in added.items() if ids}
    brought_in = {pk: _not_joined(adoptions, old, carried) for pk, adoptions in remaining.items()}
    return {pk: adoptions for pk, adoptions in brought_in.items() if adoptions}


def _wholes(old: Mapping[int, Wording], new: Mapping[int, Wording]) -> dict[int, Wording]:
    """By provision id: the words that a second part was divided from, where it had none before."""
    cut = {pk: w.parent_id for pk, w in new.items() if w.came_from == CameFrom.SPLIT and pk not in old}
    wordings = Wording.objects.in_bulk([pk for pk in cut.values() if pk is not None]) if cut else {}
    return {pk: wordings[parent] for pk, parent in cut.items() if parent in wordings}


def _not_joined(
    adoptions: list[Adoption], old: Mapping[int, Wording], carried: Mapping[int, set[int]]
) -> list[Adoption]:
    """Without what the words of a joined provision had before."""
    others = [
        old[a.other_id]
        for a in adoptions
        if a.fate == StructuralEffect.JOINED and a.other_id is not None and a.other_id in old
    ]
    had = {pk for wording in others for pk in carried.get(wording.pk, set()) | ids_in(wording.runs)}
    return [adoption for adoption in adoptions if adoption.pk not in had]


def ids_in(runs_: list[dict[str, list[str]]]) -> set[int]:
    """Ids of the adoptions that runs name."""
    marks = (mark.partition(":") for run in runs_ for mark in run["by"])
    return {int(pk) for kind, _, pk in marks if kind == ADOPTION}


def _not_undone(adoptions: list[Adoption]) -> list[Adoption]:
    """The adoptions without those that were reversed in the same period, and their reversals."""
    merges = {a.merge_id for a in adoptions if a.merge_id}
    undoing = {a.merge_id: a.merge.undoes_id for a in adoptions if a.merge and a.merge.undoes_id in merges}
    gone = {*undoing, *undoing.values()}
    return [a for a in adoptions if a.merge_id not in gone]


def _joined(runs_: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Runs as one reads them: those of the same askers with nothing but a space between them are one."""
    out: list[tuple[str, list[str]]] = []
    for place, run in enumerate(runs_):
        text, by = run["text"], run["by"]
        follows = runs_[place + 1]["by"] if place + 1 < len(runs_) else None
        if out and not text.strip() and out[-1][1] == follows:
            by = follows
        if out and out[-1][1] == by:
            out[-1] = (out[-1][0] + text, by)
        else:
            out.append((text, by))
    return out


def _earlier(lines: Sequence[TextLine], version: Version) -> dict[int, Wording]:
    """By provision id: the words in the last version before they took their present shape.

    The database finds that version, so that a page costs the same however many versions there are.
    """
    before = VersionWording.objects.filter(
        version__charter=version.charter_id,
        version__number__lt=OuterRef("first_version"),
        language=OuterRef("language"),
        provision=OuterRef("provision"),
        wording__isnull=False,
    ).order_by("-version__number")
    now = VersionWording.objects.filter(
        version=version, language=lines[0].language, provision__in=[line.provision.pk for line in lines]
    )
    wording_ids = now.annotate(before=Subquery(before.values("wording")[:1])).values("before")
    return {wording.provision_id: wording for wording in Wording.objects.filter(pk__in=wording_ids)}


def _carried(wording_ids: Iterable[int]) -> dict[int, set[int]]:
    out: dict[int, set[int]] = {}
    through = Wording.carries.through.objects.filter(wording__in=list(wording_ids))
    for wording, adoption in through.values_list("wording_id", "adoption_id"):
        out.setdefault(wording, set()).add(adoption)
    return out


def _each(rows: QuerySet, ids: list[int]) -> list:
    return list(rows.filter(pk__in=ids)) if ids else []


_SOURCES = Prepared(lambda ids: Source.objects.filter(pk__in=ids))


def _short(ids: Iterable[int]) -> list[Adoption]:
    """Adoptions with the number of their amendment, or the member that proposed them without one, and no more."""
    adoptions = _SHORT.objects(list(ids))
    load_names(adoption.asked_by for adoption in adoptions if adoption.asked_by and adoption.change_id is None)
    return adoptions


_SHORT = Prepared(
    lambda ids: Adoption.objects.filter(pk__in=ids).select_related(
        "change__text__amendment__round", "merge", "asked_by__name"
    )
)


def _full() -> QuerySet[Adoption]:
    decided = Decision.objects.filter(superseded_at=None).select_related("reason", "release")
    return Adoption.objects.select_related(
        "change__text__amendment__round__body",
        "change__text__amendment__organisation__name",
        "change__text__reason",
        "compromise__reason",
        "asked_by__name",
        "reason",
    ).prefetch_related(
        *unnamed_proposers_of("change__text__amendment"),
        *unnamed_granted_with("change__text__amendment"),
        Prefetch("change__text__amendment__decisions", queryset=decided),
    )


_FULL = Prepared(lambda ids: _full().filter(pk__in=ids))
