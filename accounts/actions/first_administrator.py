"""The first administrator of a new site, created in the browser by the owner of the key that `setup` printed."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import security, site_settings, strangers
from accounts.actions.notices import in_language
from accounts.models import Person, Role
from accounts.rules import Refusal, Refused
from accounts.states import SECTION_NAMES, MailKind, RoleKind

WRONG_KEY = _("The key is not correct. `manage.py setup` printed it, and SETUP_KEY in the file .env contains it.")
IS_SET_UP = _("The site already has an administrator. Sign in, or ask the administrator for an invitation.")


def is_open() -> bool:
    """Whether the site has a key and never had an administrator."""
    return bool(settings.SETUP_KEY) and not _had_administrator()


@transaction.atomic
def set_up(
    *,
    key: str,
    name: str,
    email: str,
    password: str,
    language: str,
    organisation: str,
    contact: str,
    site_name: str,
    languages: list[str],
    time_zone: str,
) -> Person:
    """Makes the administrator, stores the settings of the site, and sends a test email to the administrator."""
    if _had_administrator() or not settings.SETUP_KEY:
        raise Refused(Refusal(IS_SET_UP, hidden=True))
    if not constant_time_compare(key.strip(), settings.SETUP_KEY):
        raise Refused(Refusal(WRONG_KEY))
    person, _role = security.make_administrator(email=email, name=name, language=language)
    person.set_password(password)
    person.save(update_fields=["password"])
    values = {"name": site_name, "languages": languages, "time_zone": time_zone}
    values |= {"footer": organisation, "contact": contact}
    values |= {"unused_sections": list(SECTION_NAMES)}  # the secretariat ticks the ready-made sections that it has
    site_settings.change_settings(values=values, by=person)
    strangers.write_to_address(
        address=person.email,
        language=language,
        kind=MailKind.SECURITY,
        subject=format_lazy(_("Test email of {site}"), site=site_name),
        body=_("The site can send emails. Continue with the first steps."),
        link=in_language(language, "desk_first_steps"),
        key=f"test_email:{person.pk}",
    )
    return person


def _had_administrator() -> bool:
    """Whether anybody ever had the role: who knows the key must not get in again after the last role has ended."""
    return Role.objects.filter(kind=RoleKind.ADMINISTRATOR).exists()
