from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_joining_addresses_in_use_are_confirmed"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="broke_off",
            field=models.BooleanField(default=False),
        ),
    ]
