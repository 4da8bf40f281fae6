"""The state of each language of each provision, computed from the adoptions of its wording.

Two languages are up to date with each other exactly when they have the same set of adoptions. One is out of date by
the adoptions that it lacks. If each has an adoption that the other lacks, no text is offered for translation, and the
secretariat decides first.
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
    CurrentWording,
    Entry,
    Provision,
    SignedException,
    Wording,
    granted_with,
    proposers_of,
)
from charter.queries.languages import language_states
from charter.queries.languages.language_states import FEW, NOTHING, OUT_OF_STEP, LanguageState, Ways
from charter.queries.reading import divisions
from charter.states import AlignmentState, CameFrom, LedgerState
from charter.text import Diff, diff


@dataclass(frozen=True)
class LedgerLine:
    """One provision in one language.

    `wording` is its text in the working text. `lacking` are the adoptions that it does not have, in their order.
    `source` is a wording that has all of them (none if two languages changed at once), and `before` is the earlier
    wording of the source to which this language corresponds. `updates` are translation updates that have them too, to
    be read beside the source. `whole` is the digest of the whole set: a signed exception is valid for that set only.
    `counterpart` is the wording beside which a text that is up to date is corrected: for a further language that of
    the first language, for the first language the wording from which its text was translated.
    """

    provision: Provision
    language: str
    required: bool
    state: LedgerState
    wording: Wording | None
    lacking: tuple[Adoption, ...]
    source: Wording | None
    updates: tuple[Wording, ...]
    before: Wording | None
    alignment: Alignment | None
    exception: SignedException | None
    whole: str
    counterpart: Wording | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OUT_OF_STEP

    @property
    def can_be_aligned(self) -> bool:
        """Whether a translation update can be written, also under an exception.

        An exception allows publication with a language out of date, and ends when the text arrives. A split that a
        language has to follow is one task with the provision whose text it splits.
        """
        behind = self.is_open or self.state == LedgerState.EXCEPTED
        elsewhere = (LedgerState.APPROVED, LedgerState.TO_DIVIDE)
        return behind and self.source is not None and self.state not in elsewhere

    @property
    def present(self) -> str:
        """What a field for typing contains: the text in preparation, otherwise the current text.

        An empty line is where a split in preparation begins its second part.
        """
        running = self.alignment
        html = running.html if running else (self.wording.html if self.wording else "")
        parts = texts.split_html(html, running.cut) if running and running.cut else [html]
        return "\n\n".join(map(texts.plain_text, parts))

    @property
    def change(self) -> Diff:
        """What changed in the source language since this one was up to date with it."""
        new = self.source.html if self.source else ""
        return diff(texts.single_block(self.before.html if self.before else ""), texts.single_block(new))


@dataclass(frozen=True)
class _Facts:
    """Rows of the database about the provisions of a charter."""

    wordings: Mapping[tuple[int, str], Wording]
    carried: Mapping[int, frozenset[int]]
    adoptions: Mapping[int, Adoption]
    running: Mapping[tuple[int, str], Alignment]
    exceptions: Mapping[tuple[int, str], SignedException]
    forebears: Mapping[int, Wording]
    ways: Ways

    def set_of(self, wording: Wording | None) -> frozenset[int]:
        return self.carried.get(wording.pk, NOTHING) if wording else NOTHING


def ledger_lines(charter: Charter, *, today: date | None = None) -> list[LedgerLine]:
    """Every provision of the working text in every language, in reading order, languages in the charter's order."""
    provisions = _provisions(charter)
    return _lines(charter, provisions, today or timezone.localdate())


def ledger_line(charter: Charter, provision: Provision, language: str) -> LedgerLine | None:
    """One provision in one language; None where the charter has no such language."""
    lines = lines_of_provision(charter, provision)
    return next((line for line in lines if line.language == language), None)


def split_to_follow(line: LedgerLine) -> Adoption | None:
    """The split in another language that this one has to follow before its text is translated."""
    if not any(adoption.fate for adoption in line.lacking):
        return None
    return divisions.split_to_follow(line.provision.charter, line.provision, line.language)


def lines_of_provision(charter: Charter, provision: Provision) -> list[LedgerLine]:
    """One provision in every language, in the charter's order."""
    return _lines(charter, [provision], timezone.localdate())


def lines_not_up_to_date(charter: Charter) -> list[tuple[Provision, LanguageState]]:
    """Every line that is not up to date, excepted ones too, without its text, in reading order."""
    steps: dict[int, list[LanguageState]] = defaultdict(list)
    for step in language_states.out_of_step(charter, timezone.localdate()):
        steps[step.provision].append(step)
    return (
        [(provision, step) for provision in _provisions(charter, steps) for step in steps[provision.pk]]
        if steps
        else []
    )


