"""A charter's edition from a file: shows what would be done, and with `--apply` does it."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.rules import Refused, require
from charter.actions.languages import file_intakes
from charter.actions.languages.editions import Origin
from charter.files.refusals import Unreadable
from charter.importing import placements, reading
from charter.importing.placements import Misplaced, Placement
from charter.importing.plan import Plan, plan_import
from charter.importing.storing import Unplaced, stored_editions, take_edition
from charter.models import Charter
from charter.quality.printing import as_report, as_text, unplaced_sentence
from charter.structure import DEFAULT_STRUCTURE


class Command(BaseCommand):
    help = "Shows what a file would bring into a charter; with --apply brings it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="HTML, Markdown, Word (DOCX) or OpenDocument (ODT)")
        parser.add_argument("--charter", default="", metavar="SLUG", help="the short name for the charter [charter]")
        parser.add_argument("--lang", required=True, metavar="CODE")
        parser.add_argument("--title", default="", help="where the file names none")
        parser.add_argument("--apply", action="store_true", help="store it")
        parser.add_argument("--place", type=Path, metavar="FILE.json", help="placements, in the report's format")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write all of it as JSON")
        parser.add_argument("--body", default="", help="the body whose text this is")
        parser.add_argument("--dated", default="", metavar="YYYY-MM-DD", help="the day of the text")
        parser.add_argument("--tracked", choices=("accept", "reject"), help="how to read pending changes")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who takes a later edition in")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(**options)
        except Unplaced as waiting:
            self._fail(unplaced_sentence(waiting.plan))
        except (Unreadable, Misplaced, Refused) as refused:
            self._fail(str(refused) + self._offer(refused))
        except OSError as fault:
            self._fail(_("%(file)s cannot be opened.") % {"file": fault.filename})

    def _handle(self, *, file: Path, lang: str, apply: bool, report: Path | None, **options: Any) -> None:
        code, slug = reading.language_code(lang), self._slug(options["charter"] or file_intakes.charter_slug())
        if report and not self._is_report(report):
            self._fail(_("%(file)s already exists and is not a report. Choose another name.") % {"file": report})
        require(file_intakes.may_import_as(slug))
        body, dated = options["body"][:300], self._day(options["dated"])
        by, placed = self._person(options["by"]), self._placements(options["place"])
        with file.open("rb") as opened:
            read = reading.read_upload(
                opened, file.name, language=code, title=options["title"], tracked=options["tracked"]
            )
            origin = Origin(file.name, hashlib.file_digest(opened, "sha256").hexdigest(), body, dated)
        edition, charter = read.edition, Charter.objects.filter(slug=slug).first()
        structure = charter.text_structure if charter else DEFAULT_STRUCTURE
        made = plan_import(
            edition, stored_editions(charter), left_out=read.left_out, placements=placed, structure=structure
        )
        self._show(made, report)
        if apply:
            done = take_edition(edition, charter_slug=slug, origin=origin, by=by, at=timezone.now(), placements=placed)
            self.stdout.write(_("Saved.") if done.changed else _("No changes."))

    def _show(self, made: Plan, report: Path | None) -> None:
        self.stdout.write(as_text(made))
        if report:
            report.write_text(json.dumps(as_report(made), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @staticmethod
    def _is_report(file: Path) -> bool:
        """Whether a report may be written there: a new name, or that of an earlier report."""
        try:
            return not file.exists() or "placements" in json.loads(file.read_bytes())
        except (ValueError, TypeError):
            return False

    def _slug(self, slug: str) -> str:
        try:
            validate_slug(slug)
        except ValidationError:
            self._fail(_("The short name of a charter contains only lowercase letters, digits and hyphens."))
        return slug

    def _day(self, dated: str) -> str | None:
        try:
            return date.fromisoformat(dated).isoformat() if dated else None
        except ValueError:
            self._fail(_("“%(day)s” is not a date. Write the year, month and day as 2026-05-31.") % {"day": dated})

    def _person(self, email: str) -> Person | None:
        person = Person.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            self._fail(_("No account has the email address %(email)s.") % {"email": email})
        return person

    @staticmethod
    def _placements(file: Path | None) -> Sequence[Placement]:
        if file is None:
            return ()
        try:
            return placements.from_json(json.loads(file.read_bytes()))
        except ValueError:
            raise Misplaced(placements.WRONG_FORMAT) from None

    @staticmethod
    def _offer(refused: Exception) -> str:
        offers = refused.offers if isinstance(refused, Unreadable) else ()
        return "".join(f" --tracked {offer}" for offer in offers)

    def _fail(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        raise SystemExit(1)
