"""A report names its comment by the name of the field. The column keeps the name it has."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

UNIQUE = "remarkreport_once_a_person"


class Migration(migrations.Migration):
    dependencies = [("charter", "0036_frameworks_as_work_items")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("commentreport", UNIQUE),
                migrations.RenameField("commentreport", "remark", "comment"),
                migrations.AlterField(
                    "commentreport",
                    "comment",
                    models.ForeignKey(
                        db_column="remark_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="charter.chartercomment",
                    ),
                ),
                migrations.AddConstraint(
                    "commentreport", models.UniqueConstraint(fields=["comment", "by"], name=UNIQUE)
                ),
            ]
        )
    ]
