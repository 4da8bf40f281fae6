"""Names of bodies in each language, on publications, on publications of decisions and on acts of a version's status."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    """SQLite writes the table again, where a trigger of another table that reads it stops it.

    `migrate` makes the triggers again at its end.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%charter_versionstatusact%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("charter", "0049_translation_credits")]

    operations = [
        migrations.RunPython(drop_triggers, drop_triggers),
        *(
            migrations.AddField(
                model_name=name, name="body_names", field=models.JSONField(blank=True, default=dict)
            )
            for name in ("publication", "release", "releaseplan", "versionstatusact")
        ),
    ]
