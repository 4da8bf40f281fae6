"""How far each language of each provision is, computed from the adoptions that its words carry.

Two languages are in step exactly when they carry the same set. One is behind by the adoptions it lacks. Two meet where
each carries an adoption that the other lacks: then no words are offered to be aligned to, and the desk settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import names_of
from charter import texts
from charter.models import (
    Adoption,
    Alignment,
    Charter,
    Entry,
    Provision,
    SignedException,
    Standing,
    Wording,
    askers_of,
)
from charter.queries import divisions, steps
from charter.queries.steps import FEW, NOTHING, OUT_OF_STEP, Step, Ways
from charter.states import AlignmentState, LedgerState
from charter.text import Diff, diff


@dataclass(frozen=True)
class Line:
    """One provision in one language.

    `wording` stands in the working text; `lacking` are the adoptions it has not taken in, in their order; `source` is
    a wording that carries all of them (none where languages meet) and `before` its forebear that said what this
    language still says. `whole` is the digest of the whole set: a signed exception holds for that set alone.
    """

    provision: Provision
    language: str
    required: bool
    state: LedgerState
    wording: Wording | None
    lacking: tuple[Adoption, ...]
    source: Wording | None
    before: Wording | None
    alignment: Alignment | None
    exception: SignedException | None
    whole: str

    @property
    def is_open(self) -> bool:
        return self.state in OUT_OF_STEP

    @property
    def can_be_aligned(self) -> bool:
        """Also under an exception: it lets the language go out behind, and ends when the words have come.

        What is to be divided is one piece of work with the provision whose words it is a part of.
        """
        behind = self.is_open or self.state == LedgerState.EXCEPTED
        elsewhere = (LedgerState.APPROVED, LedgerState.TO_DIVIDE)
        return behind and self.source is not None and self.state not in elsewhere

    @property
    def change(self) -> Diff:
        """What changed in the source language since this one was in step with it."""
        new = self.source.html if self.source else ""
        return diff(texts.single(self.before.html if self.before else ""), texts.single(new))


@dataclass(frozen=True)
class _Found:
    """What the database says of the provisions of a charter."""

    standing: Mapping[tuple[int, str], Wording]
    carried: Mapping[int, frozenset[int]]
    adoptions: Mapping[int, Adoption]
    running: Mapping[tuple[int, str], Alignment]
    exceptions: Mapping[tuple[int, str], SignedException]
    forebears: Mapping[int, Wording]
    ways: Ways

    def set_of(self, wording: Wording | None) -> frozenset[int]:
        return self.carried.get(wording.pk, NOTHING) if wording else NOTHING


def lines(charter: Charter, *, today: date | None = None) -> list[Line]:
    """Every provision of the working text in every language, in reading order, languages in the charter's order."""
    provisions = _provisions(charter)
    return _lines(charter, provisions, today or timezone.localdate())


def line(charter: Charter, provision: Provision, language: str) -> Line | None:
    """One provision in one language; None where the charter has no such language."""
    found = _lines(charter, [provision], timezone.localdate())
    return next((one for one in found if one.language == language), None)


def marks(charter: Charter) -> list[tuple[Provision, Step]]:
    """Every line that is not in step, excepted ones too, without its words, in reading order."""
    found: dict[int, list[Step]] = defaultdict(list)
    for step in steps.out_of_step(charter, timezone.localdate()):
        found[step.provision].append(step)
    return [(one, step) for one in _provisions(charter, found) for step in found[one.pk]] if found else []


def out_of_step(charter: Charter, required_only: bool = True) -> list[Line]:
    """What holds a publication up: lines neither in step nor excepted, of the required languages or of all."""
    return [one for one in _not_even(charter) if one.is_open and (one.required or not required_only)]


def behind(charter: Charter) -> list[Line]:
    """What holds a publication up in the required languages."""
    return out_of_step(charter)


def work(charter: Charter, language: str) -> list[Line]:
    """What editors of a language have to do, in reading order; what is excepted has still to be done."""
    found = _not_even(charter, language)
    return [one for one in found if one.language == language and one.state != LedgerState.IN_STEP]


def _not_even(charter: Charter, language: str = "") -> list[Line]:
    """The lines of every provision that is not in step, or not in that language."""
    today = timezone.localdate()
    pks = {one.provision for one in steps.out_of_step(charter, today) if language in ("", one.language)}
    return _lines(charter, _provisions(charter, pks), today) if pks else []


def exceptions(charter: Charter) -> list[SignedException]:
    """The signed exceptions that hold now, whether or not their set is still the whole one."""
    held = steps.holding(SignedException.objects.filter(provision__charter=charter), timezone.localdate())
    return list(held.select_related("provision", "signed_by", "reason").prefetch_related("reason__translations"))


def overdue(charter: Charter) -> list[SignedException]:
    """The signed exceptions whose day has passed while their language is still behind by what they were signed for."""
    late = SignedException.objects.filter(provision__charter=charter, ended=None, until__lt=timezone.localdate())
    rows = list(late.select_related("provision", "signed_by"))
    still = (
        {(step.provision, step.language) for step in steps.out_of_step(charter, timezone.localdate())} if rows else ()
    )
    return [row for row in rows if (row.provision_id, row.language) in still]


def ending(today: date, ahead: timedelta) -> list[SignedException]:
    """The signed exceptions that end within that time."""
    held = steps.holding(SignedException.objects.filter(until__lte=today + ahead), today)
    return list(held.select_related("provision__charter__arrangement", "signed_by"))


