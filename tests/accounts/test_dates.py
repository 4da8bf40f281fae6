"""Days as each language writes them, in code and in templates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from accounts.dates import date_format

FIRST, SECOND, ELEVENTH = date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 11)


@pytest.mark.parametrize(
    ("code", "day", "written"),
    [
        ("fr", FIRST, "1er décembre 2026"),
        ("fr", SECOND, "2 décembre 2026"),
        ("fr", ELEVENTH, "11 décembre 2026"),
        ("en", FIRST, "1 December 2026"),
        ("es", FIRST, "1 de diciembre de 2026"),
        ("ar", FIRST, "1 ديسمبر 2026"),
    ],
)
def test_the_first_of_a_month_in_each_language(code, day, written):
    template = Template('{{ day|date:"DATE_FORMAT" }}|{{ day|date }}')
    with translation.override(code):
        assert date_format(day) == date_format(day, "DATE_FORMAT") == written
        assert template.render(Context({"day": day})) == f"{written}|{written}"


@pytest.mark.parametrize(
    ("format_", "written"),
    [
        ("j M", "1er Déc"),
        ("MONTH_DAY_FORMAT", "1er décembre"),
        ("Y-m-d", "2026-12-01"),
        ("SHORT_DATE_FORMAT", "01/12/2026"),
        ("j", "1"),
    ],
)
def test_only_a_day_in_words_is_written_so(format_, written):
    with translation.override("fr"):
        assert date_format(FIRST, format_) == written
        assert Template(f'{{{{ day|date:"{format_}" }}}}').render(Context({"day": FIRST})) == written


def test_a_moment_is_dated_in_the_time_zone_of_the_page(settings):
    settings.TIME_ZONE = "Europe/Madrid"
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert Template('{{ at|date:"DATE_FORMAT" }}').render(Context({"at": late})) == "1er décembre 2026"


def test_no_day_gives_no_text():
    with translation.override("fr"):
        assert Template('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": None})) == ""
