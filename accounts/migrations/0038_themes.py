"""The themes of the charter are the one list of the site. Their table keeps its name, so that no row and no link moves."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0037_letter_on_text_corrections"),
        ("charter", "0053_themes_without_charter"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Theme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, unique=True)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="accounts.theme",
                            ),
                        ),
                        (
                            "name",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.localizedtext",
                            ),
                        ),
                    ],
                    options={"db_table": "charter_theme", "ordering": ["code"]},
                ),
                migrations.AddConstraint(
                    model_name="theme",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("merged_into", None), ("retired_at__isnull", False), _connector="OR"),
                        name="theme_merged_is_retired",
                    ),
                ),
            ]
        ),
    ]