def _provisions(charter: Charter, some: Collection[int] | None = None) -> list[Provision]:
    """All provisions of the working order, or some of them, in reading order."""
    assert charter.arrangement is not None
    rows = Provision.objects.filter(charter=charter)
    by_key = {str(p.key): p for p in (rows if some is None or len(some) > FEW else rows.filter(pk__in=some))}
    by_key = by_key if some is None else {key: p for key, p in by_key.items() if p.pk in some}
    keys = charter.arrangement.keys()
    return [by_key[key] for key in keys if key in by_key]


def _lines(charter: Charter, provisions: Sequence[Provision], today: date) -> list[Line]:
    languages = [(row.code, row.required) for row in charter.languages.all()]
    found = _find(charter, provisions, [code for code, _ in languages], today)
    return [
        _line(found, provision, code, required, [code for code, _ in languages])
        for provision in provisions
        for code, required in languages
    ]


def _line(found: _Found, provision: Provision, code: str, required: bool, codes: list[str]) -> Line:
    standing = [found.standing.get((provision.pk, other)) for other in codes]
    whole = NOTHING.union(*(found.set_of(wording) for wording in standing))
    mine = found.standing.get((provision.pk, code))
    lacking = whole - found.set_of(mine)
    source = next((w for w in standing if w and w is not mine and found.set_of(w) == whole), None)
    where = (provision.pk, code)
    digest = texts.digest_of_carried(whole)
    out_of_step = bool(lacking) or mine is None
    meeting = any(steps.meet(found.set_of(mine), found.set_of(other)) for other in standing if mine and other)
    state = found.ways.state(where, digest, meeting, mine is None) if out_of_step else LedgerState.IN_STEP
    return Line(
        provision=provision,
        language=code,
        required=required,
        state=state,
        wording=mine,
        lacking=tuple(found.adoptions[pk] for pk in sorted(lacking)),
        source=source if out_of_step else None,
        before=_before(found, source, found.set_of(mine)) if out_of_step and mine else None,
        alignment=found.running.get(where) if out_of_step else None,
        exception=found.exceptions.get(where) if state == LedgerState.EXCEPTED else None,
        whole=digest,
    )


def _before(found: _Found, source: Wording | None, mine: frozenset[int]) -> Wording | None:
    """The latest forebear of the source that carries nothing which this language lacks."""
    here = source
    while here is not None and found.set_of(here) - mine:
        here = found.forebears.get(here.parent_id) if here.parent_id else None
    return here


def _find(charter: Charter, provisions: Sequence[Provision], codes: list[str], today: date) -> _Found:
    ids = [p.pk for p in provisions]
    standing = {
        (row.provision_id, row.language): row.wording
        for row in Standing.objects.filter(provision__in=ids, language__in=codes).select_related("wording")
    }
    carried = _carried(w.pk for w in standing.values())
    uneven = _uneven(ids, codes, standing, carried)
    forebears = {w.pk: w for w in Wording.objects.filter(provision__in=uneven)}
    carried |= _carried(forebears.keys() - carried.keys())
    missing = any((pk, code) not in standing for pk in uneven for code in codes)
    running = Alignment.objects.filter(provision__in=uneven).exclude(state=AlignmentState.APPROVED)
    rows = steps.holding(SignedException.objects.filter(provision__in=uneven), today)
    held = {(row.provision_id, row.language): row for row in rows.select_related("signed_by", "reason")}
    runs = {(row.provision_id, row.language): row for row in running.select_related("written_by", "source")}
    waiting = frozenset(Entry.objects.filter(provision__in=uneven).values_list("provision_id", "language"))
    return _Found(
        standing=standing,
        carried=carried,
        adoptions={row.pk: row for row in _adoptions(uneven)},
        running=runs,
        exceptions=held,
        forebears=forebears,
        ways=Ways(
            running={where: row.state for where, row in runs.items()},
            waiting=waiting,
            exceptions={where: row.carries_digest for where, row in held.items()},
            undivided=divisions.open_divisions(charter).keys() if missing else (),
        ),
    )


def _uneven(
    ids: list[int],
    codes: list[str],
    standing: Mapping[tuple[int, str], Wording],
    carried: Mapping[int, frozenset[int]],
) -> list[int]:
    """Provisions whose languages do not all stand and carry the same."""
    sets: dict[int, set[frozenset[int] | None]] = defaultdict(set)
    for pk in ids:
        for code in codes:
            wording = standing.get((pk, code))
            sets[pk].add(carried.get(wording.pk, NOTHING) if wording else None)
    return [pk for pk in ids if len(sets[pk]) > 1 or None in sets[pk]]


def _carried(wordings: Iterable[int]) -> dict[int, frozenset[int]]:
    rows = Wording.carries.through.objects.filter(wording__in=list(wordings))
    return steps.carried(rows.values_list("wording_id", "adoption_id"))


def _adoptions(provisions: list[int]) -> Iterable[Adoption]:
    """With all that says who asked and why."""
    return (
        Adoption.objects.filter(wordings__provision__in=provisions)
        .distinct()
        .select_related(
            "provision",
            "reason",
            "asked_by__name",
            "compromise",
            "change__text__reason",
            "change__text__amendment__round",
            "change__text__amendment__organisation__name",
        )
        .prefetch_related(
            "reason__translations",
            *names_of("asked_by"),
            "change__text__reason__translations",
            *askers_of("change__text__amendment"),
        )
    )
