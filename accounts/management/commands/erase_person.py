"""Erases a person's name and addresses; what was done stays done, by a former officer of a member."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import erasures
from accounts.queries.people import person_by_address


class Command(BaseCommand):
    help = "Erases a person. This cannot be undone; --apply does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, email: str, apply: bool, **options: Any) -> None:
        person = person_by_address(email)
        if person is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        if not apply:
            self.stdout.write(
                _("The data of person %(n)s would be erased. Add --apply to erase them.") % {"n": person.pk}
            )
            return
        erasures.erase_person(person=person)
        self.stdout.write(
            _("The data of person %(n)s were erased. The audit log contains an entry.") % {"n": person.pk}
        )
