"""Corrections and reports of interface texts, and the corrections that each process lays over its catalogues."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.interface_texts import Forms, InterfaceText, Key, catalogued_texts, current_forms, set_corrections
from accounts.models import Person, TextCorrection, TextReport
from accounts.queries.site_settings import settings_stamp, site_settings
from accounts.states import CorrectionState

FRESH = 60
MOST = 100


@dataclass
class Seen:
    """What this process knows: the settings it looked at, when, and the mark of its corrections."""

    stamp: int = -1
    until: float = 0
    mark: str = ""


_seen = Seen()


def refresh_corrections() -> None:
    """Lays the accepted corrections over the catalogues of this process, where they changed since.

    A look at a file says whether any setting changed; the database is asked only after an accepted correction.
    """
    stamp, now = settings_stamp(), time.monotonic()
    if _seen.stamp == stamp and now < _seen.until:
        return
    mark = site_settings().corrections_mark
    if mark != _seen.mark:
        set_corrections(accepted_forms() if mark else {})
    _seen.stamp, _seen.until, _seen.mark = stamp, now + FRESH, mark


def forget_corrections() -> None:
    """Takes all corrections off the catalogues of this process, until they are looked at again."""
    if _seen.mark:
        set_corrections({})
    _seen.stamp, _seen.until, _seen.mark = -1, 0, ""


def accepted_forms() -> dict[str, dict[Key, Forms]]:
    """The accepted corrections by language and key."""
    forms: dict[str, dict[Key, Forms]] = defaultdict(dict)
    for correction in TextCorrection.objects.filter(state=CorrectionState.ACCEPTED):
        forms[correction.language][correction.text.key] = correction.current_forms
    return dict(forms)


def corrections_of(language: str) -> QuerySet[TextCorrection]:
    return TextCorrection.objects.filter(language=language).select_related("written_by", "answered_by")


def proposed_corrections(language: str) -> QuerySet[TextCorrection]:
    """The oldest first."""
    return corrections_of(language).filter(state=CorrectionState.PROPOSED).order_by("written_at", "pk")


def accepted_corrections(language: str) -> QuerySet[TextCorrection]:
    """The latest first."""
    return corrections_of(language).filter(state=CorrectionState.ACCEPTED).order_by("-answered_at", "-pk")


def open_reports(language: str) -> QuerySet[TextReport]:
    return TextReport.objects.filter(language=language, closed_at=None).select_related("by")


def reports_by(person: Person, language: str, digest: str) -> QuerySet[TextReport]:
    """What the person reported of a text, with the answers."""
    reports = TextReport.objects.filter(by=person, language=language, digest=digest)
    return reports.select_related("correction").order_by("-at", "-pk")


def find_correction(pk: int) -> TextCorrection | None:
    return TextCorrection.objects.filter(pk=pk).first()


def find_report(pk: int) -> TextReport | None:
    return TextReport.objects.filter(pk=pk).first()


def proposed_digests(language: str, digests: Collection[str]) -> set[str]:
    """Which of these texts have a proposed correction."""
    rows = TextCorrection.objects.filter(language=language, state=CorrectionState.PROPOSED)
    return set(rows.values_list("digest", flat=True)) & set(digests)


def search_texts(typed: str, language: str, among: Iterable[InterfaceText] | None = None) -> list[InterfaceText]:
    """The texts that contain the typed words, in English or in that language; capitals make no difference."""
    texts = catalogued_texts().values() if among is None else among
    wanted = typed.casefold().strip()
    return [text for text in texts if wanted in _searched(text, language)]


def _searched(text: InterfaceText, language: str) -> str:
    return "\n".join((text.source, text.plural, *current_forms(text, language))).casefold()
