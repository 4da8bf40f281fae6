"""The waves of the campaign, kept by the secretariat."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.actions import waves
from accounts.actions.waves import WaveEntry
from accounts.models import LocalizedText, Record, Wave
from accounts.rules import Refused
from tests import factories

THIRD = WaveEntry(
    {"en": "Third wave", "fr": "Troisième vague", "ar": ""},
    2024,
    date(2024, 10, 9),
    date(2025, 6, 30),
    {"en": "Dignity for all", "fr": ""},
)


def test_a_wave_has_a_name_in_each_language_and_an_entry_in_the_audit_log(moderator):
    wave = waves.add_wave(entry=THIRD, by=moderator)
    assert (wave.code, wave.name.in_language("fr").text, wave.focus.text) == (
        "third-wave",
        "Troisième vague",
        "Dignity for all",
    )
    assert Record.objects.get(act="wave added").person == moderator.pk


def test_two_waves_of_one_name_have_two_codes_and_a_name_without_latin_letters_has_its_year(moderator):
    names = ({"en": "Wave"}, {"en": "Wave"}, {"ar": "الموجة"})
    added = [waves.add_wave(entry=WaveEntry(name, 2023), by=moderator) for name in names]
    assert [wave.code for wave in added] == ["wave", "wave-2", "wave-2023"]


def test_a_changed_wave_keeps_its_code_and_an_emptied_focus_is_deleted(moderator):
    wave = waves.add_wave(entry=THIRD, by=moderator)
    focus = wave.focus_id
    waves.change_wave(wave=wave, entry=WaveEntry({"en": "Wave three", "fr": ""}, 2025), by=moderator)
    wave = Wave.objects.with_names().get()
    assert (wave.code, str(wave), wave.year, wave.starts_on, wave.focus) == (
        "third-wave",
        "Wave three",
        2025,
        None,
        None,
    )
    assert not wave.name.translations.exists() and not LocalizedText.objects.filter(pk=focus).exists()


def test_a_focus_is_translated_and_its_original_can_change_language(moderator):
    wave = waves.add_wave(entry=THIRD, by=moderator)
    for focus in ({"en": "Dignity for all", "fr": "Dignité"}, {"en": "", "fr": "Dignité"}):
        waves.change_wave(wave=wave, entry=WaveEntry(THIRD.names, 2024, focus=focus), by=moderator)
    focus = Wave.objects.get().focus
    assert (focus.language, focus.text, focus.translations.count()) == ("fr", "Dignité", 0)


def test_a_wave_with_members_is_not_deleted_and_an_empty_one_is_with_its_texts(moderator):
    wave, before = waves.add_wave(entry=THIRD, by=moderator), LocalizedText.objects.count()
    city = factories.organisation(joined_wave=wave)
    with pytest.raises(Refused, match="has members"):
        waves.delete_wave(wave=wave, by=moderator)
    city.joined_wave = None
    city.save()
    waves.delete_wave(wave=wave, by=moderator)
    assert (
        not Wave.objects.exists() and LocalizedText.objects.count() == before + 1 - 3
    )  # the city has a name of its own


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (WaveEntry({"en": " "}, 2024), "name of the wave"),
        (WaveEntry({"en": "Wave"}, 2024, date(2024, 2, 2), date(2024, 2, 1)), "before the first day"),
    ],
)
def test_a_wave_without_a_name_or_with_wrong_dates_is_refused(moderator, entry, why):
    with pytest.raises(Refused, match=why):
        waves.add_wave(entry=entry, by=moderator)
    wave = waves.add_wave(entry=THIRD, by=moderator)
    with pytest.raises(Refused, match=why):
        waves.change_wave(wave=wave, entry=entry, by=moderator)


def test_only_the_secretariat_keeps_waves(officer, moderator):
    wave = waves.add_wave(entry=THIRD, by=moderator)
    for act in (
        lambda: waves.add_wave(entry=THIRD, by=officer),
        lambda: waves.change_wave(wave=wave, entry=THIRD, by=officer),
        lambda: waves.delete_wave(wave=wave, by=officer),
    ):
        with pytest.raises(Refused):
            act()
    assert Record.objects.filter(act__startswith="wave").count() == 1


def test_the_database_refuses_a_wave_that_ends_before_it_starts(db):
    with pytest.raises(IntegrityError):
        factories.wave(starts_on=date(2024, 2, 2), ends_on=date(2024, 2, 1))
