"""Writes all public pages as plain files, for when the site ends or is put into an archive."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consultation.archiving import Archive
from consultation.interpreter import collect_rarely


class Command(BaseCommand):
    help = "Writes every public page, file and picture below a folder, at the same addresses, for any web server."

    def run_from_argv(self, argv: list[str]) -> None:
        collect_rarely()  # this process only makes pages
        super().run_from_argv(argv)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty or a new folder")
        parser.add_argument("--without-files", action="store_true", help="leaves out PDF, Word and other files")

    def handle(self, *args: Any, folder: Path, without_files: bool = False, **options: Any) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not empty.")
        try:
            archive = Archive(folder, with_files=not without_files).walk()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # so that the same command can be given again
            raise
        for address, status in archive.lost.items():
            self.stdout.write(f"{address}: no page ({status})")
        self.stdout.write(
            f"{len(archive.written)} pages and files in {folder}. Open {folder}/index.html in a browser, or serve the "
            "folder at the root of the host."
        )
        if archive.lost:
            raise SystemExit(1)
