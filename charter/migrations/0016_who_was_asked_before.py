from django.db import migrations


def name_who_was_asked(apps, schema_editor):
    """Until now a compromise was put to the members that proposed, and to nobody else."""
    Compromise = apps.get_model("charter", "Compromise")
    for compromise in Compromise.objects.prefetch_related("amendments"):
        compromise.asked.set({amendment.organisation_id for amendment in compromise.amendments.all()})


class Migration(migrations.Migration):
    dependencies = [("charter", "0015_compromises_put_to_all_who_ask")]

    operations = [migrations.RunPython(name_who_was_asked, migrations.RunPython.noop)]
