"""Editing the waves of the campaign: their names, years, dates, focus and priority themes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import records
from accounts.actions.localized_texts import change_localized_text
from accounts.models import LocalizedText, Person, Theme, Wave, create_localized_text_from
from accounts.rules import Refusal, require

UNNAMED = _("Give the name of the wave in at least one language.")
DATES = _("The last day of the wave is before the first day. Choose a later last day.")
HAS_MEMBERS = _("The wave has members. Remove them from the wave first.")


@dataclass(frozen=True)
class WaveEntry:
    """A wave as a form describes it: names and focus by language, empty where there is none; codes of its themes."""

    names: Mapping[str, str]
    year: int
    starts_on: date | None = None
    ends_on: date | None = None
    focus: Mapping[str, str] = field(default_factory=dict)
    themes: Collection[str] = ()


@transaction.atomic
def add_wave(*, entry: WaveEntry, by: Person | None, at: datetime | None = None) -> Wave:
    """A new wave under a code of its own; the first name that is given is the original."""
    require(by is None or rules.may_keep_members(by))
    _require_dates(entry)
    names, focus = _given(entry.names), _given(entry.focus)
    require(bool(names) or Refusal(UNNAMED))
    wave = Wave.objects.create(
        code=_free_code(next(iter(names.values())), entry.year),
        name=create_localized_text_from(names, by=by),
        year=entry.year,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        focus=create_localized_text_from(focus, by=by) if focus else None,
    )
    _set_themes(wave, entry)
    records.append_acts(records.Act("wave added", wave, by, content={"code": wave.code}), at=at)
    return wave


@transaction.atomic
def change_wave(*, wave: Wave, entry: WaveEntry, by: Person, at: datetime | None = None) -> None:
    """Corrects names, year, dates, focus and themes; the code stays, so that files and addresses stay valid."""
    require(rules.may_keep_members(by))
    _require_dates(entry)
    names = {code: text.strip() for code, text in entry.names.items()}
    require(bool(names.get(wave.name.language, wave.name.text)) or Refusal(UNNAMED))
    change_localized_text(wave.name, names)
    old_focus, focus = wave.focus, _given(entry.focus)
    if focus != (_texts_of(old_focus) if old_focus else {}):
        wave.focus = create_localized_text_from(focus, by=by) if focus else None
    wave.year, wave.starts_on, wave.ends_on = entry.year, entry.starts_on, entry.ends_on
    wave.save()
    _set_themes(wave, entry)
    if old_focus is not None and old_focus != wave.focus:
        old_focus.delete()
    records.append_acts(records.Act("wave changed", wave, by, content={"code": wave.code}), at=at)


@transaction.atomic
def delete_wave(*, wave: Wave, by: Person, at: datetime | None = None) -> None:
    """Deletes a wave that no member has."""
    require(rules.may_keep_members(by))
    require(not wave.members.exists() or Refusal(HAS_MEMBERS))  # type: ignore[attr-defined]
    act = records.Act("wave deleted", Wave(pk=wave.pk), by, content={"code": wave.code})
    texts = [text for text in (wave.name, wave.focus) if text is not None]
    wave.delete()
    for text in texts:
        text.delete()
    records.append_acts(act, at=at)


def _set_themes(wave: Wave, entry: WaveEntry) -> None:
    wave.themes.set(Theme.objects.filter(code__in=entry.themes))


def _require_dates(entry: WaveEntry) -> None:
    in_order = entry.starts_on is None or entry.ends_on is None or entry.starts_on <= entry.ends_on
    require(in_order or Refusal(DATES))


def _texts_of(localized_text: LocalizedText) -> dict[str, str]:
    return {text.language: text.text for text in (localized_text, *localized_text.translations.all())}  # type: ignore[attr-defined]


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _free_code(name: str, year: int) -> str:
    stem = slugify(name)[:70] or f"wave-{year}"
    taken = set(Wave.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)
