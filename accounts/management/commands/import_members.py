"""Members from a CSV or XLSX file: shows what would change, and with `--apply` changes it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import organisations
from accounts.imports import members, sheets
from accounts.imports.members import PlannedMember


class Command(BaseCommand):
    help = "Shows what a table of members would change; with --apply changes it. Rows with faults stop all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="change it")

    def handle(self, *args: Any, file: Path, apply: bool, **options: Any) -> None:
        try:
            with file.open("rb") as table:
                planned = members.plan_members(sheets.read_upload(table, file.name))
        except (sheets.Unreadable, OSError) as refused:
            raise CommandError(str(refused)) from None
        for planned_member in planned:
            self.stdout.write(f"{planned_member.number}  {_result_line(planned_member)}")
        if any(member.faults for member in planned):
            raise CommandError(_("Nothing was saved: correct the rows above first."))
        if apply:
            entries = [member.entry for member in planned if member.entry]
            counts = organisations.import_members(entries=entries, by=None)
            self.stdout.write(_("New: %(new)s. Changed: %(changed)s. Unchanged: %(same)s.") % counts)


def _result_line(planned_member: PlannedMember) -> str:
    if planned_member.faults:
        return f"{planned_member.title}: " + " ".join(planned_member.faults)
    if planned_member.is_new:
        return _("new: %(name)s") % {"name": planned_member.title}
    if planned_member.changes:
        return _("changed: %(name)s (%(what)s)") % {
            "name": planned_member.title,
            "what": ", ".join(planned_member.changes),
        }
    return _("unchanged: %(name)s") % {"name": planned_member.title}
