"""A backup becomes the site again: into an empty database, after its hashes were counted again."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import records, sessions
from accounts.models import Person, Record, Role
from accounts.states import RoleKind
from charter.queries.versions import data_faults
from cms.actions import groups
from consultation.archives import loading, reading, schema, setting_aside, unfinished
from consultation.archives.reading import Manifest, Unsound


class Command(BaseCommand):
    help = "Takes a backup into an empty database and checks what came of it; exits 1 where a check fails."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="count the hashes again and change nothing")
        parser.add_argument(
            "--set-aside",
            action="store_true",
            help="rename the present database, which is kept, and restore into a new one",
        )
        parser.add_argument(
            "--as-it-was", action="store_true", help="leave the tables as the code made them that made the backup"
        )

    def handle(self, *args: Any, file: Path, check: bool, set_aside: bool, as_it_was: bool, **options: Any) -> None:
        aside, began = "", time.monotonic()

        def report(step: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:4.0f} s  {step}")
            self.stdout.flush()

        try:
            if check:
                archive, manifest = reading.open_backup(file)
                archive.close()
                self.stdout.write(f"{len(manifest['members'])} members, all as they were on {manifest['made']}.")
                return
            if set_aside and schema.table_names():
                reading.open_backup(file)[0].close()  # what is damaged is refused before the present database is moved
                aside = setting_aside.set_aside(f"replaced_{timezone.now():%Y%m%d%H%M%S}")
                self.stdout.write(f"The present database is kept as {aside}.")
            manifest = loading.restore_backup(file, up_to_date=not as_it_was, report=report)
            unfinished.remove_mark()
        except (Unsound, schema.NoDatabase) as refused:
            changed = (
                f"The database of before is kept as {aside}." if aside else "Nothing was changed in the database."
            )
            raise CommandError(f"{refused} {changed}") from None
        if as_it_was:
            self.stdout.write(f"The backup of {manifest['made']} is restored, for the code that made it.")
            return
        report(f"Checking {manifest['record']['acts']:,} acts and all rows …")
        faults = faults_after_restore(manifest)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The backup of {manifest['made']} is restored, and has the faults above.")
        self.stdout.writelines(f"{line}\n" for line in end_former_rights())
        self.stdout.write(
            f"The backup of {manifest['made']} is restored: {manifest['record']['acts']} acts, no fault."
        )


def end_former_rights() -> list[str]:
    """Takes away what no role gives, as data of an older version may have it; a line for each account."""
    excesses = groups.correct_all()
    out = sessions.end_those_before_a_role_ended()
    return [
        *(
            f"Removed from the account {excess.person.email}: {', '.join(excess.rights)}. {_roles_kept(excess.person)}"
            for excess in excesses
        ),
        *(f"{person.email} was signed in since before a role of this account ended. Signed out." for person in out),
    ]


def _roles_kept(person: Person) -> str:
    kinds = Role.objects.filter(person=person).holding(timezone.now()).order_by("kind").values_list("kind", flat=True)
    names = ", ".join(str(RoleKind(kind).label).lower() for kind in dict.fromkeys(kinds))
    if names:
        return f"The account keeps its roles and what they allow: {names}."
    return "The account has no role, and only roles give rights."


def faults_after_restore(manifest: Manifest) -> list[str]:
    """What `verify_record` and `check_consultation` say, and whether the record ends where the backup's did."""
    last = Record.objects.order_by("number").last()
    faults = [*records.faults_of_record(), *data_faults.all_faults()]
    if (last.digest if last else "") != manifest["record"]["head"]:
        faults.append("The record does not end where it did when the backup was made.")
    return faults
