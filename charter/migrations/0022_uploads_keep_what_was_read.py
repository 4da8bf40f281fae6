from django.db import migrations, models


def forget_files(apps, schema_editor):
    """A file is kept for a day at most. Who sent one in that day sends it again."""
    apps.get_model("charter", "Upload").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0021_translations_of_accepted_words'),
    ]

    operations = [
        migrations.RunPython(forget_files, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='upload',
            name='data',
        ),
        migrations.AddField(
            model_name='upload',
            name='digest',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='upload',
            name='reading',
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
    ]
