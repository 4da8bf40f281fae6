"""The demonstration consultation, built by the same actions that people use."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consultation import demonstrations, statistics
from consultation.archives import loading, schema
from consultation.demo import factors
from consultation.demo.congress import play
from consultation.demo.congress.size import SIZES
from consultation.demo.play import build_demonstration


class Command(BaseCommand):
    help = "Loads the demonstration: invented cities and people, a finished round and an open one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), help="a consultation of that size instead, for measuring")

    def handle(self, *args: Any, size: str | None = None, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration loads with DEMONSTRATION=1 alone.")
        self._refuse_data()
        began = time.monotonic()
        if not demonstrations.is_marked():
            demonstrations.mark_database()
        if not schema.is_up_to_date():
            call_command("migrate", verbosity=0)
        with transaction.atomic():
            play.build_congress(SIZES[size], self._say) if size else build_demonstration(self._say)
            factors.settle_second_factors()
            demonstrations.note_complete(timezone.now(), is_renewed=size is None)
        statistics.renew_statistics()
        self._say(f"The demonstration stands, in {time.monotonic() - began:.0f} seconds.")

    def _refuse_data(self) -> None:
        """The tables of the mark alone, or of migrations alone, hold nothing that would be lost."""
        try:
            is_free = schema.table_names() <= {demonstrations.TABLE} or loading.is_empty()
        except schema.NoDatabase as refused:
            raise CommandError(str(refused)) from None
        if not is_free:
            raise CommandError(
                "There is data already. The demonstration is never loaded beside it. Nothing was changed: "
                "name a new, empty database in DATABASE_URL."
            )

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
