"""What a table of members would change: row by row, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.utils.translation import gettext as _

from accounts import countries
from accounts.actions.organisations import Entry, differences
from accounts.models import Organisation
from accounts.queries import kinds
from accounts.states import WAVES, OrganisationKind, PopulationBand, Section

from .sheets import Row, cells_of

NAMES = tuple(f"name_{code}" for code, _name in settings.LANGUAGES)
YES, NO = {"yes", "1", "true", "x"}, {"no", "0", "false", ""}


@dataclass(frozen=True)
class Planned:
    """A row as it was understood. `changes` is empty where nothing would change; `faults` stop it."""

    number: int
    entry: Entry | None
    is_new: bool = False
    changes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: str = ""


def plan(rows: Iterable[Row]) -> list[Planned]:
    """Every row against the members there are; nothing is stored."""
    known = list(Organisation.objects.with_names())
    by_slug = {one.slug: one for one in known}
    by_name = {(one.name.text.casefold(), one.country): one for one in known}
    seen: dict[str, int] = {}
    listed = kinds.by_word()
    return [_planned(row, by_slug, by_name, seen, listed) for row in rows]


def _planned(
    row: Row, by_slug: dict[str, Any], by_name: dict[Any, Any], seen: dict[str, int], listed: dict[str, str]
) -> Planned:
    faults: list[str] = []
    cells = cells_of(row, faults)
    fields = _fields(cells, faults)
    _name_kind(fields, listed, faults)
    slug, name = cells.get("address", ""), cells.get("name", "")
    found = by_slug.get(slug) if slug else by_name.get((name.casefold(), fields.get("country", "")))
    if found is None and not name:
        faults.append(_("name: the official name is missing."))
    if slug and found is None and not _passes(validate_slug, slug):
        faults.append(_("address: letters, digits and hyphens only."))
    key = found.slug if found else slug or f"{name.casefold()} {fields.get('country', '')}"
    if key in seen:
        faults.append(_("The same member stands in row %(n)s.") % {"n": seen[key]})
    seen.setdefault(key, row.number)
    if faults:
        return Planned(row.number, None, faults=faults, said=name or slug)
    entry = _entry(cells, fields, slug, name, found)
    changes = differences(found, entry) if found else sorted(entry.fields)
    return Planned(row.number, entry, found is None, changes, said=entry.name)


def _entry(cells: dict[str, str], fields: dict[str, Any], slug: str, name: str, found: Organisation | None) -> Entry:
    language = cells.get("name_language") or (found.name.language if found else settings.LANGUAGE_CODE)
    names = {column.removeprefix("name_"): cells[column] for column in NAMES if cells.get(column)}
    if found is None:
        fields = {"kind": OrganisationKind.GOVERNMENT, **fields}
    return Entry(found.slug if found else slug, name or found.name.text, language, names, fields)  # type: ignore[union-attr]


def _name_kind(fields: dict[str, Any], listed: dict[str, str], faults: list[str]) -> None:
    """An official kind is found by its code, or by its name in any language."""
    said = fields.get("official_kind_id")
    if said and said not in listed:
        faults.append(_("official_kind: “%(cell)s” is not in the list of kinds at the desk.") % {"cell": said})
    elif said:
        fields["official_kind_id"] = listed[said]


def _fields(cells: dict[str, str], faults: list[str]) -> dict[str, Any]:
    """The values of the columns that the file has; what cannot be read is a fault."""
    values = {}
    for column, (name, way) in COLUMNS.items():
        if column in cells:
            try:
                values[name] = way(cells[column])
            except ValueError as wrong:
                faults.append(f"{column}: {wrong}")
    return values


def _passes(validator: Callable[[str], object], value: str) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return True


def _one_of(values: Iterable[str], empty: bool = True) -> Callable[[str], str]:
    allowed = list(values)

    def way(cell: str) -> str:
        if cell not in allowed and not (empty and not cell):
            raise ValueError(_("“%(cell)s” is none of: %(words)s.") % {"cell": cell, "words": ", ".join(allowed)})
        return cell

    return way


def _sections(cell: str) -> list[str]:
    return [_one_of(Section.values)(part.strip()) for part in cell.replace(",", ";").split(";") if part.strip()]


def _wave(cell: str) -> int:
    return int(_one_of([str(wave) for wave in WAVES])(cell) or WAVES[-1])


def _country(cell: str) -> str:
    if cell and cell.upper() not in countries.names("en"):
        raise ValueError(_("“%(cell)s” is no code of a country, such as MA.") % {"cell": cell})
    return cell.upper()


def _website(cell: str) -> str:
    if cell and not _passes(URLValidator(schemes=["http", "https"]), cell):
        raise ValueError(_("no address of a website."))
    return cell


def _degrees(limit: float) -> Callable[[str], float | None]:
    def way(cell: str) -> float | None:
        try:
            value = float(cell) if cell else None
        except ValueError:
            raise ValueError(_("degrees as a number, such as 41.38.")) from None
        if value is not None and not -limit <= value <= limit:
            raise ValueError(_("between -%(n)s and %(n)s degrees.") % {"n": limit})
        return value

    return way


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise ValueError(_("a day as 2026-05-31.")) from None


def _flag(cell: str) -> bool:
    if cell.lower() not in YES | NO:
        raise ValueError(_("yes or no."))
    return cell.lower() in YES


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "kind": ("kind", _one_of(OrganisationKind.values, empty=False)),
    "official_kind": ("official_kind_id", lambda cell: cell.strip().casefold() or None),
    "country": ("country", _country),
    "sections": ("sections", _sections),
    "wave": ("wave", _wave),
    "population_band": ("population_band", _one_of(PopulationBand.values)),
    "website": ("website", _website),
    "latitude": ("latitude", _degrees(90)),
    "longitude": ("longitude", _degrees(180)),
    "joined_on": ("joined_on", _day),
    "left_on": ("left_on", _day),
    "campaign": ("is_campaign_member", _flag),
    "committee": ("is_committee_member", _flag),
    "voting": ("is_voting_member", _flag),
    "language": ("language", _one_of([code for code, _name in settings.LANGUAGES])),
}
