"""A backup becomes the site again: into an empty database, after its hashes were counted again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import records
from accounts.models import Record
from charter.queries import faults
from consultation.archives import loading, reading
from consultation.archives.reading import Manifest, Unsound


class Command(BaseCommand):
    help = "Takes a backup into an empty database and checks what came of it; exits 1 where a check fails."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="count the hashes again and change nothing")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        try:
            if check:
                archive, manifest = reading.opened(file)
                archive.close()
                self.stdout.write(f"{len(manifest['members'])} members, all as they were on {manifest['made']}.")
                return
            manifest = loading.restore(file)
        except Unsound as refused:
            raise CommandError(f"{refused} Nothing was changed in the database.") from None
        found = list(wrong(manifest))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"The backup of {manifest['made']} is restored, and has the faults above.")
        self.stdout.write(
            f"The backup of {manifest['made']} is restored: {manifest['record']['acts']} acts, no fault."
        )


def wrong(manifest: Manifest) -> list[str]:
    """What `verify_record` and `check_consultation` say, and whether the record ends where the backup's did."""
    last = Record.objects.order_by("number").last()
    found = [*records.faults(), *faults.all_faults()]
    if (last.digest if last else "") != manifest["record"]["head"]:
        found.append("The record does not end where it did when the backup was made.")
    return found
