"""A database that must not be used any more is put aside, never deleted, and an empty one takes its place."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction


def set_aside(mark: str) -> str:
    """Leaves an empty database behind; the path or the schema under which the other one is found, by its mark."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            schema = current_schema()
            cursor.execute(f"ALTER SCHEMA {schema} RENAME TO {connection.ops.quote_name(mark)}")
            cursor.execute(f"CREATE SCHEMA {schema}")
        return mark
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for end in FILES:
        part = Path(f"{path}{end}")
        if part.exists():
            part.rename(f"{path}.{mark}{end}")
    return f"{path}.{mark}"


FILES = ("", "-wal", "-shm")
"""What follows the name of a file of SQLite, for it and the two that stand beside it."""


def current_schema() -> str:
    """The schema of PostgreSQL in which tables are made, quoted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(connection.ops.quote_name(cursor.fetchone()[0]))
