"""What is well, what is not, and what to do about it: a line each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consultation.watching import looks
from consultation.watching.findings import Finding, Level


class Command(BaseCommand):
    help = "Looks at all that a site needs. A line each: ok, warn or fail, with the remedy. Exits 1 where one fails."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = dict(looks.through(looks.ALL))
        if options["json"]:
            self.stdout.write(json.dumps({name: as_json(one) for name, one in found.items()}, indent=1))
        else:
            self.stdout.writelines(f"{line(name, one)}\n" for name, one in found.items())
        if looks.worst(found) is Level.FAIL:
            raise SystemExit(1)


def line(name: str, found: Finding) -> str:
    return f"{found.level:<5} {name:<14} {found.sentence} {found.remedy}".rstrip()


def as_json(found: Finding) -> dict[str, Any]:
    return {
        "level": found.level,
        "words": found.sentence,
        "remedy": str(found.remedy),
        "figures": found.figures,
    }
