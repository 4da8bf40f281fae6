"""The data package of a version: tables as CSV and JSON, what they mean, the licence, and a manifest of digests.

It is made and sealed when the version is published, and served so ever after. The same data gives the same bytes:
files are in a fixed order and have the date of the version.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.exports.csv_files import write_csv
from accounts.models import Organisation
from accounts.queries.site_settings import site_name
from charter.exports import acts, release_manifests, replay, verify
from charter.exports.release_manifests import Release
from charter.exports.table_schemas import table_schemas
from charter.exports.tables import TABLES, Row, Table
from charter.models import Version, VersionSeal
from charter.queries.comments import public_comments
from charter.queries.reading import charters

README = """# {charter}, version {number}

Published {day}. Fingerprint {digest}. Source: {site}, {address}

Licence: {licence}, {licence_url}
`datapackage.json` says the same to machines, as Data Package v1 does.
JSON is exact; `amendments.schema.json` and `decisions.schema.json` have the types of two files.
In CSV a cell that a spreadsheet would compute begins with an apostrophe that is not part of it.
`manifest.json` has the SHA-256 of every other file. To prove that this is what was published, with the fingerprint as
it was printed or mailed: `python3 verify.py FOLDER --fingerprint FINGERPRINT`. `verify.py` explains fingerprints.
To write this version again from the version before and the recorded acts alone: `python3 replay.py FOLDER`. It names
every word that no recorded act brought. `acts.json` has the acts, `acts.schema.json` their form.
Where a member has withdrawn its name since the publication, or a comment was removed, the files no longer have it, and
`verify.py` names these files.
"""
FORMAT = 3
ACTS_SCHEMA = Path(acts.__file__).with_name("acts.schema.json")
TEXT, CHANGES = {"provisions", "wordings"}, {"changes", "acts"}
DECISIONS = {"amendments", "comments", "comment_translations", "decisions", "answers", "timetables", "rulings"}


def package_of(version: Version) -> bytes:
    """The zip of a version, byte by byte as it was released.

    Names of members that were withdrawn since, and comments that were removed since, are not in it.
    """
    seal = VersionSeal.objects.filter(version=version).first()
    if seal is None:
        return build_package(version)[1]
    if _names_withdrawn(bytes(seal.package)):
        return _zipped(version, {**_contents(version), verify.MANIFEST: seal.manifest.encode()})
    return _without_removed_comments(version, bytes(seal.package))


def package_filename(version: Version) -> str:
    return f"{version.charter.slug}-{version.number}-data.zip"


def seal_package(version: Version) -> VersionSeal:
    """Keeps the package of a version that is published at this moment, with the fingerprint that proves it."""
    manifest, data = build_package(version)
    fingerprint = verify.fingerprint_of(json.loads(manifest))
    return VersionSeal.objects.create(version=version, fingerprint=fingerprint, manifest=manifest, package=data)


def build_package(version: Version) -> tuple[str, bytes]:
    """The manifest and the zip of a version from what is stored now."""
    contents = _contents(version)
    manifest = _as_json(_manifest(version, contents))
    return manifest.decode(), _zipped(version, {**contents, verify.MANIFEST: manifest})


def _names_withdrawn(data: bytes) -> bool:
    """Whether a member that withholds its name now is named in this package."""
    withheld = Organisation.objects.filter(name_withheld=True).with_names()
    borne = [
        localized_name
        for organisation in withheld
        for localized_name in (organisation.name, *(former.name for former in organisation.former_names.all()))
    ]
    names = {
        text.encode()
        for localized_name in borne
        for text in (localized_name.text, *(row.text for row in localized_name.translations.all()))
    }
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [archive.read(name) for name in archive.namelist()] if names else []
    return any(name in file for file in files for name in names)


def _without_removed_comments(version: Version, data: bytes) -> bytes:
    """The same zip, or one without the comments that pages no longer show, and without their translations."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    written = json.loads(files.get("comments.json", "[]"))
    comments = public_comments.public_comments(version.charter).filter(pk__in=[row["id"] for row in written])
    shown = set(comments.values_list("pk", flat=True))
    changed: dict[str, bytes] = {}
    for name, number in (("comments", "id"), ("comment_translations", "comment")):
        rows = json.loads(files.get(f"{name}.json", "[]"))
        left = [row for row in rows if row[number] in shown]
        if left != rows:
            changed |= {f"{name}.csv": _as_csv(rows[0], left), f"{name}.json": _as_json(left)}
    return _zipped(version, files | changed) if changed else data


