"""Prepares the table for the one list of themes: codes, and themes that were merged into others."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0050_names_of_bodies"),
        ("accounts", "0037_letter_on_text_corrections"),
        # Its pages have themes too, and older migrations of theirs read the priority themes.
        ("cms", "0008_processes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="theme", name="theme_slug_once_a_charter"),
        migrations.RenameField(model_name="theme", old_name="slug", new_name="code"),
        migrations.AlterModelOptions(name="theme", options={"ordering": ["code"]}),
        migrations.AlterField(
            model_name="theme",
            name="charter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="charter.charter"
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="charter.theme",
            ),
        ),
    ]
