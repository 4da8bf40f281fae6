import os
import signal

from django.db import migrations, models


def fail(apps, schema_editor):
    if "KILLED" in os.environ:
        os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError("This migration goes wrong.")


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_initial")]
    operations = [
        migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(fail),
    ]
