"""The mark of a demonstration, in its own database: a table that no other database has.

Nothing is deleted, replaced or loaded over in a database without the mark. It also says when the data were made and
what they hashed to then, by which it is seen whether somebody has worked with them.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from consultation.archives import rows, schema
from consultation.archives.setting_aside import FILES, current_schema

TABLE = "demonstration"
# Dates of the demonstration are relative to the day it was made.
LASTS = timedelta(days=1)
# Rows of these are not written by people: the worker sends letters and lists references, a reader's page makes another
# size of a picture, and each start gives or takes second factors as the setting asks.
NO_WORK = {"accounts_letter", "mfa_authenticator", "wagtailcore_referenceindex", "wagtailimages_rendition"}


@dataclass(frozen=True)
class Demonstration:
    """What the mark tells. `made_at` is None until the data are complete; data to be kept are not `is_renewed`."""

    made_at: datetime | None
    digest: str
    is_renewed: bool

    def is_old(self, now: datetime) -> bool:
        """Whether new data shall take the place of these."""
        return self.is_renewed and self.made_at is not None and now - self.made_at >= LASTS


def is_marked() -> bool:
    """Whether the database is a demonstration's. Looking changes nothing."""
    return TABLE in schema.table_names()


def read_mark() -> Demonstration | None:
    """The mark of the database; None where it has none."""
    if not is_marked():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_at, digest, is_renewed FROM demonstration")
        made_at, digest, is_renewed = cursor.fetchone()
    return Demonstration(_moment(made_at), digest, bool(is_renewed))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def mark_database() -> None:
    """Makes an empty database the demonstration's, before anything else is in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE demonstration (made_at text NOT NULL, digest text NOT NULL, is_renewed integer NOT NULL)"
        )
        cursor.execute("INSERT INTO demonstration VALUES ('', '', 1)")


def note_complete(at: datetime, *, is_renewed: bool) -> None:
    """The data are all there, and nobody has worked with them yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE demonstration SET made_at = %s, digest = %s, is_renewed = %s",
            [at.isoformat(), data_digest(), int(is_renewed)],
        )


def keep_data() -> None:
    """These data stay as they are, however old."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE demonstration SET is_renewed = 0")


def is_worked_in(before: Demonstration) -> bool:
    """Whether any row that people write differs from what was made; what cannot be compared counts as work."""
    try:
        return data_digest() != before.digest
    except (DatabaseError, LookupError):
        return True


def data_digest() -> str:
    """SHA-256 of the names of all tables and of all rows that people write, at the migrations of the database."""
    hashed = hashlib.sha256(" ".join(sorted(schema.table_names())).encode())
    for model in schema.models_at(schema.last_migrations()):
        if model._meta.db_table not in NO_WORK:
            hashed.update(model._meta.label.encode())
            rows.write_rows(model, cast(IO[bytes], _Hashing(hashed)))
    return hashed.hexdigest()


class _Hashing:
    def __init__(self, hashed: Any) -> None:
        self.write = hashed.update


def delete_data() -> None:
    """Empties the database of a demonstration in which nobody has worked, and the folders of its files."""
    if not is_marked():
        raise ValueError("This database is not marked as a demonstration.")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            name = current_schema()
            cursor.execute(f"DROP SCHEMA {name} CASCADE")
            cursor.execute(f"CREATE SCHEMA {name}")
    else:
        path = str(connection.settings_dict["NAME"])
        connection.close()
        for end in FILES:
            Path(f"{path}{end}").unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, settings.VAR_DIR / "mail"):
        shutil.rmtree(folder, ignore_errors=True)
