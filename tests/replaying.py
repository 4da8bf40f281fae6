"""The charter and the version that most tests begin with: made once a process by the real acts, then put down as rows.

The acts are as true for the second test as for the first, and cost it hundreds of statements. Where anything stands
otherwise than when the rows were kept, or the clock is another one, the acts do it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

import time_machine
from django.apps import apps
from django.core.cache import cache as store
from django.db import connection, models, transaction

# Keys of rows that are kept begin here, so that what a test makes before them has others.
FIRST_KEY = 100_000
Rows = dict[str, list[tuple]]
Make = Callable[..., models.Model]


@dataclass(frozen=True)
class Kept:
    """What stood in the tables of the charter before, and which rows an act added to any table of ours."""

    before: Rows
    added: Rows
    made: type[models.Model]
    key: int


def replayed(make: Make) -> Make:
    """The same factory: it calls the acts once for what stands there and is asked, and afterwards puts rows."""
    kept: dict[tuple, list[Kept]] = {}

    @wraps(make)
    def again(*given: Any, **named: Any) -> models.Model:
        if time_machine.escape_hatch.is_travelling():
            return make(*given, **named)
        # Which charter is meant is told by the rows that stand there.
        asked = (*(one for one in given if not isinstance(one, models.Model)), *sorted(named.items()))
        before = standing()
        known = kept.setdefault(asked, [])
        found = next((one for one in known if one.before == before), None)
        if found is None:
            made, added = watched(lambda: make(*given, **named))
            known.append(Kept(before, added, type(made), made.pk))
            return made
        put(found.added)
        return found.made._default_manager.get(pk=found.key)

    return again


def standing() -> Rows:
    """All rows of the charter's tables, and the record."""
    tables = [model._meta.db_table for model in ours() if model._meta.app_label == "charter"]
    tables.append("accounts_record")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables))
        filled = [table for table, held in zip(tables, cursor.fetchone(), strict=True) if held]
    return {table: rows(table) for table in filled}


def watched(deed: Callable[[], models.Model]) -> tuple[models.Model, Rows]:
    """Does it, and gives what it made and each row that is new."""
    with transaction.atomic():
        lift_keys()
        before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in ours()}
        made = deed()
    added = {}
    for model, keys in before.items():
        new = set(model._base_manager.values_list("pk", flat=True)) - keys
        if new:
            added[model._meta.db_table] = rows(model._meta.db_table, model._meta.pk.column, new)
    return made, added


def put(added: Rows) -> None:
    """Puts the rows under the keys they had, and forgets what pages remember of a time without them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, found in added.items():
            places = f"({', '.join(['%s'] * len(found[0]))})"
            values = [value for row in found for value in row]
            cursor.execute(f"INSERT INTO {table} VALUES {', '.join([places] * len(found))}", values)
    store.clear()


def rows(table: str, column: str = "", keys: Iterable[int] = ()) -> list[tuple]:
    """As the database gives them, in one order."""
    wanted = f" WHERE {column} IN ({', '.join(map(str, sorted(keys)))})" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}{wanted} ORDER BY 1")
        return [tuple(row) for row in cursor.fetchall()]


@cache
def ours() -> list[type[models.Model]]:
    found = [model for label in ("accounts", "charter") for model in apps.get_app_config(label).get_models(True)]
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def lift_keys() -> None:
    """The next row of each table has a key that nothing has which a test makes by itself."""
    with connection.cursor() as cursor:
        for model in ours():
            auto = model._meta.auto_field
            if auto is None:
                continue
            if connection.vendor == "postgresql":
                told = [f'"{model._meta.db_table}"', auto.column]
                sequence = "pg_get_serial_sequence(%s, %s)"
                cursor.execute(
                    f"SELECT setval({sequence}, greatest(nextval({sequence}), {FIRST_KEY}))", [*told, *told]
                )
                continue
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            if (cursor.fetchone() or [0])[0] < FIRST_KEY:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
                told = [model._meta.db_table, FIRST_KEY]
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", told)
