"""`Said` is called `LocalizedText`. The table keeps its name, so that no row moves and no trigger falls."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_waves_of_the_campaign"),
        # The last of those that know the model by its earlier name.
        ("charter", "0034_local_frameworks"),
    ]

    operations = [
        migrations.AlterModelTable("said", "accounts_said"),
        migrations.RenameModel("Said", "LocalizedText"),
    ]
