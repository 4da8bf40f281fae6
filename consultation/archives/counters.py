"""The numbers a database gives next: a key that was given once is given to nothing else, also after a restore."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.db.models import Max

LASTS = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
    "postgresql": """
        SELECT owner.relname, pg_sequences.last_value FROM pg_sequences
        JOIN pg_class held ON held.relname = pg_sequences.sequencename
            AND held.relnamespace = pg_sequences.schemaname::regnamespace
        JOIN pg_depend ON pg_depend.objid = held.oid AND pg_depend.deptype IN ('a', 'i')
        JOIN pg_class owner ON owner.oid = pg_depend.refobjid
        WHERE pg_sequences.schemaname = current_schema() AND pg_sequences.last_value IS NOT NULL""",
}


def last_keys() -> dict[str, int]:
    """The last key that was given in each table."""
    with connection.cursor() as cursor:
        cursor.execute(LASTS[connection.vendor])
        return {str(table): int(last) for table, last in cursor.fetchall()}


def advance_counters(kept: Iterable[type[models.Model]], from_: dict[str, int]) -> None:
    """Counts on from there, or from the highest key where that is higher."""
    with connection.cursor() as cursor:
        for model in kept:
            auto = model._meta.auto_field
            if auto is None or auto.column is None:
                continue
            highest = model._base_manager.aggregate(highest=Max(auto.attname))["highest"] or 0
            last = max(from_.get(model._meta.db_table, 0), highest)
            for statement, values in _statements(model._meta.db_table, auto.column, last) if last else ():
                cursor.execute(statement, values)


def _statements(table: str, column: str, last: int) -> list[tuple[str, list[str | int]]]:
    if connection.vendor == "postgresql":
        return [("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last])]
    return [
        ("DELETE FROM sqlite_sequence WHERE name = %s", [table]),
        ("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last]),
    ]
