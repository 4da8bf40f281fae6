"""For who lost the telephone and the recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import security
from accounts.queries.people import person_by_address


class Command(BaseCommand):
    help = "Takes the second factors of a person away, so that new ones are set up at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = person_by_address(email)
        if person is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        removed = security.reset_second_factor(person=person)
        self.stdout.write(
            _("Number of second factors removed: %(n)s. The audit log contains an entry.") % {"n": removed}
        )
