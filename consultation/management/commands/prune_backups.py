"""Deletes old backups and what interrupted ones left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from consultation.archives import pruning


class Command(BaseCommand):
    help = "Deletes backups older than KEEP_BACKUPS_DAYS, except the three newest, and partial files."
    # It makes room on a full disk, so it needs neither the database nor a check.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = pruning.prune_backups(Path(settings.VAR_DIR, "backups"), timezone.now())
        for path in deleted:
            self.stdout.write(f"Deleted {path}.")
        if not deleted:
            self.stdout.write("Nothing to delete.")
