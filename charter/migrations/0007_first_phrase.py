"""The first phrase of the library of reasons, in the languages of the site."""

from django.db import migrations

FIRST = "For the reason the city gave."
TRANSLATED = {
    "fr": "Pour la raison que la ville a donnée.",
    "es": "Por la razón que dio la ciudad.",
    "ar": "للسبب الذي ذكرته المدينة.",
}


def fill(apps, schema_editor):
    said = apps.get_model("accounts", "Said")
    first = said.objects.create(text=FIRST, language="en")
    for code, text in TRANSLATED.items():
        said.objects.create(text=text, language=code, original=first)
    apps.get_model("charter", "Phrase").objects.create(said=first, place=1)


class Migration(migrations.Migration):
    dependencies = [("charter", "0006_sharing_the_work_of_the_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
