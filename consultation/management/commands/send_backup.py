"""Sends an encrypted copy of the newest backup to another machine."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.archives import sending
from consultation.models import Beat


class Command(BaseCommand):
    help = (
        "Encrypts the newest backup for BACKUP_COPY_KEY and uploads it to BACKUP_COPY_TO; without that, does nothing."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="without it, the newest one in var/backups")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        if not settings.BACKUP_COPY_TO:
            self.stdout.write("No copy is sent: BACKUP_COPY_TO is empty.")
            return
        backups = sorted(Path(settings.VAR_DIR, "backups").glob("consultation-*.zip"))
        if file is None and not backups:
            raise CommandError("There is no backup to send. Run manage.py backup first.")
        try:
            address = sending.send_backup(file or backups[-1])
        except sending.NotSent as error:
            raise CommandError(str(error)) from None
        Beat.objects.note(sending.SENT, timezone.now())
        self.stdout.write(f"Sent to {address}.")
