"""What was typed as a kind is in the list now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_list_of_official_kinds")]

    operations = [migrations.RemoveField("organisation", "typed_kind")]
