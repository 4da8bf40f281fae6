"""Fields get the names of what they point at. Columns keep the names they have, so the database does nothing."""

from __future__ import annotations

from django.db import migrations, models

REPORT_ONCE = models.UniqueConstraint(fields=["comment", "by"], name="remarkreport_once_a_person")
ITEM_ONCE = models.UniqueConstraint(fields=["batch", "work_item"], name="batchrow_once_a_matter")
OF_ONE_THING = models.CheckConstraint(
    condition=models.Q(("amendment", None)) ^ models.Q(("work_item", None)), name="batchrow_is_of_one_thing"
)


class Migration(migrations.Migration):
    dependencies = [("charter", "0036_frameworks_as_work_items")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("commentreport", REPORT_ONCE.name),
                migrations.RenameField("commentreport", "remark", "comment"),
                migrations.AlterField(
                    "commentreport",
                    "comment",
                    models.ForeignKey(
                        "charter.chartercomment", models.CASCADE, related_name="reports", db_column="remark_id"
                    ),
                ),
                migrations.AddConstraint("commentreport", REPORT_ONCE),
                migrations.RenameField("workitemnote", "matter", "work_item"),
                migrations.AlterField(
                    "workitemnote",
                    "work_item",
                    models.ForeignKey("charter.workitem", models.CASCADE, related_name="notes", db_column="matter_id"),
                ),
                migrations.RemoveConstraint("batchrow", ITEM_ONCE.name),
                migrations.RemoveConstraint("batchrow", OF_ONE_THING.name),
                migrations.RenameField("batchrow", "matter", "work_item"),
                migrations.AlterField(
                    "batchrow",
                    "work_item",
                    models.ForeignKey(
                        "charter.workitem",
                        models.CASCADE,
                        null=True,
                        blank=True,
                        related_name="+",
                        db_column="matter_id",
                    ),
                ),
                migrations.AlterModelOptions("batchrow", {"ordering": ["batch", "amendment", "work_item"]}),
                migrations.AddConstraint("batchrow", ITEM_ONCE),
                migrations.AddConstraint("batchrow", OF_ONE_THING),
                migrations.RenameField("standardreason", "said", "text"),
                migrations.AlterField(
                    "standardreason",
                    "text",
                    models.ForeignKey(
                        "accounts.localizedtext", models.PROTECT, related_name="+", db_column="said_id"
                    ),
                ),
            ]
        )
    ]
