"""A new version: back up, migrate, gather static files, check; where one of them fails, back to what stood before."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.actions import sites
from consultation.archives import loading, schema, setting_aside, writing
from consultation.management.commands.backup import dated
from consultation.management.commands.restore import wrong

NOTHING: dict[str, Any] = {"record": {"head": ""}}


class Command(BaseCommand):
    help = "Brings the database to the code's version. Stop web server and worker first; start them again after it."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="leave the static files as they are")

    def handle(self, *args: Any, no_static: bool, **options: Any) -> None:
        if not schema.leaves():
            self._bring_up(NOTHING, no_static)
            self.stdout.write("The tables are made. Start web server and worker.")
            return
        path = dated()
        self.stdout.write(f"Backing up to {path} …")
        manifest = writing.write(path)
        try:
            self._bring_up(manifest, no_static)
        except Exception as error:
            self.stderr.write(f"It failed: {type(error).__name__}: {error}")
            aside = setting_aside.set_aside()
            loading.restore(path, up_to_date=False)
            raise CommandError(
                f"The data stand as before, from {path}. What failed is kept aside as {aside}. "
                "Start the version of the code that ran before, and let it run wagtail_update_index."
            ) from error
        self.stdout.write("Done. Start web server and worker again.")

    def _bring_up(self, manifest: dict[str, Any], no_static: bool) -> None:
        self.stdout.write("Migrating …")
        call_command("migrate", verbosity=0)
        sites.catch_up()
        if not no_static:
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("Checking …")
        found = wrong(manifest)
        if found:
            raise CommandError(" ".join(found))