def _zipped(version: Version, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, version.published_at.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def _contents(version: Version) -> dict[str, bytes]:
    """Every file but the manifest; names are in the charter's first language, words in their own."""
    with override(charters.first_language()):
        files = {"README.md": _readme(version), "LICENCE.txt": _licence().encode()}
        for table in TABLES:
            rows = list(table.rows(version))
            files[f"{table.name}.csv"] = _as_csv(table.columns, rows)
            files[f"{table.name}.json"] = _as_json(rows)
        files |= {name: _as_json(schema) for name, schema in table_schemas().items()}
        files["datapackage.json"] = _as_json(_described(version))
        release = Release(version.charter, version)
        sealed = release_manifests.as_json(release_manifests.release_manifest(release, with_files=False))
        files[f"release-{version.number}.json"] = sealed
        signature = release_manifests.manifest_signature(release, sealed)
        if signature:
            files[f"release-{version.number}.json.minisig"] = signature.encode()
        files |= _proof(version)
        files["verify.py"] = Path(verify.__file__).read_bytes()
    return files


def _proof(version: Version) -> dict[str, bytes]:
    """What leads from the version before to this one, and the program that goes this way again."""
    files = {
        "acts.json": _as_json(acts.acts(version)),
        ACTS_SCHEMA.name: ACTS_SCHEMA.read_bytes(),
        "replay.py": Path(replay.__file__).read_bytes(),
    }
    before = acts.before(version)
    if before is not None:
        release = Release(version.charter, before)
        files[f"release-{before.number}.json"] = release_manifests.as_json(
            release_manifests.release_manifest(release, with_files=False)
        )
    return files


def _manifest(version: Version, contents: dict[str, bytes]) -> dict[str, Any]:
    """What the fingerprint of a release is made of; `verify.py` describes it."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}

    def files_of(tables: set[str]) -> dict[str, str]:
        return {name: digest for name, digest in digests.items() if name.partition(".")[0] in tables}

    words = {f"release-{version.number}.json": digests[f"release-{version.number}.json"]}
    parts: dict[str, dict[str, Any]] = {
        "text": {"digest": version.digest, "files": {**files_of(TEXT), **words}},
        "decisions": {"files": files_of(DECISIONS)},
        "changes": {"files": {**files_of(CHANGES), **files_of({f"release-{version.number - 1}"})}},
        "history": {"record_head": version.record_head, "previous": _fingerprint_before(version)},
    }
    listed = {name for part in parts.values() for name in part.get("files", {})}
    parts["other"] = {"files": {name: digest for name, digest in digests.items() if name not in listed}}
    return {"format": FORMAT, "charter": version.charter.slug, "version": version.number, "parts": parts}


def _fingerprint_before(version: Version) -> str:
    before = version.charter.versions.filter(number__lt=version.number).order_by("-number").first()
    return before.fingerprint if before else ""


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


def _as_csv(columns: Iterable[str], rows: list[Row]) -> bytes:
    """A line for each row, below the names of the columns."""
    names = list(columns)
    return write_csv([names, *([_cell(row[name]) for name in names] for row in rows)])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return "" if value is None else str(value)


def _readme(version: Version) -> bytes:
    head = README.format(
        charter=version.charter.title.in_language(charters.first_language()).text,
        number=version.number,
        day=version.published_at.date().isoformat(),
        digest=version.digest,
        site=site_name(),
        address=f"{settings.SITE_URL}{reverse('version', args=[version.number])}",
        licence=settings.DATA_LICENCE,
        licence_url=settings.DATA_LICENCE_URL,
    )
    return "\n".join([head, *map(_dictionary, TABLES)]).encode()


def _dictionary(table: Table) -> str:
    rows = (f"| `{name}` | {meaning} |" for name, meaning in table.columns.items())
    return "\n".join([f"## {table.name}", "", table.about, "", "| Column | Meaning |", "|---|---|", *rows, ""])
