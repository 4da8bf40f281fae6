"""Recomputes the chain of acts; a line for each place where it does not hold, and exit 1 where there is one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.actions import records
from accounts.models import Record


class Command(BaseCommand):
    help = "Recomputes the record of acts. A line a fault; exits 1 where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", metavar="HASH", help="a head that was noted earlier: it must be in the chain")

    def handle(self, *args: Any, head: str | None = None, **options: Any) -> None:
        faults = list(records.faults_of_record())
        if head and head != records.GENESIS and not Record.objects.filter(digest=head).exists():
            faults.append(f"The head {head} is not in the chain: acts after or before it were taken out.")
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise SystemExit(1)
        last = Record.objects.order_by("-number").first()
        count, digest = (last.number, last.digest) if last else (0, records.GENESIS)
        self.stdout.write(f"{count} acts, head {digest}.")
