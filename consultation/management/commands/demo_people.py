"""Who can sign in to the demonstration."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.states import ADMINISTRATION_ROLES
from consultation.demo import factors, files
from consultation.demo.people import PASSWORD

# The codes of the data file that readers would not understand, in the terms of the pages.
PRINTED_ROLES = {"officer": "staff member", "substitute": "alternate", "body1": "endorsing body"}


class Command(BaseCommand):
    help = "Lists the demonstration's people: role, email address, password, city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Only the demonstration has these people: set DEMONSTRATION=1.")
        people = main_people()
        if options["json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"\nPeople of the demonstration, all invented. Everybody’s password: {PASSWORD}\n")
        for person in people:
            secret = f"   second factor: {person['secret']}" if "secret" in person else ""
            role = PRINTED_ROLES.get(person["role"], person["role"])
            self.stdout.write(f"  {role:<14} {person['email']:<36} {person['city']}{secret}")


def main_people() -> list[dict[str, str]]:
    """The main people, one a role, in the order of the data file."""
    names = {entry["key"]: entry["names"]["en"] for entry in files.load_data("organisations.json")}
    return [
        {
            "role": entry["character"],
            "email": entry["email"],
            "password": PASSWORD,
            "city": names[entry["mandates"][0]["organisation"]] if entry["mandates"] else "",
            **_secret(entry),
        }
        for entry in files.load_data("people.json")
        if entry["character"]
    ]


def _secret(entry: dict[str, Any]) -> dict[str, str]:
    obliged = any(role["role"] in ADMINISTRATION_ROLES for role in entry["roles"])
    return {"secret": factors.secret_of(entry["email"])} if obliged and settings.DEMO_SECOND_FACTOR else {}
