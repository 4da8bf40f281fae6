"""What is well, what is not, and what to do about it: a line each."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consultation.watching import checks
from consultation.watching.findings import Finding, Level


class Command(BaseCommand):
    help = "Looks at all that a site needs. A line each: ok, warn or fail, with the remedy. Exits 1 where one fails."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = dict(checks.run_checks(checks.ALL))
        if options["json"]:
            self.stdout.write(json.dumps({name: as_json(finding) for name, finding in findings.items()}, indent=1))
        else:
            self.stdout.writelines(f"{finding_line(name, finding)}\n" for name, finding in findings.items())
        if checks.worst_level(findings) is Level.FAIL:
            raise SystemExit(1)


def finding_line(name: str, finding: Finding) -> str:
    return f"{finding.level:<5} {name:<14} {finding.sentence} {finding.remedy}".rstrip()


def as_json(finding: Finding) -> dict[str, Any]:
    return {
        "level": finding.level,
        "words": finding.sentence,
        "remedy": str(finding.remedy),
        "figures": finding.figures,
    }
