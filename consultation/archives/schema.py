"""Which migrations a database stands at, and the models as they were then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Leaves = dict[str, list[str]]
LEFT_OUT = {
    "accounts_count",
    "charter_download",
    "consultation_beat",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "usersessions_usersession",
    "wagtailadmin_editingsession",
    "wagtailsearch_indexentry",
    "wagtailsearch_indexentry_fts",
}
"""Tables whose rows the site makes anew."""


def last_migrations() -> Leaves:
    """The last migrations that were applied, by application."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys() & loader.graph.nodes.keys()
    leaves: Leaves = {}
    for app, name in sorted(applied):
        children = {child.key for child in loader.graph.node_map[app, name].children if child.key[0] == app}
        if not children & applied:
            leaves.setdefault(app, []).append(name)
    return leaves


class NoDatabase(Exception):
    """The file is there and is no database of SQLite."""


def table_names() -> set[str]:
    """The tables and views of the database, ours or not. Looking changes no byte of a file of SQLite."""
    with _reading() as cursor:
        return _tables(cursor)


def is_foreign() -> bool:
    """Whether the database has tables that this site did not make."""
    names = table_names()
    return bool(names) and "django_migrations" not in names


def has_rows(names: Iterable[str]) -> bool:
    """Whether one of the tables has a row; those that are not there have none. Looking changes nothing here either."""
    with _reading() as cursor:
        for name in sorted(_tables(cursor) & set(names)):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608  a table's name
            if cursor.fetchone():
                return True
    return False


def is_up_to_date() -> bool:
    """Whether every migration of the code is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _tables(cursor: Any) -> set[str]:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return {name for (name,) in cursor.fetchall()}
    return {table.name for table in connection.introspection.get_table_list(cursor)}


@contextmanager
def _reading() -> Iterator[Any]:
    """A cursor. Where a file of SQLite is not open yet, it is read without the lock and the log of a connection.

    Such a connection sets the mode of the file, and folds a log that was left behind into it.
    """
    if connection.vendor != "sqlite" or connection.connection is not None:
        with connection.cursor() as cursor:
            yield cursor
        return
    file = Path(str(connection.settings_dict["NAME"]))
    log = Path(f"{file}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    address = f"{file.absolute().as_uri()}?mode=ro{'' if has_log else '&immutable=1'}"
    try:
        with closing(sqlite3.connect(address if file.exists() else ":memory:", uri=True)) as database:
            yield database.cursor()
    except sqlite3.Error as error:
        raise NoDatabase(f"{file} is no database of SQLite that can be read: {error}.") from error


def unknown_migrations(leaves: Leaves) -> list[str]:
    """Migrations that this code does not have."""
    nodes = MigrationLoader(None).graph.nodes
    return [f"{app}.{name}" for app, name in _keys(leaves) if (app, name) not in nodes]


def newer_than_the_code() -> list[str]:
    """Migrations that were applied and that the code's applications do not have."""
    loader = MigrationLoader(connection)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    strange = loader.applied_migrations.keys() - loader.disk_migrations.keys() - replaced
    return [f"{app}.{name}" for app, name in sorted(strange) if app in loader.migrated_apps]


def models_at(leaves: Leaves) -> list[type[models.Model]]:
    """Every model whose rows are kept, as it was after these migrations, in the order of its label."""
    apps: Any = MigrationLoader(None).project_state(_keys(leaves)).apps
    models_by_label = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return [models_by_label[label] for label in sorted(models_by_label) if _is_kept(models_by_label[label])]


def _is_kept(model: type[models.Model]) -> bool:
    return model._meta.managed and model._meta.db_table not in LEFT_OUT


def migrate_to(leaves: Leaves) -> None:
    """Makes the tables as they were after these migrations, in a database without any."""
    MigrationExecutor(connection).migrate(_keys(leaves))


def _keys(leaves: Leaves) -> list[tuple[str, str]]:
    return [(app, name) for app, names in leaves.items() for name in names]
