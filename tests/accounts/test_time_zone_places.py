"""The places of time zones in the language of the page."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.forms.time_zones import time_zone_choices
from accounts.locales import time_zone_place
from charter.wording.round_times import format_moment
from tests import factories


@pytest.mark.parametrize(
    ("code", "zone", "given", "place"),
    [
        ("en", "Africa/Cairo", "", "Cairo"),
        ("fr", "Africa/Cairo", "Cairo", "Le Caire"),
        ("ar", "Africa/Cairo", "Le Caire", "القاهرة"),
        ("es", "America/Mexico_City", "", "Ciudad de México"),
        ("ar", "Europe/Madrid", "Barcelona", "Barcelona"),
        ("fr", "UTC", "", "UTC"),
    ],
)
def test_a_place_is_named_in_the_language_unless_another_one_was_given(code, zone, given, place):
    with translation.override(code):
        assert time_zone_place(zone, given) == place


def test_a_form_lists_the_zones_by_place():
    with translation.override("fr"):
        choices = time_zone_choices()
    labels = dict(choices)
    assert labels["Africa/Cairo"] == "Le Caire (Africa/Cairo)"
    assert labels["America/Mexico_City"] == "Mexico (America/Mexico_City)"
    places = [label for _zone, label in choices]
    assert places.index("Bagdad (Asia/Baghdad)") < places.index("Le Caire (Africa/Cairo)")


def test_a_moment_of_a_round_names_the_place_in_the_language(db):
    round_ = factories.round_(
        factories.version(factories.charter(languages=("en",))), zone="Africa/Cairo", zone_name="Cairo"
    )
    with translation.override("fr"):
        assert "Le Caire" in format_moment(round_.support_until, round_)
