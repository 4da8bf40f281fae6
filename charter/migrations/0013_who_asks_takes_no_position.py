"""Members that ask for an amendment together with another held a position on it beside that, counted once more."""

from django.db import migrations


def end_positions(apps, schema_editor):
    position = apps.get_model("charter", "Position")
    for joined in apps.get_model("charter", "CoProposal").objects.filter(state="joined"):
        held = position.objects.filter(
            organisation_id=joined.organisation_id, text__amendment_id=joined.amendment_id, superseded_at=None
        )
        for one in held:
            one.superseded_at = max(one.at, joined.at)
            one.save(update_fields=["superseded_at"])


class Migration(migrations.Migration):
    dependencies = [("charter", "0012_what_waits_at_the_desk")]
    operations = [migrations.RunPython(end_positions, migrations.RunPython.noop)]
