"""A home page whose headline is the name of the installation gets none: it then shows the name of the site."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations


def remove_default_headlines(apps, schema_editor):
    apps.get_model("cms", "HomePage").objects.filter(headline=settings.SITE_NAME).update(headline="")


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_theme_of_event")]
    operations = [migrations.RunPython(remove_default_headlines, migrations.RunPython.noop)]
