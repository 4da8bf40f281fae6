from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SECOND = (
    "The database has more than one charter: {slugs}. Pages show only the first one. "
    "Restore a backup from before the second one was imported."
)


def refuse_second(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    slugs = list(apps.get_model("charter", "Charter").objects.order_by("id").values_list("slug", flat=True))
    if len(slugs) > 1:
        raise ValueError(SECOND.format(slugs=", ".join(slugs)))


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0041_decided_words_earlier"),
    ]

    operations = [
        migrations.RunPython(refuse_second, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="charter",
            constraint=models.UniqueConstraint(models.Value(1), name="charter_once_a_site"),
        ),
    ]
