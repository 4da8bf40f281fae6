"""Members from a CSV or XLSX file: shows what would change, and with `--apply` changes it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import organisations
from accounts.imports import members, sheets
from accounts.imports.members import Planned


class Command(BaseCommand):
    help = "Shows what a table of members would change; with --apply changes it. Rows with faults stop all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="change it")

    def handle(self, *args: Any, file: Path, apply: bool, **options: Any) -> None:
        try:
            planned = members.plan(sheets.read(file.read_bytes(), file.name))
        except (sheets.Unreadable, OSError) as refused:
            raise CommandError(str(refused)) from None
        for one in planned:
            self.stdout.write(f"{one.number}  {_said(one)}")
        if any(one.faults for one in planned):
            raise CommandError(_("Nothing is stored: mend the rows above first."))
        if apply:
            entries = [one.entry for one in planned if one.entry]
            done = organisations.take(entries=entries, by=None)
            self.stdout.write(_("New: %(new)s. Changed: %(changed)s. The same: %(same)s.") % done)


def _said(one: Planned) -> str:
    if one.faults:
        return f"{one.said}: " + " ".join(one.faults)
    if one.is_new:
        return _("new: %(name)s") % {"name": one.said}
    if one.changes:
        return _("changes: %(name)s (%(what)s)") % {"name": one.said, "what": ", ".join(one.changes)}
    return _("the same: %(name)s") % {"name": one.said}
