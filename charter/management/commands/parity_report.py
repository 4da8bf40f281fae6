"""What truly differs between the languages of the charter as it stands."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from charter.quality import reports
from charter.quality.printing import finding_sentence
from charter.queries.reading import charters

Report = dict[str, list[reports.ReportLine]]


class Command(BaseCommand):
    help = "Names every difference between the charter's first language and each of its others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        charter = charters.current_charter()
        if charter is None:
            self.stderr.write(_("No charter has been imported yet."))
            raise SystemExit(1)
        first, report = charter.languages.values_list("code", flat=True)[0], reports.of_charter(charter)
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(first, report), ensure_ascii=False, indent=2))
        else:
            self.stdout.writelines(f"{line}\n" for line in _as_text(first, report))


def _as_json(first: str, report: Report) -> dict[str, Any]:
    rows = {lang: [_row(line) for line in lines] for lang, lines in report.items()}
    return {"first": first, "languages": rows}


def _as_text(first: str, report: Report) -> Iterator[str]:
    if not report:
        yield _("There is only one language.")
    for lang, lines in report.items():
        yield f"{first} – {lang}"
        yield from (f"  {_sentence(line)}" for line in lines)
        if not lines:
            yield "  " + _("no difference")


def _row(line: reports.ReportLine) -> dict[str, str]:
    finding = line.finding.finding
    return {**vars(finding), "sentence": finding_sentence(finding), "accepted": line.finding.accepted}


def _sentence(line: reports.ReportLine) -> str:
    sentence = finding_sentence(line.finding.finding)
    word = line.finding.accepted
    return _("%(finding)s (accepted: %(word)s)") % {"finding": sentence, "word": word} if word else sentence