def out_of_step(charter: Charter, required_only: bool = True) -> list[LedgerLine]:
    """Lines that prevent a publication: neither up to date nor excepted, of the required languages or of all."""
    return [line for line in _not_even(charter) if line.is_open and (line.required or not required_only)]


def lines_behind(charter: Charter) -> list[LedgerLine]:
    """What holds a publication up in the required languages."""
    return out_of_step(charter)


def lines_to_do(charter: Charter, language: str) -> list[LedgerLine]:
    """The work of the editors of a language, in reading order; a line with an exception is work too."""
    lines = _not_even(charter, language)
    return [line for line in lines if line.language == language and line.state != LedgerState.IN_STEP]


def _not_even(charter: Charter, language: str = "") -> list[LedgerLine]:
    """The lines of every provision that is not in step, or not in that language."""
    today = timezone.localdate()
    pks = {
        language_state.provision
        for language_state in language_states.out_of_step(charter, today)
        if language in ("", language_state.language)
    }
    return _lines(charter, _provisions(charter, pks), today) if pks else []


def exceptions_in_force(charter: Charter) -> list[SignedException]:
    """The signed exceptions that hold now, whether or not their set is still the whole one."""
    signed_exceptions = language_states.valid_exceptions(
        SignedException.objects.filter(provision__charter=charter), timezone.localdate()
    )
    return list(
        signed_exceptions.select_related("provision", "signed_by", "reason").prefetch_related("reason__translations")
    )


def overdue_exceptions(charter: Charter) -> list[SignedException]:
    """Signed exceptions whose day has passed while the language still lacks the same adoptions."""
    late = SignedException.objects.filter(provision__charter=charter, ended=None, until__lt=timezone.localdate())
    rows = list(late.select_related("provision", "signed_by"))
    still = (
        {(step.provision, step.language) for step in language_states.out_of_step(charter, timezone.localdate())}
        if rows
        else ()
    )
    return [row for row in rows if (row.provision_id, row.language) in still]


def exceptions_ending_within(today: date, ahead: timedelta) -> list[SignedException]:
    """The signed exceptions that end within that time."""
    signed_exceptions = language_states.valid_exceptions(
        SignedException.objects.filter(until__lte=today + ahead), today
    )
    return list(signed_exceptions.select_related("provision__charter__arrangement", "signed_by"))


def _provisions(charter: Charter, some: Collection[int] | None = None) -> list[Provision]:
    """All provisions of the working order, or some of them, in reading order."""
    assert charter.arrangement is not None
    rows = Provision.objects.filter(charter=charter)
    by_key = {str(p.key): p for p in (rows if some is None or len(some) > FEW else rows.filter(pk__in=some))}
    by_key = by_key if some is None else {key: p for key, p in by_key.items() if p.pk in some}
    keys = charter.arrangement.keys()
    return [by_key[key] for key in keys if key in by_key]


def _lines(charter: Charter, provisions: Sequence[Provision], today: date) -> list[LedgerLine]:
    languages = [(row.code, row.required) for row in charter.languages.all()]
    facts = _read_facts(charter, provisions, [code for code, _ in languages], today)
    return [
        _line(facts, provision, code, required, [code for code, _ in languages])
        for provision in provisions
        for code, required in languages
    ]


def _line(facts: _Facts, provision: Provision, code: str, required: bool, codes: list[str]) -> LedgerLine:
    current_wordings = [facts.wordings.get((provision.pk, other)) for other in codes]
    whole = NOTHING.union(*(facts.set_of(wording) for wording in current_wordings))
    mine = facts.wordings.get((provision.pk, code))
    lacking = whole - facts.set_of(mine)
    adoptions = tuple(facts.adoptions[pk] for pk in sorted(lacking))
    complete = [w for w in current_wordings if w and w is not mine and facts.set_of(w) == whole]
    source = _source(complete, adoptions)
    where = (provision.pk, code)
    digest = texts.digest_of_carried(whole)
    out_of_step = bool(lacking) or mine is None
    meeting = any(
        language_states.sets_overlap_partly(facts.set_of(mine), facts.set_of(other))
        for other in current_wordings
        if mine and other
    )
    state = facts.ways.state(where, digest, meeting, mine is None) if out_of_step else LedgerState.IN_STEP
    running = facts.running.get(where)
    return LedgerLine(
        provision=provision,
        language=code,
        required=required,
        state=state,
        wording=mine,
        lacking=adoptions,
        source=source if out_of_step else None,
        updates=tuple(w for w in complete if w is not source and _is_update(w)) if out_of_step else (),
        before=_before(facts, source, facts.set_of(mine)) if out_of_step and mine else None,
        alignment=running if out_of_step or _corrects(running, mine) else None,
        exception=facts.exceptions.get(where) if state == LedgerState.EXCEPTED else None,
        whole=digest,
        counterpart=_counterpart(mine, current_wordings) if not out_of_step else None,
    )


