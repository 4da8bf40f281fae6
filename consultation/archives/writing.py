"""A backup: one moment of the database, the uploads, and what was said of both."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

import django
import wagtail
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection, models, transaction
from django.utils import timezone

from consultation.archives import archived_settings, counters, files, rows, schema, seals
from consultation.outages import Outage, outage_of

FORMAT = 1


class NoRoom(CommandError):
    """The disk is full; the sentence says how much is free and what to do."""


Members = dict[str, dict[str, Any]]


class Hashed:
    """A member that is being written; counts and hashes what goes through."""

    def __init__(self, to: IO[bytes]) -> None:
        self.to, self.size, self.sha256 = to, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.sha256.update(piece)
        return self.to.write(piece)


def write_backup(path: Path) -> dict[str, Any]:
    """Writes the backup and gives its manifest; a file of that name is there only when it is whole.

    Where it cannot be written nothing of it is left. Raises `NoRoom` on a full disk.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        owned = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(owned, "wb") as raw, ZipFile(raw, "w", ZIP_DEFLATED) as archive:
            manifest = _fill(archive)
            archive.writestr("manifest.json", _json(manifest))
        seals.seal_file(part)
        part.replace(path)
    except Exception as error:
        if outage_of(error) is Outage.FULL:
            free = shutil.disk_usage(path.parent if path.parent.exists() else path.parent.parent).free
            raise NoRoom(
                f"The disk is full ({free / 1e6:.0f} MB are free), so no backup was written. "
                "Delete what is not needed, such as old backups, and start the backup again."
            ) from error
        raise
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _fill(archive: ZipFile) -> dict[str, Any]:
    members: Members = {}
    with read_snapshot():
        migrations = schema.last_migrations()
        kept = schema.models_at(migrations)
        for model in kept:
            with open_member(archive, f"data/{model._meta.label}.jsonl", members) as to:
                count = rows.write_rows(model, cast(IO[bytes], to))
            members[f"data/{model._meta.label}.jsonl"]["rows"] = count
        manifest = {**_about_data(kept), "migrations": migrations}
    for name in files.file_names():
        with default_storage.open(name) as file, open_member(archive, f"media/{name}", members) as to:
            while piece := file.read(files.PIECE):
                to.write(piece)
    with open_member(archive, "settings.json", members) as to:
        to.write(_json(archived_settings.environment_settings()))
    return {**manifest, "members": members}


def _about_data(kept: list[type[models.Model]]) -> dict[str, Any]:
    record = next(model for model in kept if model._meta.label == "accounts.Record")
    last = record._base_manager.order_by("number").values("number", "digest").last()
    return {
        "format": FORMAT,
        "made": timezone.now().isoformat(),
        "from": {"database": connection.vendor, "django": django.__version__, "wagtail": wagtail.__version__},
        "record": {"acts": last["number"], "head": last["digest"]} if last else {"acts": 0, "head": ""},
        "counters": counters.last_keys(),
    }


@contextmanager
def open_member(archive: ZipFile, name: str, members: Members) -> Iterator[Hashed]:
    """Opens a member to be written, and notes its size and hash when it is closed."""
    with archive.open(name, "w", force_zip64=True) as to:
        hashed = Hashed(to)
        yield hashed
    members[name] = {"sha256": hashed.sha256.hexdigest(), "size": hashed.size}


@contextmanager
def read_snapshot() -> Iterator[None]:
    """All that is read here stood at one moment, and nobody waits for it to be read."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            if len(connection.atomic_blocks) == 1:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    sqlite: Any = connection  # only its wrapper has modes, known once it is connected
    sqlite.ensure_connection()
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
