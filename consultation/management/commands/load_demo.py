"""The demonstration consultation, built by the same actions that people use."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Person
from charter.models import Charter
from consultation import statistics
from consultation.demo import factors
from consultation.demo.congress import play as congress
from consultation.demo.congress.size import SIZES
from consultation.demo.play import play


class Command(BaseCommand):
    help = "Loads the demonstration: invented cities and people, a finished round and an open one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), help="a consultation of that size instead, for measuring")

    def handle(self, *args: Any, size: str | None = None, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration loads with DEMONSTRATION=1 alone.")
        if Charter.objects.exists() or Person.objects.exists():
            raise CommandError("There is data already. The demonstration is never loaded beside it.")
        began = time.monotonic()
        with transaction.atomic():
            congress.play(SIZES[size], self._say) if size else play(self._say)
        statistics.renew()
        factors.settle()
        if size is None:
            self._leave_a_date()
        self._say(f"The demonstration stands, in {time.monotonic() - began:.0f} seconds.")

    def _leave_a_date(self) -> None:
        """`manage.py demo` reads from this file when the data was made."""
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite" and ":memory:" not in name and "mode=memory" not in name:
            settings.VAR_DIR.mkdir(exist_ok=True)
            (settings.VAR_DIR / "demo.made").write_text(timezone.now().isoformat(), encoding="utf-8")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
