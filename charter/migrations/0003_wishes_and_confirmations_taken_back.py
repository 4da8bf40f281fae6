from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0002_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='amendment',
            name='undone_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='amendmenttext',
            name='wish_language',
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
