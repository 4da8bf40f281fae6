import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_labels_of_choices"),
        ("accounts", "0046_pictures_of_milestones"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventpage",
            name="themes",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="The event is then shown on the pages of these themes.",
                limit_choices_to={"retired_at": None},
                related_name="+",
                to="accounts.theme",
                verbose_name="themes",
            ),
        ),
    ]
