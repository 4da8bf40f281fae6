"""A new version: check, back up, rehearse on a copy, migrate; where one of these fails, back to what was before."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.actions import sites
from consultation.archives import loading, reading, rehearsing, schema, setting_aside, unfinished, writing
from consultation.management.commands.backup import dated_path
from consultation.management.commands.restore import end_former_rights, faults_after_restore

NOTHING: dict[str, Any] = {"record": {"head": ""}}
NOT_BACK = 2
"""The exit status where the data are not as before: neither the upgrade nor the way back succeeded."""


class Command(BaseCommand):
    help = (
        "Brings the database to the code's version: checks, backs up, rehearses on a copy, changes over, goes back "
        "by itself if that fails. Stop web server and worker first. `deploy/upgrade` does this for the whole server."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="leave the static files as they are")
        parser.add_argument("--backup", type=Path, help="where to back up to; without it, a dated file in var/backups")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--rehearse", action="store_true", help="check and rehearse only; the site may stay open")
        which.add_argument("--rehearsed", action="store_true", help="skip the rehearsal, which was done before")
        which.add_argument("--copy-of", type=Path, help="used by the rehearsal, on the copy of what this backup has")

    def handle(self, *args: Any, **options: Any) -> None:
        # A fresh clone has no folder for the data, and SQLite makes the file but not the folder.
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        try:
            is_foreign = schema.is_foreign()
        except schema.NoDatabase as refused:
            raise CommandError(str(refused)) from None
        if is_foreign:
            raise CommandError("The database has tables of another program. Name a new, empty one in DATABASE_URL.")
        if options["copy_of"]:
            archive, manifest = reading.open_backup(options["copy_of"])
            archive.close()
            if not schema.last_migrations():
                loading.restore_backup(options["copy_of"], up_to_date=False)
            self._bring_up(manifest, no_static=True)
            return
        unfinished_upgrade = unfinished.read_mark()
        if not schema.last_migrations() or unfinished_upgrade == unfinished.FIRST_TABLES:
            if not options["rehearse"]:
                self._make_first_tables(options["no_static"])
            self.stdout.write("The tables are ready. Start the web server and the worker.")
            return
        if unfinished_upgrade:
            raise CommandError(
                "The last upgrade was killed before it ended, so the data may be between two versions. Restore its "
                f"backup: manage.py restore {unfinished_upgrade} --set-aside. If the site has run since then, delete "
                f"{unfinished.mark_path()} instead. Nothing was changed."
            )
        path = options["backup"] or dated_path()
        try:
            manifest = self._back_up_and_rehearse(path, is_rehearsed=options["rehearsed"])
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Nothing was changed.") from None
        if options["rehearse"]:
            self.stdout.write("The rehearsal succeeded. Nothing was changed.")
            return
        self._change_over(path, manifest, options["no_static"])
        self.stdout.write("Done. Start the web server and the worker again.")

    def _make_first_tables(self, no_static: bool) -> None:
        """The tables of a new site. Where this is interrupted, the same command goes on."""
        self.stdout.write("Making the tables. This takes one to two minutes …")
        unfinished.mark_path().write_text(unfinished.FIRST_TABLES)
        try:
            self._bring_up(NOTHING, no_static)
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Run the command again: it goes on where it ended.") from None
        unfinished.remove_mark()

    def _back_up_and_rehearse(self, path: Path, is_rehearsed: bool) -> dict[str, Any]:
        """What the backup has."""
        self._check()
        self.stdout.write(f"Backing up to {path} …")
        manifest = writing.write_backup(path)
        if not is_rehearsed:
            self._rehearse(path)
        return manifest

    def _check(self) -> None:
        newer = schema.newer_than_the_code()
        if newer:
            raise CommandError(f"The database is of a newer version: it has {', '.join(newer)}. Nothing was changed.")
        missing = rehearsing.missing_space()
        if missing:
            raise CommandError(f"Free {missing / 1e9:.1f} GB more on the disk first. Nothing was changed.")

    def _rehearse(self, path: Path) -> None:
        """The same steps on a copy of the data, by a process of its own."""
        self.stdout.write("Rehearsing on a copy …")
        command = [sys.executable, "manage.py", "upgrade", "--copy-of", str(path.resolve())]
        with rehearsing.environment_beside() as environment:
            process = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)  # noqa: S603  our own words
        if process.returncode:
            raise CommandError(f"The rehearsal failed:\n{process.stderr.strip()[-3000:]}\nNothing was changed.")

    def _change_over(self, path: Path, manifest: dict[str, Any], no_static: bool) -> None:
        # Whoever interrupts it gets the data of before too.
        usual = signal.signal(signal.SIGTERM, lambda *_: sys.exit("It was ended."))
        unfinished.mark_path().write_text(str(path.resolve()))
        try:
            self._bring_up(manifest, no_static)
        except BaseException as error:
            self.stderr.write(f"It failed: {type(error).__name__}: {error}")
            try:
                aside = setting_aside.set_aside(f"failed_{timezone.now():%Y%m%d%H%M%S}")
                loading.restore_backup(path, up_to_date=False)
            except BaseException as another:
                words = (
                    f"The way back failed too: {type(another).__name__}: {another}. Restore {path} with the old code."
                )
                raise CommandError(words, returncode=NOT_BACK) from another
            unfinished.remove_mark()
            raise CommandError(
                f"The data stand as before, from {path}. What failed is kept aside as {aside}. "
                "Start the version of the code that ran before, and let it run wagtail_update_index."
            ) from error
        finally:
            signal.signal(signal.SIGTERM, usual)
        unfinished.remove_mark()

    def _bring_up(self, manifest: dict[str, Any], no_static: bool) -> None:
        self.stdout.write("Migrating …")
        call_command("migrate", verbosity=0)
        sites.catch_up()
        if not no_static:
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("Checking …")
        faults = faults_after_restore(manifest)
        if faults:
            raise CommandError(" ".join(faults))
        self.stdout.writelines(f"{line}\n" for line in end_former_rights())
