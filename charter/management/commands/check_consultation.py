"""Recomputes what must hold of the data; a line a fault, and exit 1 where there is one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from charter.queries.versions import data_faults


class Command(BaseCommand):
    help = "Recomputes what must hold of the consultation's data. A line a fault; exits 1 where there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for count, fault in enumerate(data_faults.all_faults(), 1):  # noqa: B007  the last number is the count
            self.stdout.write(fault)
        if count:
            raise SystemExit(1)
        self.stdout.write(f"{len(data_faults.FAULTS)} checks, no fault.")
