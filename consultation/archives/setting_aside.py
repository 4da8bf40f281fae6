"""A database that must not be used any more is put aside, never deleted, and an empty one takes its place."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.utils import timezone


def set_aside() -> str:
    """Leaves an empty database behind; the name under which the other one is found."""
    mark = f"failed_{timezone.now():%Y%m%d%H%M%S}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SCHEMA public RENAME TO {mark}")
            cursor.execute("CREATE SCHEMA public")
        return f"the schema {mark}"
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for end in ("", "-wal", "-shm"):
        part = Path(f"{path}{end}")
        if part.exists():
            part.rename(f"{path}.{mark}{end}")
    return f"{path}.{mark}"
