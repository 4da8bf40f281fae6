"""The first administrator of a new site, and a way back in when the last one has gone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.actions import security


class Command(BaseCommand):
    help = "Makes an administrator, and prints the link by which the person sets a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--lang", default=settings.LANGUAGE_CODE, choices=settings.INTERFACE_LANGUAGES)

    def handle(self, *args: Any, email: str, name: str, lang: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(_("%(email)s is not a valid email address.") % {"email": email}) from None
        person, _role = security.make_administrator(email=email, name=name, language=lang)
        self.stdout.write(
            _("%(email)s is an administrator. The audit log contains an entry.") % {"email": person.email}
        )
        self.stdout.write(_("Set a password here:") + f" {settings.SITE_URL}{security.password_link(person)}")
