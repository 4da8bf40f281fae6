import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0020_things_given_together'),
    ]

    operations = [
        migrations.AddField(
            model_name='workingtranslation',
            name='accepted_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charter.provision'),
        ),
    ]
