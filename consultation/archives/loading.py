"""A restore: an empty database becomes what the backup says, all of it or none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from charter import receivers
from consultation import demonstrations, statistics
from consultation.archives import counters, files, rows, schema
from consultation.archives.reading import Manifest, Unsound, open_backup

# A database in which no table of these has a row is empty. What migrations write in some is no work of anybody.
WORK = ("accounts", "charter", "django_comments_xtd", "wagtailimages", "wagtaildocs")
WRITTEN_BY_MIGRATIONS = {"accounts_said", "accounts_officialkind", "charter_phrase", "charter_theme"}
REPORTED_PERCENT = 10

Report = Callable[[str], object]


def report_nothing(_step: str) -> None:
    """For whoever does not show the steps."""


def restore_backup(path: Path, *, up_to_date: bool = True, report: Report = report_nothing) -> Manifest:
    """Takes the backup in; the database and the store must hold nothing that would be lost.

    Without `up_to_date` the tables stay as they were then, for the code that made the backup. `report` gets each step
    when it begins.
    """
    report("Checking the hashes of the file …")
    archive, manifest = open_backup(path)
    with archive:
        _require_loadable(manifest)
        report("Storing the uploads …")
        _put_files(archive, manifest)
        report("Making the tables …")
        kept = _make_tables(manifest)
        with transaction.atomic():
            _load(archive, manifest, kept, report)
    statistics.renew_statistics()
    if up_to_date:
        report("Migrating …")
        call_command("migrate", verbosity=0)
        report("Indexing the texts for the search …")
        rebuild_derived_data()
    else:
        receivers.guard_rows()  # `migrate` does it at its end
    return manifest


def rebuild_derived_data() -> None:
    """What is computed from the data and stands in no backup."""
    call_command("wagtail_update_index", verbosity=0)


def is_empty() -> bool:
    """Whether nobody has worked in this database yet. Looking changes nothing."""
    work = {model._meta.db_table for app in WORK for model in apps.get_app_config(app).get_models(True)}
    return not schema.is_foreign() and not schema.has_rows(work - WRITTEN_BY_MIGRATIONS - schema.LEFT_OUT)


def _require_loadable(manifest: Manifest) -> None:
    # First, since loading the migrations opens a connection.
    if demonstrations.is_marked():
        raise Unsound("The database is a demonstration's. A backup is restored into a new, empty one.")
    if not is_empty():
        raise Unsound("The database is not empty. A backup is restored into an empty one alone.")
    strange = schema.unknown_migrations(manifest["migrations"])
    if strange:
        raise Unsound(f"The backup comes from a newer version of the site: it knows {', '.join(strange)}.")
    others = [name for name, sha in _files(manifest) if files.has_other_content(name, sha)]
    if others:
        raise Unsound(f"The store has other files of the same name: {', '.join(others[:5])}.")


def _files(manifest: Manifest) -> list[tuple[str, str]]:
    named = manifest["members"].items()
    return [(name.removeprefix("media/"), entry["sha256"]) for name, entry in named if name.startswith("media/")]


def _put_files(archive: ZipFile, manifest: Manifest) -> None:
    for name, _sha in _files(manifest):
        with archive.open(f"media/{name}") as content:
            files.store_file(name, BytesIO(content.read()))


def _make_tables(manifest: Manifest) -> list[type[models.Model]]:
    """The tables as they were when the backup was made, and their models."""
    migrations, stands = manifest["migrations"], schema.last_migrations()
    if not stands:
        schema.migrate_to(migrations)
    elif stands != migrations:
        raise Unsound("The database stands at other migrations than the backup. Give it a new, empty database.")
    return schema.models_at(migrations)


def _load(archive: ZipFile, manifest: Manifest, kept: list[type[models.Model]], report: Report) -> None:
    """Tables refer to each other in rings; the database looks at that when the transaction ends."""
    receivers.lift_guard()
    _empty_tables()
    total = sum(entry["rows"] for entry in manifest["members"].values() if "rows" in entry)
    loaded, reported = 0, 0
    report(f"Loading {total:,} rows …")
    for model in kept:
        name = f"data/{model._meta.label}.jsonl"
        with archive.open(name) as lines:
            count = rows.read_rows(model, lines)
        if count != manifest["members"][name]["rows"]:
            raise Unsound(f"{name} has {count} rows, and the manifest says otherwise.")
        loaded += count
        percent = 100 * loaded // max(total, 1)
        if percent >= reported + REPORTED_PERCENT or percent == 100 > reported:
            reported = percent
            report(f"Loaded {reported} % of the rows.")
    counters.advance_counters(kept, manifest["counters"])


def _empty_tables() -> None:
    """What migrations wrote by themselves stands in the backup too, under the keys others refer to."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    statements = connection.ops.sql_flush(no_style(), sorted(tables - {"django_migrations"}))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
