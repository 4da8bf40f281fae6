"""Retention: what is older than the settings allow goes. Fit for a daily timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actions import retention


class Command(BaseCommand):
    help = "Shows what is older than the settings allow; with --apply deletes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="delete it")

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        now = timezone.now()
        counts = {name: rows.count() for name, rows in retention.outdated_rows(now).items()}
        for name, count in (retention.delete_outdated_rows(at=now) if apply else counts).items():
            self.stdout.write(f"{name}: {count}")
