"""What a table of members would change: row by row, with what is wrong in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from accounts.actions.organisations import MemberEntry, differences_from
from accounts.folding import fold_text
from accounts.models import Organisation
from accounts.queries import kinds, themes, waves
from accounts.states import WAVES, OrganisationKind, PopulationBand

from .sheets import SheetRow, cells_of
from .values import code_in, codes_by_word, countries_by_word, email_language, sections_by_word

NAMES = tuple(f"name_{code}" for code, _name in settings.LANGUAGES)
YES = {"yes", "oui", "si", "نعم", "1", "true", "vrai", "verdadero", "x"}
NO = {"no", "non", "لا", "0", "false", "faux", "falso", ""}


@dataclass(frozen=True)
class PlannedMember:
    """A row as it was understood. `changes` is empty where nothing would change; `faults` stop it."""

    number: int
    entry: MemberEntry | None
    is_new: bool = False
    changes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    title: str = ""


def plan_members(rows: Iterable[SheetRow]) -> list[PlannedMember]:
    """Every row against the members there are; nothing is stored."""
    organisations = list(Organisation.objects.with_names())
    by_slug = {organisation.slug: organisation for organisation in organisations}
    by_name = {
        (organisation.name.text.casefold(), organisation.country): organisation for organisation in organisations
    }
    seen: dict[str, int] = {}
    listed, theme_codes, wave_codes = kinds.kind_codes_by_word(), themes.codes_by_word(), waves.wave_codes()
    return [_planned(row, by_slug, by_name, seen, listed, theme_codes, wave_codes) for row in rows]


def _planned(
    row: SheetRow,
    by_slug: dict[str, Any],
    by_name: dict[Any, Any],
    seen: dict[str, int],
    listed: dict[str, str],
    theme_codes: dict[str, str],
    wave_codes: set[str],
) -> PlannedMember:
    faults: list[str] = []
    cells = cells_of(row, faults)
    fields = _fields(cells, faults)
    _name_kind(fields, listed, faults)
    _name_themes(fields, theme_codes, faults)
    if (code := fields.get("joined_wave_id")) and code not in wave_codes:
        faults.append(_("joined_wave: “%(cell)s” is not the code of a wave.") % {"cell": code})
    slug, name = cells.get("address", ""), cells.get("name", "")
    organisation = by_slug.get(slug) if slug else by_name.get((name.casefold(), fields.get("country", "")))
    _name_language(fields, organisation.language if organisation else "", faults)
    if organisation is None and not name:
        faults.append(_("name: the official name is missing."))
    if slug and organisation is None and not _passes(validate_slug, slug):
        faults.append(_("address: letters, digits and hyphens only."))
    key = organisation.slug if organisation else slug or f"{name.casefold()} {fields.get('country', '')}"
    if key in seen:
        faults.append(_("Row %(n)s contains the same member.") % {"n": seen[key]})
    seen.setdefault(key, row.number)
    if faults:
        return PlannedMember(row.number, None, faults=faults, title=name or slug)
    entry = _entry(cells, fields, slug, name, organisation)
    changes = differences_from(organisation, entry) if organisation else sorted(entry.fields)
    return PlannedMember(row.number, entry, organisation is None, changes, title=entry.name)


def _entry(
    cells: dict[str, str], fields: dict[str, Any], slug: str, name: str, organisation: Organisation | None
) -> MemberEntry:
    language = cells.get("name_language") or (organisation.name.language if organisation else settings.LANGUAGE_CODE)
    names = {column.removeprefix("name_"): cells[column] for column in NAMES if cells.get(column)}
    if organisation is None:
        fields = {"kind": OrganisationKind.GOVERNMENT, **fields}
    official_name = name or organisation.name.text  # type: ignore[union-attr]
    return MemberEntry(organisation.slug if organisation else slug, official_name, language, names, fields)


def _name_kind(fields: dict[str, Any], listed: dict[str, str], faults: list[str]) -> None:
    """An official kind is found by its code, or by its name in any language."""
    cell = fields.get("official_kind_id")
    if cell and cell not in listed:
        faults.append(_("official_kind: “%(cell)s” is not in the list of types.") % {"cell": cell})
    elif cell:
        fields["official_kind_id"] = listed[cell]


def _name_themes(fields: dict[str, Any], theme_codes: dict[str, str], faults: list[str]) -> None:
    """Themes are found by their codes, or by their names in any language; those that were merged are found too."""
    if "themes" in fields:
        try:
            fields["themes"] = list(dict.fromkeys(_codes_in(theme_codes, fields["themes"])))
        except ValueError as wrong:
            faults.append(f"themes: {wrong}")


def _name_language(fields: dict[str, Any], stored: str, faults: list[str]) -> None:
    """The language of emails, which is `stored` already or has texts."""
    if cell := fields.get("language"):
        try:
            fields["language"] = email_language(cell, stored)
        except ValueError as wrong:
            faults.append(f"language: {wrong}")


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


def _one_of(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda cell: code_in(codes_by_word(choices), cell)


def _or_empty(way: Callable[[str], str]) -> Callable[[str], str]:
    return lambda cell: way(cell) if cell else ""


def _codes_in(codes: dict[str, str], cell: str) -> list[str]:
    # A comma parts two values, and some names have one.
    with suppress(ValueError):
        return [code_in(codes, part) for part in cell.split(";") if part.strip()]
    return [code_in(codes, part) for part in cell.replace(",", ";").split(";") if part.strip()]


def _wave(cell: str) -> int:
    return int(code_in({str(wave): str(wave) for wave in WAVES}, cell)) if cell else WAVES[-1]


def _country(cell: str) -> str:
    code = countries_by_word().get(fold_text(cell.strip()), "")
    if cell and not code:
        raise ValueError(_("“%(cell)s” is not a country. Write its name, or a code such as MA.") % {"cell": cell})
    return code


def _website(cell: str) -> str:
    if cell and not _passes(URLValidator(schemes=["http", "https"]), cell):
        raise ValueError(_("enter the address of a website, such as https://example.org."))
    return cell


def _links(cell: str) -> list[dict[str, str]]:
    """`Name https://…; Other name https://…`"""
    links = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        label, _space, address = part.rpartition(" ")
        if not label.strip() or not _passes(URLValidator(schemes=["https"]), address):
            raise ValueError(_("“%(cell)s” is not a label and an address that starts with https://.") % {"cell": part})
        links.append({"label": label.strip(), "address": address})
    return links


def _degrees(limit: float) -> Callable[[str], float | None]:
    def way(cell: str) -> float | None:
        try:
            value = float(cell) if cell else None
        except ValueError:
            raise ValueError(_("enter degrees as a number, such as 41.38.")) from None
        if value is not None and not -limit <= value <= limit:
            raise ValueError(_("enter a value between -%(n)s and %(n)s degrees.") % {"n": limit})
        return value

    return way


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise ValueError(_("enter a date such as 2026-05-31.")) from None


def _flag(cell: str) -> bool:
    word = fold_text(cell.strip())
    if word not in YES | NO:
        raise ValueError(_("enter yes or no."))
    return word in YES


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "kind": ("kind", _one_of(OrganisationKind)),
    "official_kind": ("official_kind_id", lambda cell: cell.strip().casefold() or None),
    "country": ("country", _country),
    "sections": ("sections", lambda cell: _codes_in(sections_by_word(), cell)),
    "themes": ("themes", str),
    "wave": ("wave", _wave),
    "population_band": ("population_band", _or_empty(_one_of(PopulationBand))),
    "website": ("website", _website),
    "latitude": ("latitude", _degrees(90)),
    "longitude": ("longitude", _degrees(180)),
    "joined_on": ("joined_on", _day),
    "left_on": ("left_on", _day),
    "campaign": ("is_campaign_member", _flag),
    "committee": ("is_committee_member", _flag),
    "voting": ("is_voting_member", _flag),
    "joined_wave": ("joined_wave_id", lambda cell: cell or None),
    "pioneer": ("is_pioneer", _flag),
    "language": ("language", str.strip),
    "links": ("links", _links),
}
