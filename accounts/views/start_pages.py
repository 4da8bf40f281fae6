"""Where a person begins after signing in."""

from __future__ import annotations

from django.conf import settings

from accounts.addresses import address_of
from accounts.models import Person
from accounts.rules import (
    has_role,
    is_administrator,
    is_body_member,
    is_language_editor,
    is_moderator,
    mandates_of,
    sections_of,
)
from accounts.states import RoleKind


def start_address(person: Person) -> str:
    """The page of the person's role: the own city, the secretariat, the languages or the administration."""
    if is_moderator(person) or is_body_member(person):
        return address_of("desk")
    if is_administrator(person):
        return address_of("desk_first_steps")
    if mandates_of(person):
        return address_of("city")
    if is_language_editor(person):
        return address_of("languages")
    if sections_of(person):
        return address_of("section")
    if has_role(person, RoleKind.DRAFTER):
        return address_of("wagtailadmin_home")
    return str(settings.LOGIN_REDIRECT_URL)
