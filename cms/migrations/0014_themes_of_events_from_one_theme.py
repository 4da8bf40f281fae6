"""Each event has the theme that it had, in the list of its themes."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def copy_themes(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("cms", "EventPage")
    links = pages._meta.get_field("themes").remote_field.through
    pairs = pages.objects.exclude(theme=None).values_list("pk", "theme__pk")
    links.objects.bulk_create([links(eventpage_id=page, theme_id=theme) for page, theme in pairs])


def keep_first_theme(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("cms", "EventPage")
    links = pages._meta.get_field("themes").remote_field.through
    for page, code in links.objects.order_by("-pk").values_list("eventpage_id", "theme__code"):
        pages.objects.filter(pk=page).update(theme_id=code)
    links.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cms", "0013_several_themes_of_events")]

    operations = [migrations.RunPython(copy_themes, keep_first_theme)]
