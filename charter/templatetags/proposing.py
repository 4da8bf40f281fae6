"""Small words of the pages on amendments."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Person
from charter.models import Amendment
from charter.queries.tongues import tongue
from charter.states import CameBy

register = template.Library()

CAME = {
    CameBy.LETTER: _("Entered on behalf, from a letter of %(day)s"),
    CameBy.MAIL: _("Entered on behalf, from an e-mail of %(day)s"),
    CameBy.CALL: _("Entered on behalf, after a call on %(day)s"),
    CameBy.MEETING: _("Entered on behalf, after a meeting on %(day)s"),
}


@register.filter
def tongue_name(code: str) -> str:
    """The name of a language in that language."""
    return tongue(code).name


@register.filter
def came(amendment: Amendment) -> str:
    """By what and on which day it came, where the secretariat entered it on behalf of its member; else nothing."""
    return came_said(amendment.came_by, amendment.came_on)


def came_said(by: str, on: date | None) -> str:
    """The same of a way and a day."""
    return str(CAME[CameBy(by)]) % {"day": date_format(on, "DATE_FORMAT")} if by and on else ""


@register.filter
def public_name(person: Person | None) -> str:
    """The name of a person who lets it be public; empty where it is not."""
    return str(person) if person is not None and person.name_is_public else ""


@register.filter
def as_what(mandate: Mandate | None) -> str:
    """What a person was when it acted: officer, delegate."""
    return mandate.get_kind_display().lower() if mandate else ""
