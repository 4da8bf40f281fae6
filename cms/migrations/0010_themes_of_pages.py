import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0009_codes_of_themes"),
        ("charter", "0054_themes_of_the_site"),
    ]

    operations = [
        migrations.AlterField(
            model_name="eventpage",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                db_column="theme",
                help_text="The event is then shown on the page of the theme.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.theme",
                to_field="code",
                verbose_name="theme",
            ),
        ),
        migrations.AlterField(
            model_name="initiativepage",
            name="theme",
            field=models.ForeignKey(
                db_column="theme",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.theme",
                to_field="code",
                verbose_name="theme",
            ),
        ),
    ]
