"""Which differences between the languages a second person confirmed, and which of them no person did.

A number, a date, a negation or a defined term that differs from the first language is confirmed by a person who did
not write the text. The confirmation holds for the text of both languages as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from charter.models import Acceptance, Alignment, Charter, CurrentWording, Provision, Wording
from charter.queries.languages import differences, glossary, language_states
from charter.queries.languages.differences import LanguageSide
from charter.queries.languages.language_states import LanguageState
from charter.states import AlignmentState, BlockingDifference


@dataclass(frozen=True)
class Unconfirmed:
    """A difference that holds a publication up, with the provision and the language whose text differs."""

    provision: Provision
    language: str
    kind: BlockingDifference


def writer_of_text(provision: Provision, language: str) -> int | None:
    """The key of the person who wrote the text of a language: of the translation update under way, or of the text."""
    running = Alignment.objects.filter(provision=provision, language=language).exclude(state=AlignmentState.APPROVED)
    written_by = running.values_list("written_by", flat=True).first()
    if written_by is not None:
        return int(written_by)
    current = CurrentWording.objects.filter(provision=provision, language=language).select_related("wording").first()
    return current.wording.by_id if current else None


def valid_at(provision: Provision, language: str) -> dict[str, str]:
    """The reasons of the acceptances that hold for a provision in a language, by identity."""
    rows = Acceptance.objects.filter(provision=provision, language=language)
    return reasons_by_finding(list(rows), {provision.pk: writer_of_text(provision, language)})


def valid_acceptances(charter: Charter) -> dict[str, dict[str, dict[str, str]]]:
    """The reasons of the acceptances that hold, by language, by the key of the provision and by identity."""
    current = CurrentWording.objects.filter(provision__charter=charter)
    writers: dict[str, dict[int, int | None]] = defaultdict(dict)
    for language, provision, by in current.values_list("language", "provision", "wording__by"):
        writers[language][provision] = by
    rows: dict[str, dict[str, list[Acceptance]]] = defaultdict(lambda: defaultdict(list))
    for row in Acceptance.objects.filter(provision__charter=charter).select_related("provision"):
        rows[row.language][str(row.provision.key)].append(row)
    return {
        language: {key: reasons_by_finding(some, writers[language]) for key, some in by_key.items()}
        for language, by_key in rows.items()
    }


def reasons_by_finding(rows: list[Acceptance], writers: Mapping[int, int | None]) -> dict[str, str]:
    """The first reason for each finding; the writer of the text cannot confirm what blocks a publication."""
    reasons: dict[str, str] = {}
    for row in rows:
        if row.kind not in BlockingDifference.values or row.by_id != writers.get(row.provision_id):
            reasons.setdefault(row.identity, row.word)
    return reasons


def unconfirmed_differences(charter: Charter, states: Iterable[LanguageState] | None = None) -> list[Unconfirmed]:
    """All differences that no second person confirmed, in reading order, without languages that are out of date.

    A language that is out of date is another obstacle to the publication, or has a signed exception. `states` are
    those of `language_states.out_of_step`, if the caller has read them.
    """
    if states is None:
        states = language_states.out_of_step(charter, timezone.localdate())
    codes = [row.code for row in charter.languages.all()]
    texts = _texts(charter, codes)
    behind = {(state.provision, state.language) for state in states}
    accepted = valid_acceptances(charter)
    words = glossary.words_by_language(charter, *codes)
    provisions = {str(row.key): row for row in Provision.objects.filter(charter=charter)}
    unconfirmed: list[Unconfirmed] = []
    for key in charter.arrangement.keys() if charter.arrangement else ():
        provision = provisions[key]
        source = texts.get((provision.pk, codes[0]))
        for code in codes[1:]:
            other = texts.get((provision.pk, code))
            if source is None or other is None or {(provision.pk, codes[0]), (provision.pk, code)} & behind:
                continue
            sides = (_side(source, words), _side(other, words))
            confirmed = accepted.get(code, {}).get(key, {})
            unconfirmed += [Unconfirmed(provision, code, kind) for kind in _kinds(*sides, confirmed)]
    return unconfirmed


def _texts(charter: Charter, codes: list[str]) -> dict[tuple[int, str], Wording]:
    rows = CurrentWording.objects.filter(provision__charter=charter, language__in=codes).select_related("wording")
    return {(row.provision_id, row.language): row.wording for row in rows}


def _side(wording: Wording, words: Mapping[str, glossary.LanguageTerms]) -> LanguageSide:
    return LanguageSide(wording.language, wording.text, wording.html, words[wording.language])


def _kinds(source: LanguageSide, other: LanguageSide, confirmed: Mapping[str, str]) -> list[BlockingDifference]:
    rows = differences.find_differences(source, other, "", differences.GATE_CHECKS)
    kinds = {row.kind for row, identity in rows if identity not in confirmed}
    return [kind for kind in BlockingDifference if kind.value in kinds]
