"""The charter, version and site of most tests: made once a process by the real acts, then put down as rows.

The acts are as true for the second test as for the first, and cost it hundreds of statements. Where anything stands
otherwise than when the rows were kept, or the clock is another one, the acts do it again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

import time_machine
from django.apps import apps
from django.core.cache import cache as store
from django.db import connection, models, transaction

# The rows of each replay have a thousand keys of their own, above those of what a test makes by itself.
FIRST_KEYS = itertools.count(100_000, 1_000)
Rows = dict[str, list[tuple]]
Make = Callable[..., models.Model]


@dataclass(frozen=True)
class Difference:
    """What the acts did to one table: keys whose rows they removed or changed, and rows that they added or changed."""

    table: str
    key_column: str
    keys: list[Any]
    rows: list[tuple]


@dataclass(frozen=True)
class Kept:
    """The rows of the charter's tables before the acts, what the acts did, and the object that they returned."""

    before: Rows
    differences: list[Difference]
    made: type[models.Model]
    key: int


def replayed(make: Make) -> Make:
    """The same factory: it calls the acts once for what stands there and is asked, and afterwards puts rows."""
    kept: dict[tuple, list[Kept]] = {}

    @wraps(make)
    def again(*positional: Any, **named: Any) -> models.Model:
        if time_machine.escape_hatch.is_travelling():
            return make(*positional, **named)
        # Which charter is meant is told by the rows that stand there.
        arguments = (*(value for value in positional if not isinstance(value, models.Model)), *sorted(named.items()))
        before = standing()
        replays = kept.setdefault(arguments, [])
        replay = next((entry for entry in replays if entry.before == before), None)
        if replay is None:
            instance, differences = watched(lambda: make(*positional, **named))
            replays.append(Kept(before, differences, type(instance), instance.pk))
            return instance
        put(replay.differences)
        return replay.made._default_manager.get(pk=replay.key)

    return again


def standing() -> Rows:
    """All rows of the charter's tables, the record and the site's pages."""
    tables = [model._meta.db_table for model in ours() if model._meta.app_label in ("charter", "cms")]
    tables += ["accounts_record", "wagtailcore_page", "wagtailcore_locale"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))
        filled = [table for table, has_rows in zip(tables, cursor.fetchone(), strict=True) if has_rows]
    return {table: rows(table) for table in filled}


def watched(deed: Callable[[], models.Model]) -> tuple[models.Model, list[Difference]]:
    """Does it, and gives what it made and how each table differs afterwards."""
    with transaction.atomic():
        lift_keys(next(FIRST_KEYS))
        before = {model: rows_by_key(model) for model in ours()}
        instance = deed()
    differences = []
    for model, old in before.items():
        new = rows_by_key(model)
        gone = [key for key in old if new.get(key) != old[key]]
        put_in = [row for key, row in new.items() if old.get(key) != row]
        if gone or put_in:
            differences.append(Difference(model._meta.db_table, model._meta.pk.column, gone, put_in))
    return instance, differences


def put(differences: Iterable[Difference]) -> None:
    """Puts the rows under the keys they had, and forgets what pages remember of a time without them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for difference in differences:
            if difference.keys:
                marks = ", ".join(["%s"] * len(difference.keys))
                gone = f"DELETE FROM {difference.table} WHERE {difference.key_column} IN ({marks})"
                cursor.execute(gone, difference.keys)
            if difference.rows:
                places = f"({', '.join(['%s'] * len(difference.rows[0]))})"
                values = [value for row in difference.rows for value in row]
                places = ", ".join([places] * len(difference.rows))
                cursor.execute(f"INSERT INTO {difference.table} VALUES {places}", values)
    store.clear()


def rows_by_key(model: type[models.Model]) -> dict[Any, tuple]:
    """Each row of a table as the database gives it, by its primary key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {model._meta.pk.column}, {model._meta.db_table}.* FROM {model._meta.db_table} ORDER BY 1"
        )
        return {key: tuple(row) for key, *row in cursor.fetchall()}


def rows(table: str) -> list[tuple]:
    """As the database gives them, in one order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return [tuple(row) for row in cursor.fetchall()]


@cache
def ours() -> list[type[models.Model]]:
    classes = apps.get_models(include_auto_created=True)
    # Triggers of SQLite fill the table of its full-text search.
    classes = [model for model in classes if not model._meta.db_table.endswith("_fts")]
    return [model for model in classes if model._meta.managed and not model._meta.proxy]


def lift_keys(first: int) -> None:
    """The next row of each table has a key above `first`."""
    tables = [(model._meta.db_table, model._meta.auto_field.column) for model in ours() if model._meta.auto_field]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequences = (f"setval(pg_get_serial_sequence('{table}', '{column}'), {first})" for table, column in tables)
            cursor.execute(f"SELECT {', '.join(sequences)}")
            return
        names = [table for table, _column in tables]
        cursor.execute(f"DELETE FROM sqlite_sequence WHERE name IN ({', '.join(['%s'] * len(names))})", names)
        cursor.execute(f"INSERT INTO sqlite_sequence VALUES {', '.join([f'(%s, {first})'] * len(names))}", names)
