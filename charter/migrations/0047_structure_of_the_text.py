from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0046_parts_to_work_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='charter',
            name='structure',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
