"""The data package of a version: tables as CSV and JSON, what they mean, the licence, and a manifest of hashes.

Same data, same bytes: files stand in a fixed order and bear the date of the version.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.imports.sheets import guarded
from charter.exports import sealing, verify
from charter.exports.sealing import Release
from charter.exports.tables import TABLES, Row, Table
from charter.models import Version
from charter.queries import charters

README = """# {charter}, version {number}

Published {day}. Fingerprint {digest}. Source: {site}, {address}

Licence: {licence}, {licence_url}
`datapackage.json` says the same to machines, as Data Package v1 does.
JSON is exact. In CSV a cell that a spreadsheet would compute begins with an apostrophe that is not part of it.
`manifest.json` has the SHA-256 of every other file. To prove that this is what was published, with the fingerprint as
it was printed or noted: `python3 verify.py release-{number}.json FINGERPRINT`.
"""


def package(version: Version) -> bytes:
    """The zip of a version; names are in the charter's first language, words in their own."""
    with override(charters.first_language()):
        files = dict(_files(version))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, version.published_at.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def _files(version: Version) -> Iterator[tuple[str, bytes]]:
    found = {"README.md": _readme(version), "LICENCE.txt": _licence().encode()}
    for table in TABLES:
        rows = list(table.rows(version))
        found[f"{table.name}.csv"] = _as_csv(table, rows)
        found[f"{table.name}.json"] = _as_json(rows)
    found["datapackage.json"] = _as_json(_described(version))
    release = Release(version.charter, version, charters.first_language())
    sealed = sealing.as_json(sealing.manifest(release, with_files=False))
    found[f"release-{version.number}.json"] = sealed
    signature = sealing.signature(release, sealed)
    if signature:
        found[f"release-{version.number}.json.minisig"] = signature.encode()
    found["verify.py"] = Path(verify.__file__).read_bytes()
    yield from found.items()
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    said = {"charter": version.charter.slug, "version": version.number, "digest": version.digest, "files": hashes}
    yield "manifest.json", _as_json(said)


def _licence() -> str:
    return f"{settings.DATA_LICENCE}\n{settings.DATA_LICENCE_URL}\n"


def _described(version: Version) -> dict[str, object]:
    """What the package is and may be used for, as <https://specs.frictionlessdata.io/data-package/> says it."""
    licence = {"name": settings.DATA_LICENCE.replace(" ", "-"), "title": settings.DATA_LICENCE}
    return {
        "name": f"{version.charter.slug}-{version.number}",
        "title": f"{version.charter.title.in_language(charters.first_language()).text}, {version.number}",
        "version": str(version.number),
        "created": version.published_at.date().isoformat(),
        "homepage": f"{settings.SITE_URL}{reverse('version', args=[version.number])}",
        "licenses": [{**licence, "path": settings.DATA_LICENCE_URL}],
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, object]:
    fields = [{"name": name, "description": meaning} for name, meaning in table.columns.items()]
    return {
        "name": table.name.lower().replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _as_csv(table: Table, rows: list[Row]) -> bytes:
    """With a mark of its encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    lines = ([_cell(row[name]) for name in table.columns] for row in rows)
    csv.writer(out).writerows([list(table.columns), *lines])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return "" if value is None else guarded(str(value))


def _readme(version: Version) -> bytes:
    head = README.format(
        charter=version.charter.title.in_language(charters.first_language()).text,
        number=version.number,
        day=version.published_at.date().isoformat(),
        digest=version.digest,
        site=settings.SITE_NAME,
        address=f"{settings.SITE_URL}{reverse('version', args=[version.number])}",
        licence=settings.DATA_LICENCE,
        licence_url=settings.DATA_LICENCE_URL,
    )
    return "\n".join([head, *map(_dictionary, TABLES)]).encode()


def _dictionary(table: Table) -> str:
    rows = (f"| `{name}` | {meaning} |" for name, meaning in table.columns.items())
    return "\n".join([f"## {table.name}", "", table.about, "", "| Column | Meaning |", "|---|---|", *rows, ""])