def _counterpart(mine: Wording | None, current_wordings: Sequence[Wording | None]) -> Wording | None:
    """None for the first language, unless its text is a translation: then the text that is none."""
    if mine != current_wordings[0]:
        return current_wordings[0]
    if mine is None or not _is_update(mine):
        return None
    return next((wording for wording in current_wordings if wording and not _is_update(wording)), None)


def _corrects(running: Alignment | None, wording: Wording | None) -> bool:
    """Whether the work is a correction of a text that is up to date."""
    return running is not None and wording is not None and running.source.carries_digest == wording.carries_digest


def _source(complete: Sequence[Wording], lacking: Sequence[Adoption]) -> Wording | None:
    """The wording to translate from: in the language of the proposed changes, and if possible no translation."""
    proposed = {adoption.change.language if adoption.change else adoption.language for adoption in lacking}
    return min(complete, key=lambda w: (_is_update(w), w.language not in proposed), default=None)


def _is_update(wording: Wording) -> bool:
    return wording.came_from == CameFrom.ALIGNMENT


def _before(facts: _Facts, source: Wording | None, mine: frozenset[int]) -> Wording | None:
    """The latest forebear of the source that carries nothing which this language lacks."""
    wording = source
    while wording is not None and facts.set_of(wording) - mine:
        wording = facts.forebears.get(wording.parent_id) if wording.parent_id else None
    return wording


def _read_facts(charter: Charter, provisions: Sequence[Provision], codes: list[str], today: date) -> _Facts:
    ids = [p.pk for p in provisions]
    current_wordings = {
        (row.provision_id, row.language): row.wording
        for row in CurrentWording.objects.filter(provision__in=ids, language__in=codes).select_related("wording")
    }
    carried = _carried(w.pk for w in current_wordings.values())
    uneven = _uneven(ids, codes, current_wordings, carried)
    forebears = {w.pk: w for w in Wording.objects.filter(provision__in=uneven)}
    carried |= _carried(forebears.keys() - carried.keys())
    missing = any((pk, code) not in current_wordings for pk in uneven for code in codes)
    running = Alignment.objects.filter(provision__in=ids).exclude(state=AlignmentState.APPROVED)
    rows = language_states.valid_exceptions(SignedException.objects.filter(provision__in=uneven), today)
    exceptions = {(row.provision_id, row.language): row for row in rows.select_related("signed_by", "reason")}
    runs = {(row.provision_id, row.language): row for row in running.select_related("written_by", "source")}
    waiting = frozenset(Entry.objects.filter(provision__in=uneven).values_list("provision_id", "language"))
    return _Facts(
        wordings=current_wordings,
        carried=carried,
        adoptions={row.pk: row for row in _adoptions(uneven)},
        running=runs,
        exceptions=exceptions,
        forebears=forebears,
        ways=Ways(
            running={where: row.state for where, row in runs.items()},
            waiting=waiting,
            exceptions={where: row.carries_digest for where, row in exceptions.items()},
            undivided=divisions.open_divisions(charter).keys() if missing else (),
        ),
    )


def _uneven(
    ids: list[int],
    codes: list[str],
    current_wordings: Mapping[tuple[int, str], Wording],
    carried: Mapping[int, frozenset[int]],
) -> list[int]:
    """Provisions that some language lacks, or whose languages carry different adoptions."""
    sets: dict[int, set[frozenset[int] | None]] = defaultdict(set)
    for pk in ids:
        for code in codes:
            wording = current_wordings.get((pk, code))
            sets[pk].add(carried.get(wording.pk, NOTHING) if wording else None)
    return [pk for pk in ids if len(sets[pk]) > 1 or None in sets[pk]]


def _carried(wordings: Iterable[int]) -> dict[int, frozenset[int]]:
    rows = Wording.carries.through.objects.filter(wording__in=list(wordings))
    return language_states.adoptions_by_wording(rows.values_list("wording_id", "adoption_id"))


def _adoptions(provisions: list[int]) -> Iterable[Adoption]:
    """Adoptions with the rows that show their proposers and reasons."""
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
            *proposers_of("change__text__amendment"),
            *granted_with("change__text__amendment"),
        )
    )
