"""Rows that never change: refused by the database itself. Made again after each migration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, models

MESSAGE = "this row never changes"
EACH_ROW = ("UPDATE", "DELETE")
ALL_ROWS = "TRUNCATE"
"""Emptying a whole table, which calls no trigger of its rows. SQLite has no such act."""
CLOSE, KEEP = "INSERT", "MOVE"
Models = Iterable[type[models.Model]]


def forbid_acts(models_: Models, acts: tuple[str, ...] = EACH_ROW) -> None:
    """Makes the triggers that refuse these acts on every row of these models, as far as their tables are there."""
    for model in _there(models_):
        for act in (*acts, *_emptying(acts)):
            _make(*_names(model, act), f"BEFORE {act}", each="STATEMENT" if act == ALL_ROWS else "ROW")


def close_rows(model: type[models.Model], column: str, by: type[models.Model]) -> None:
    """Makes the trigger that refuses a new row where one of `by` has the same value in that column."""
    for present_model in _there([model]):
        table, name = _names(present_model, CLOSE)
        closed = f"EXISTS (SELECT 1 FROM {by._meta.db_table} WHERE {column} = NEW.{column})"  # noqa: S608  names of our own code
        _make(table, name, f"BEFORE {CLOSE}", only_if=closed)


def keep_columns(model: type[models.Model], *columns: str) -> None:
    """Makes the trigger that refuses other values in these columns; the rest of a row may change."""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    for present_model in _there([model]):
        moved = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
        _make(*_names(present_model, KEEP), "BEFORE UPDATE", only_if=moved)


def lift_triggers(models_: Models) -> None:
    """Takes the triggers away: for a restore, and for a test's emptied tables."""
    with connection.cursor() as cursor:
        for model in _there(models_):
            for act in (*EACH_ROW, CLOSE, KEEP, ALL_ROWS):
                cursor.execute(_drop(*_names(model, act)))


def _there(models_: Models) -> Iterator[type[models.Model]]:
    tables = set(connection.introspection.table_names())
    return (model for model in models_ if model._meta.db_table in tables)


def _names(model: type[models.Model], act: str) -> tuple[str, str]:
    table = model._meta.db_table
    return table, f"{table}_no_{act.lower()}"


def _emptying(acts: tuple[str, ...]) -> tuple[str, ...]:
    return (ALL_ROWS,) if connection.vendor == "postgresql" and "DELETE" in acts else ()


def _make(table: str, name: str, when: str, each: str = "ROW", only_if: str = "") -> None:
    statements = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        cursor.execute(_drop(table, name))
        for statement in statements(table, name, when, each, only_if):
            cursor.execute(statement)


def _drop(table: str, name: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")


def _on_postgresql(table: str, name: str, when: str, each: str, only_if: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{MESSAGE}';"
    body = f"IF {only_if} THEN {refuse} END IF; RETURN NEW;" if only_if else refuse
    function = name if only_if else "refuse_change"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
    ]


def _on_sqlite(table: str, name: str, when: str, each: str, only_if: str) -> list[str]:
    condition = f"WHEN {only_if} " if only_if else ""
    return [f"CREATE TRIGGER {name} {when} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"]
