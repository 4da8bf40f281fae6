"""Who may do what, as the rules answer."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from consultation.permissions import table


class Command(BaseCommand):
    help = "Prints who may do what in which state of a round, by asking the rules, as Markdown or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="every answer with its reason, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        cells = table.permission_cells()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(cell) for cell in cells], ensure_ascii=False, indent=1))
            return
        self.stdout.write(table.permissions_page(cells), ending="")
