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
from accounts.rules import Refused
from charter.actions.editions import Origin
from charter.imports import placements, reading
from charter.imports.formats import LARGEST_FILE
from charter.imports.placements import Misplaced, Placement
from charter.imports.plan import Plan, plan
from charter.imports.printing import as_report, as_text, unplaced
from charter.imports.refusals import TOO_LARGE, Unreadable
from charter.imports.storing import Unplaced, stored, take
from charter.imports.structure import understand
from charter.models import Charter


class Command(BaseCommand):
    help = "Shows what a file would bring into a charter; with --apply brings it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="HTML, Markdown, Word (DOCX) or OpenDocument (ODT)")
        parser.add_argument("--charter", required=True, metavar="SLUG")
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
            self._fail(unplaced(waiting.plan))
        except (Unreadable, Misplaced, Refused) as refused:
            self._fail(str(refused) + self._offer(refused))
        except OSError as fault:
            self._fail(_("%(file)s cannot be opened.") % {"file": fault.filename})

    def _handle(self, *, file: Path, lang: str, apply: bool, report: Path | None, **options: Any) -> None:
        code, slug = reading.language(lang), self._slug(options["charter"])
        data = self._bytes(file)
        body, dated = options["body"][:300], self._day(options["dated"])
        origin = Origin(file.name, hashlib.sha256(data).hexdigest(), body, dated)
        by, placed = self._person(options["by"]), self._placements(options["place"])
        document = reading.read(data, file.name, tracked=options["tracked"])
        edition = understand(document, code, options["title"])
        charter = Charter.objects.filter(slug=slug).first()
        made = plan(edition, stored(charter), left_out=document.left_out, placements=placed)
        self._show(made, report)
        if apply:
            done = take(edition, charter_slug=slug, origin=origin, by=by, at=timezone.now(), placements=placed)
            self.stdout.write(_("Stored.") if done.changed else _("Nothing changes."))

    def _show(self, made: Plan, report: Path | None) -> None:
        self.stdout.write(as_text(made))
        if report:
            report.write_text(json.dumps(as_report(made), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    @staticmethod
    def _bytes(file: Path) -> bytes:
        if file.stat().st_size > LARGEST_FILE:
            raise Unreadable(TOO_LARGE)
        return file.read_bytes()

    def _slug(self, slug: str) -> str:
        try:
            validate_slug(slug)
        except ValidationError:
            self._fail(_("A charter’s name has small letters, digits and hyphens only."))
        return slug

    def _day(self, dated: str) -> str | None:
        try:
            return date.fromisoformat(dated).isoformat() if dated else None
        except ValueError:
            self._fail(_("“%(day)s” is no date: write the year, month and day as 2026-05-31.") % {"day": dated})

    def _person(self, email: str) -> Person | None:
        person = Person.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            self._fail(_("Nobody here has the e-mail address %(email)s.") % {"email": email})
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
