"""What each column of a table of members or people may contain, as the pages list it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.locales import interface_languages
from accounts.queries import kinds
from accounts.queries.sections import section_choices
from accounts.queries.themes import theme_choices
from accounts.queries.waves import wave_choices
from accounts.states import WAVES, MandateKind, OrganisationKind, PopulationBand

Words = str | Promise
YES_OR_NO = _("yes or no")
DATE = _("A date such as 2026-05-31.")


@dataclass(frozen=True)
class Column:
    """A column by its name. `values` are the only ones allowed, each with its label. `rule` says what to write."""

    name: str
    rule: Words = ""
    values: tuple[tuple[str, Words], ...] = ()
    is_required: bool = False


def columns_of_people() -> list[Column]:
    """Of a file of people to invite."""
    return [
        Column("email", _("An email address."), is_required=True),
        Column("name", _("The name of the person.")),
        Column("member", _("The address or the name of a member on the list."), is_required=True),
        Column("kind", values=_labelled(MandateKind.choices), is_required=True),
        Column("office", _("A job title or an elected office.")),
        Column("language", values=tuple(interface_languages())),
        Column("evidence", _("Required for a delegate and an alternate: a letter, a council decision, a date.")),
    ]


def columns_of_members() -> list[Column]:
    """Of a file of members."""
    waves = tuple((str(wave), str(wave)) for wave in WAVES)
    return [
        Column("address", _("Lowercase letters, digits and hyphens. Leave it empty for a new member.")),
        Column("name", _("The official name."), is_required=True),
        Column("name_language", values=tuple(settings.LANGUAGES)),
        Column(", ".join(f"name_{code}" for code, _name in settings.LANGUAGES), _("The name in each language.")),
        Column("kind", values=_labelled(OrganisationKind.choices)),
        Column("official_kind", values=_labelled((kind.code, str(kind)) for kind in kinds.kinds_with_counts())),
        Column("country", _("The name of the country, or two letters such as MA.")),
        *_column_of_sections(),
        Column("themes", _("Separate several values with commas."), tuple(theme_choices())),
        Column("wave", values=waves),
        Column("joined_wave", values=tuple(wave_choices())),
        Column("population_band", values=_labelled(PopulationBand.choices)),
        Column("website", _("An address that starts with https://.")),
        Column("latitude", _("Degrees as a number, such as 41.38.")),
        Column("longitude", _("Degrees as a number, such as 41.38.")),
        Column("joined_on", DATE),
        Column("left_on", DATE),
        *(Column(name, YES_OR_NO) for name in ("campaign", "committee", "voting", "pioneer")),
        Column("language", values=tuple(interface_languages())),
        Column("links", _("Label and address of each link. Several links are separated by a semicolon.")),
    ]


def _column_of_sections() -> list[Column]:
    """None where no section is in use."""
    sections = _labelled(section_choices())
    return [Column("sections", _("Separate several values with commas."), sections)] if sections else []


def _labelled(choices: Iterable[tuple[str, Words]]) -> tuple[tuple[str, Words], ...]:
    return tuple((value, label) for value, label in choices)
