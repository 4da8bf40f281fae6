"""Papers as files: their formats, what each was made of; short ones are remembered for a day."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as memory
from django.utils.translation import gettext_lazy as _

from accounts.canonical import digest_of_json
from accounts.queries.site_settings import site_name, site_time_zone
from charter.exports import pages, release_manifests, writing
from charter.exports.papers import Paper
from charter.exports.release_manifests import Release
from charter.exports.writing import Format

DAY = 60 * 60 * 24
# A release has one file, its manifest, which is no paper.
FORMATS = writing.FORMATS | {
    "json": Format("JSON", _("to verify a copy"), "application/json", write=release_manifests.write_manifest),
}


def write_file(paper: Paper, ending: str) -> bytes:
    """The file of a paper, or the manifest of a release."""
    return (
        release_manifests.write_manifest(paper) if isinstance(paper, Release) else writing.write_paper(paper, ending)
    )


def at_once(paper: Paper, ending: str) -> bytes:
    """The file of a short paper, made where it is not remembered."""
    key = _key(paper, ending)
    data: bytes | None = memory.get(key)
    if data is None:
        data = write_file(paper, ending)
        memory.set(key, data, DAY)
    return data


def remembered_size(paper: Paper, ending: str) -> int | None:
    """The size of a short paper's file where it is remembered."""
    data = memory.get(_key(paper, ending))
    return None if data is None else len(data)


def made_of(paper: Paper) -> str:
    """The digest of all that a paper shows, of the code that writes it, and of what the site says around it."""
    site = [site_name(), settings.SITE_URL, str(site_time_zone())]
    return digest_of_json([paper.name, paper.language, paper.made_of, site, exporter_digest()])


@cache
def exporter_digest() -> str:
    """The digest of everything that shapes a file: code, templates, style, and the words of the interface."""
    base = Path(settings.BASE_DIR)
    rooms = [(Path(__file__).parent, "*.py"), (base / "templates" / "charter" / "papers" / "exports", "*.html")]
    paths = [path for room, pattern in rooms for path in sorted(room.glob(pattern))]
    paths += [path for room in settings.LOCALE_PATHS for path in sorted(Path(room).rglob("django.mo"))]
    whole = hashlib.sha256(pages.paper_style().encode())
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _key(paper: Paper, ending: str) -> str:
    return f"paper:{ending}:{made_of(paper)}"
