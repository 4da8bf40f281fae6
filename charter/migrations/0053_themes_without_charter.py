from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charter", "0052_codes_become_themes")]

    operations = [
        migrations.RemoveField(model_name="theme", name="priorities"),
        migrations.RemoveField(model_name="theme", name="charter"),
        migrations.AlterField(
            model_name="theme", name="code", field=models.SlugField(max_length=60, unique=True)
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", None), ("retired_at__isnull", False), _connector="OR"),
                name="theme_merged_is_retired",
            ),
        ),
    ]
