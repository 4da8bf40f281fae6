"""Fields of the charter name the one list of themes. Tables and columns keep their names, so that no row moves."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def move_type(apps: Any, schema_editor: Any) -> None:
    """Keeps what refers to themes by the type of their model, such as the index of references of pages."""
    _change_type(apps, "charter", "accounts")


def move_type_back(apps: Any, schema_editor: Any) -> None:
    _change_type(apps, "accounts", "charter")


def _change_type(apps: Any, before: str, after: str) -> None:
    types = apps.get_model("contenttypes", "ContentType").objects
    if not types.filter(app_label=after, model="theme").exists():
        types.filter(app_label=before, model="theme").update(app_label=after)


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0053_themes_without_charter"),
        ("accounts", "0038_themes"),
        ("cms", "0009_codes_of_themes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name="theme", name="provisions"),
                migrations.AddField(
                    model_name="provision",
                    name="themes",
                    field=models.ManyToManyField(
                        blank=True,
                        db_table="charter_theme_provisions",
                        related_name="provisions",
                        to="accounts.theme",
                    ),
                ),
                migrations.AlterField(
                    model_name="initiative",
                    name="themes",
                    field=models.ManyToManyField(blank=True, related_name="initiatives", to="accounts.theme"),
                ),
                migrations.AlterField(
                    model_name="helpentry",
                    name="theme",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_entries",
                        to="accounts.theme",
                    ),
                ),
                migrations.DeleteModel(name="Theme"),
            ]
        ),
        migrations.RunPython(move_type, move_type_back),
    ]
