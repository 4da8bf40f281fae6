"""Papers as files: their formats, what each was made of; short ones are remembered for a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as memory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter import texts
from charter.exports import pages, sealing, writing
from charter.exports.papers import Paper
from charter.exports.sealing import Release

DAY = 60 * 60 * 24
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """`name` as people call it, `purpose` what it is good for."""

    name: str | Promise
    purpose: str | Promise
    content_type: str


FORMATS: dict[str, Format] = {
    "html": Format(_("Web page, one file"), _("to read and print anywhere"), "text/html; charset=utf-8"),
    "pdf": Format("PDF", _("to print and keep"), "application/pdf"),
    "docx": Format("Word (DOCX)", _("to work on"), f"{OFFICE}.wordprocessingml.document"),
    "odt": Format("OpenDocument (ODT)", _("to work on"), "application/vnd.oasis.opendocument.text"),
    "epub": Format("EPUB", _("to read on a telephone or a reader"), "application/epub+zip"),
    "md": Format("Markdown", _("plain text with few signs"), "text/markdown; charset=utf-8"),
    "xml": Format("Akoma Ntoso (XML)", _("for legal databases"), "application/akn+xml"),
    "csv": Format("CSV", _("for spreadsheets and programs"), "text/csv; charset=utf-8"),
    "xlsx": Format("Excel (XLSX)", _("for spreadsheets"), f"{OFFICE}.spreadsheetml.sheet"),
    "json": Format("JSON", _("to check a copy"), "application/json"),
}


def write(paper: Paper, ending: str) -> bytes:
    """The file of a paper, or the manifest of a release."""
    return sealing.write(paper) if isinstance(paper, Release) else writing.write(paper, ending)


def at_once(paper: Paper, ending: str) -> bytes:
    """The file of a short paper, made where it is not remembered."""
    key = _key(paper, ending)
    data: bytes | None = memory.get(key)
    if data is None:
        data = write(paper, ending)
        memory.set(key, data, DAY)
    return data


def remembered(paper: Paper, ending: str) -> int | None:
    """The size of a short paper's file where it is remembered."""
    data = memory.get(_key(paper, ending))
    return None if data is None else len(data)


def made_of(paper: Paper) -> str:
    """The digest of all that a paper shows, of the code that writes it, and of what the site says around it."""
    site = [settings.SITE_NAME, settings.SITE_URL, settings.TIME_ZONE]
    return texts.digest([paper.name, paper.language, paper.made_of, site, exporter()])


@cache
def exporter() -> str:
    """The digest of everything that shapes a file: code, templates, style, and the words of the interface."""
    base = Path(settings.BASE_DIR)
    rooms = [(Path(__file__).parent, "*.py"), (base / "templates" / "charter" / "exports", "*.html")]
    found = [path for room, pattern in rooms for path in sorted(room.glob(pattern))]
    found += [path for room in settings.LOCALE_PATHS for path in sorted(Path(room).rglob("django.mo"))]
    whole = hashlib.sha256(pages.style().encode())
    for path in found:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _key(paper: Paper, ending: str) -> str:
    return f"paper:{ending}:{made_of(paper)}"
