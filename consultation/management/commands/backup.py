"""The whole consultation in one file: data, uploads, settings without secrets, hashes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.archives import files, writing


class Command(BaseCommand):
    help = "Writes one file from which `restore` makes the site again, on SQLite or PostgreSQL alike."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="without it, a dated file in var/backups")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        path = file or dated_path()
        if path.exists():
            raise CommandError(f"{path} is there already, and is not written over. Choose another name.")
        try:
            manifest = writing.write_backup(path)
        except OSError as error:
            raise CommandError(f"No backup was written to {path}: {error.strerror or error}.") from None
        members = manifest["members"]
        uploads = sum(name.startswith("media/") for name in members)
        with path.open("rb") as whole:
            sha256 = files.file_digest(whole)
        rows = sum(member.get("rows", 0) for member in members.values())
        self.stdout.write(f"{path}: {rows} rows, {uploads} uploads, {path.stat().st_size / 1e6:.1f} MB.")
        self.stdout.write(f"SHA-256 {sha256}")
        self.stdout.write(f"{manifest['record']['acts']} acts, head {manifest['record']['head']}")
        self.stdout.write(
            "Whoever has this file can read everything, drafts and addresses too. Keep SECRET_KEY apart."
        )


def dated_path() -> Path:
    """A new name in the folder of backups, by the moment."""
    return Path(settings.VAR_DIR, "backups", f"consultation-{timezone.now():%Y%m%dT%H%M%SZ}.zip")
