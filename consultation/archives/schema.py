"""Which migrations a database stands at, and the models as they were then."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Leaves = dict[str, list[str]]
LEFT_OUT = {
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


def leaves() -> Leaves:
    """The last migrations that were applied, by application."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys() & loader.graph.nodes.keys()
    found: Leaves = {}
    for app, name in sorted(applied):
        children = {child.key for child in loader.graph.node_map[app, name].children if child.key[0] == app}
        if not children & applied:
            found.setdefault(app, []).append(name)
    return found


def unknown(asked: Leaves) -> list[str]:
    """Migrations that this code does not have."""
    nodes = MigrationLoader(None).graph.nodes
    return [f"{app}.{name}" for app, name in _keys(asked) if (app, name) not in nodes]


def models_at(asked: Leaves) -> list[type[models.Model]]:
    """Every model whose rows are kept, as it was after these migrations, in the order of its label."""
    apps: Any = MigrationLoader(None).project_state(_keys(asked)).apps
    found = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return [found[label] for label in sorted(found) if _is_kept(found[label])]


def _is_kept(model: type[models.Model]) -> bool:
    return model._meta.managed and model._meta.db_table not in LEFT_OUT


def migrate_to(asked: Leaves) -> None:
    """Makes the tables as they were after these migrations, in a database without any."""
    MigrationExecutor(connection).migrate(_keys(asked))


def _keys(asked: Leaves) -> list[tuple[str, str]]:
    return [(app, name) for app, names in asked.items() for name in names]
