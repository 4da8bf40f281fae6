"""Sections of members: the names that the secretariat gave them, those in use, and those that are regions."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language

from accounts.models import Organisation, Pledge, Role
from accounts.queries.site_settings import site_settings
from accounts.states import SECTION_NAMES, SECTIONS_WITHOUT_REGION, RoleKind, section_name


def own_section_name(code: str) -> str:
    """The name that the secretariat gave the section, in the active language or else in another; empty without one."""
    names = site_settings().section_names.get(code, {})
    language = (get_language() or "").rpartition("-x-")[2]
    return names.get(language) or next(iter(names.values()), "")


def chosen_sections() -> set[str]:
    """The sections of members, of membership applications and of people's roles, whether current or past."""
    lists = [
        *Organisation.objects.exclude(sections=[]).values_list("sections", flat=True),
        *Pledge.objects.exclude(sections=[]).values_list("sections", flat=True),
        *Role.objects.filter(kind=RoleKind.SECTION_STAFF).values_list("scope", flat=True),
    ]
    return {code for codes in lists for code in codes}


def section_codes() -> list[str]:
    """The ready-made sections, then those that the secretariat added, whether they are in use or not."""
    return [*SECTION_NAMES, *site_settings().own_sections]


def region_codes() -> list[str]:
    """The sections by which members are counted by region. Every section that the secretariat added is a region."""
    return [code for code in section_codes() if code not in SECTIONS_WITHOUT_REGION]


def section_choices(also: Collection[str] = ()) -> list[tuple[str, str]]:
    """Codes with names of the sections in use, and of others that are chosen already."""
    unused = set(site_settings().unused_sections).difference(also)
    return [(code, section_name(code)) for code in section_codes() if code not in unused]
