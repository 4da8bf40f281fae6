from django.db import migrations
from django.db.models import F


def confirm_those_in_use(apps, schema_editor):
    """Forms from before were written to under earlier rules; their people go on as they began."""
    apps.get_model("accounts", "Pledge").objects.filter(confirmed_at=None).update(confirmed_at=F("begun_at"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_joining_addresses_are_confirmed")]
    operations = [migrations.RunPython(confirm_those_in_use, migrations.RunPython.noop)]
