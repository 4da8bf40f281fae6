"""Official kinds become a list of their own; what was typed stands beside it until it is taken over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="OfficialKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("government", "Government"), ("partner", "Partner")],
                        default="government",
                        max_length=12,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=100)),
                ("is_offered", models.BooleanField(default=True)),
                (
                    "name",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.said"
                    ),
                ),
            ],
            options={"ordering": ["kind", "place", "code"]},
        ),
        migrations.RenameField("organisation", "official_kind", "typed_kind"),
        migrations.AddField(
            "organisation",
            "official_kind",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="accounts.officialkind",
                to_field="code",
            ),
        ),
    ]
