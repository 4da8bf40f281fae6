"""Who can sign in to the demonstration."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.states import SECOND_FACTOR_ROLES
from consultation.demo import factors, files
from consultation.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Lists the demonstration's people: role, e-mail, password, city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("There are demonstration people with DEMONSTRATION=1 alone.")
        people = listed()
        if options["json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"\nPeople of the demonstration, all invented. Password of everybody: {PASSWORD}\n")
        for person in people:
            secret = f"   second factor: {person['secret']}" if "secret" in person else ""
            self.stdout.write(f"  {person['role']:<12} {person['email']:<36} {person['city']}{secret}")


def listed() -> list[dict[str, str]]:
    """The main people, one a role, in the order of the data file."""
    names = {entry["key"]: entry["names"]["en"] for entry in files.load("organisations.json")}
    return [
        {
            "role": entry["character"],
            "email": entry["email"],
            "password": PASSWORD,
            "city": names[entry["mandates"][0]["organisation"]] if entry["mandates"] else "",
            **_secret(entry),
        }
        for entry in files.load("people.json")
        if entry["character"]
    ]


def _secret(entry: dict[str, Any]) -> dict[str, str]:
    obliged = any(role["role"] in SECOND_FACTOR_ROLES for role in entry["roles"])
    return {"secret": factors.secret_of(entry["email"])} if obliged and settings.DEMO_SECOND_FACTOR else {}
