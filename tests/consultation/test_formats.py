"""Moments as the four languages of the interface write them: the day before the month, the year, the hour."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.translation import override

from accounts.dates import date_format

AT = datetime(2026, 3, 9, 17, 5)
SAID = {
    "en": {
        "DATE_FORMAT": "9 March 2026",
        "DATETIME_FORMAT": "9 March 2026, 17:05",
        "SHORT_DATE_FORMAT": "9 Mar 2026",
        "SHORT_DATETIME_FORMAT": "9 Mar 2026, 17:05",
        "TIME_FORMAT": "17:05",
    },
    "fr": {
        "DATE_FORMAT": "9 mars 2026",
        "DATETIME_FORMAT": "9 mars 2026 à 17:05",
        "SHORT_DATE_FORMAT": "09/03/2026",
        "SHORT_DATETIME_FORMAT": "09/03/2026 17:05",
        "TIME_FORMAT": "17:05",
    },
    "es": {
        "DATE_FORMAT": "9 de marzo de 2026",
        "DATETIME_FORMAT": "9 de marzo de 2026 a las 17:05",
        "SHORT_DATE_FORMAT": "09/03/2026",
        "SHORT_DATETIME_FORMAT": "09/03/2026 17:05",
        "TIME_FORMAT": "17:05",
    },
    "ar": {
        "DATE_FORMAT": "9 مارس 2026",
        "DATETIME_FORMAT": "9 مارس 2026، 17:05",
        "SHORT_DATE_FORMAT": "9 مارس 2026",
        "SHORT_DATETIME_FORMAT": "9 مارس 2026، 17:05",
        "TIME_FORMAT": "17:05",
    },
}
EVERY = [(language, name, said) for language, formats in SAID.items() for name, said in formats.items()]


@pytest.mark.parametrize(("language", "name", "text"), EVERY)
def test_a_moment_is_written_in_the_order_of_its_language(language, name, text):
    with override(language):
        assert date_format(AT, name) == text
