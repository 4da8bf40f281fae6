"""Sections of members: the names that the secretariat gave them, and those in use."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.queries.site_settings import site_settings
from accounts.states import Section


def own_section_name(code: str) -> str:
    """The name that the secretariat gave the section, in the active language or else in another; empty without one."""
    names = site_settings().section_names.get(code, {})
    language = (get_language() or "").rpartition("-x-")[2]
    return names.get(language) or next(iter(names.values()), "")


def section_choices(also: Collection[str] = ()) -> list[tuple[str, str | Promise]]:
    """Codes with names of the sections in use, and of others that are chosen already."""
    unused = set(site_settings().unused_sections).difference(also)
    return [(code, name) for code, name in Section.choices if code not in unused]
