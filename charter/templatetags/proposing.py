"""Small words of the pages on amendments."""

from __future__ import annotations

from django import template

from accounts.models import Mandate, Person
from charter.queries.tongues import tongue

register = template.Library()


@register.filter
def tongue_name(code: str) -> str:
    """The name of a language in that language."""
    return tongue(code).name


@register.filter
def public_name(person: Person | None) -> str:
    """The name of a person who lets it be public; empty where it is not."""
    return str(person) if person is not None and person.name_is_public else ""


@register.filter
def as_what(mandate: Mandate | None) -> str:
    """What a person was when it acted: officer, delegate."""
    return mandate.get_kind_display().lower() if mandate else ""
