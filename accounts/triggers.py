"""Rows that never change: refused by the database itself. Made again after each migration."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

MESSAGE = "this row never changes"


def _names(model: type[models.Model], act: str) -> tuple[str, str]:
    table = model._meta.db_table
    return table, f"{table}_no_{act.lower()}"


def forbid(models_: Iterable[type[models.Model]], acts: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Makes the triggers that refuse these acts on every row of these models."""
    with connection.cursor() as cursor:
        for model in models_:
            for act in acts:
                for statement in _statements(*_names(model, act), act):
                    cursor.execute(statement)


def lift(models_: Iterable[type[models.Model]], acts: tuple[str, ...] = ("UPDATE", "DELETE")) -> None:
    """Takes the triggers away: for a demonstration that is built anew, and for a test's emptied tables."""
    with connection.cursor() as cursor:
        for model in models_:
            for act in acts:
                table, name = _names(model, act)
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _statements(table: str, name: str, act: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ]
