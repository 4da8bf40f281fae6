"""Proves that published versions, and a copy of one, are what was published; exit 1 where one is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Record
from charter.exports import verify
from charter.models import Version
from charter.queries.reading import articles, charters
from charter.queries.versions import manifests


class Command(BaseCommand):
    help = "Recomputes the fingerprint of every version, or checks a copy. A line a fault; exits 1 where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--copy", metavar="MANIFEST", help="the manifest of a copy, such as release-2.json")

    def handle(self, *args: Any, copy: str | None = None, **options: Any) -> None:
        charter = charters.current_charter()
        published = {version.number: version for version in articles.published_versions(charter)} if charter else {}
        faults = list(_of_copy(Path(copy), published) if copy else _of_versions(published.values()))
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise SystemExit(1)
        for version in published.values():
            self.stdout.write(f"Version {version.number}: fingerprint {version.digest}, record {version.record_head}.")


def _of_versions(published: Any) -> Iterator[str]:
    for version in published:
        if manifests.recompute_digest(version) != version.digest:
            yield f"Version {version.number}: its rows do not have the fingerprint that was published."
        for cited in manifests.citations_of_altered_words(version):
            yield f"Version {version.number}: the words of {cited} were changed after they were published."
        if version.record_head and not Record.objects.filter(digest=version.record_head).exists():
            yield f"Version {version.number}: the head of the record that it names is not in the chain."


def _of_copy(path: Path, published: dict[int, Version]) -> Iterator[str]:
    try:
        manifest = json.loads(path.read_text("utf-8"))
        version = published.get(manifest["number"])
        yield from verify.faults(manifest, path.parent, version.digest if version else "")
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise CommandError(f"{path} is no manifest of a release.") from error
    if version is None:
        yield f"There is no version {manifest['number']} here."
