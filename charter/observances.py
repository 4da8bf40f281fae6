"""Days of the United Nations that concern human rights: the same each year, so they need no page.

Days and the resolutions that proclaimed them: United Nations, list of international days and weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOURCE = "https://www.un.org/en/observances/list-days-weeks"


@dataclass(frozen=True)
class Observance:
    """A day of each year; `by` is the document that proclaimed it, `theme` the code of a theme."""

    month: int
    day: int
    title: Promise
    by: str
    theme: str = ""

    @property
    def key(self) -> str:
        return f"{self.month:02}-{self.day:02}"

    @property
    def resolution_url(self) -> str:
        """The document that proclaimed the day, at the United Nations."""
        return f"https://undocs.org/{self.by.replace(' ', '')}"

    def on(self, year: int) -> date:
        return date(year, self.month, self.day)

    def next_on(self, today: date) -> date:
        """Its next day, which may be today."""
        this_year = self.on(today.year)
        return this_year if this_year >= today else self.on(today.year + 1)

    def last_on(self, today: date) -> date:
        """Its latest day before today."""
        this_year = self.on(today.year)
        return this_year if this_year < today else self.on(today.year - 1)


@dataclass(frozen=True)
class Coming:
    """An observance in its next year."""

    on: date
    title: Promise
    by: str
    theme: str
    key: str


DAYS = (
    Observance(3, 8, _("International Women’s Day"), "A/RES/32/142", "gender"),
    Observance(
        3, 21, _("International Day for the Elimination of Racial Discrimination"), "A/RES/2142 (XXI)", "equality"
    ),
    Observance(3, 22, _("World Water Day"), "A/RES/47/193", "water"),
    Observance(6, 20, _("World Refugee Day"), "A/RES/55/76", "migration"),
    Observance(8, 9, _("International Day of the World’s Indigenous Peoples"), "A/RES/49/214", "culture"),
    Observance(10, 1, _("International Day of Older Persons"), "A/RES/45/106", "ageing"),
    Observance(10, 17, _("International Day for the Eradication of Poverty"), "A/RES/47/196", "work"),
    Observance(10, 31, _("World Cities Day"), "A/RES/68/239", "participation"),
    Observance(11, 20, _("World Children’s Day"), "A/RES/836(IX)", "children"),
    Observance(11, 25, _("International Day for the Elimination of Violence against Women"), "A/RES/54/134", "gender"),
    Observance(12, 3, _("International Day of Persons with Disabilities"), "A/RES/47/3", "disability"),
    Observance(12, 10, _("Human Rights Day"), "A/RES/423 (V)"),
    Observance(12, 18, _("International Migrants Day"), "A/RES/55/93", "migration"),
)


def coming_observances(today: date) -> list[Coming]:
    """Each of them once, in the order in which they come from that day on."""
    coming = [
        Coming(observance.next_on(today), observance.title, observance.by, observance.theme, observance.key)
        for observance in DAYS
    ]
    return sorted(coming, key=lambda observance: observance.on)


def observance_at(key: str) -> Observance | None:
    """The day with that key, the month and the day, such as `12-10`."""
    return next((observance for observance in DAYS if observance.key == key), None)


def observance_choices() -> list[tuple[str, str]]:
    """Keys and names, in the order of the year."""
    return [(observance.key, str(observance.title)) for observance in DAYS]
