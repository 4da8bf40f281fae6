from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0014_themes_of_events_from_one_theme")]

    operations = [migrations.RemoveField(model_name="eventpage", name="theme")]
