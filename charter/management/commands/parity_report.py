"""What truly differs between the languages of a charter as it stands."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from charter.imports.parity import Finding, parity
from charter.imports.plan import align_by_key
from charter.imports.printing import sentence
from charter.imports.storing import stored
from charter.models import Charter

Report = dict[str, tuple[Finding, ...]]


class Command(BaseCommand):
    help = "Names every difference between a charter's first language and each of its others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--charter", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        charter = Charter.objects.filter(slug=options["charter"]).first()
        if charter is None:
            self.stderr.write(_("There is no charter called %(slug)s.") % {"slug": options["charter"]})
            raise SystemExit(1)
        first, *others = stored(charter)
        report = {one.lang: parity(align_by_key(first, one)) for one in others}
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(first.lang, report), ensure_ascii=False, indent=2))
        else:
            self.stdout.writelines(f"{line}\n" for line in _as_text(first.lang, report))


def _as_json(first: str, report: Report) -> dict[str, Any]:
    rows = {
        lang: [{**vars(finding), "sentence": sentence(finding)} for finding in found] for lang, found in report.items()
    }
    return {"first": first, "languages": rows}


def _as_text(first: str, report: Report) -> Iterator[str]:
    if not report:
        yield _("There is one language only.")
    for lang, found in report.items():
        yield f"{first} – {lang}"
        yield from (f"  {sentence(finding)}" for finding in found)
        if not found:
            yield "  " + _("no difference")
