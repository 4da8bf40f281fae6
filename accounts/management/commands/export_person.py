"""All that is kept about one person, as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import erasures
from accounts.queries.people import person_by_address


class Command(BaseCommand):
    help = "Prints everything that the database ties to a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = person_by_address(email)
        if person is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        self.stdout.write(json.dumps(erasures.export_person(person), ensure_ascii=False, indent=2))
