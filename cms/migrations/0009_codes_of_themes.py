"""Prepares the columns of themes for links: no theme is NULL, and codes that lead to another theme become that one."""

from __future__ import annotations

from typing import Any

import modelcluster.fields
from django.db import migrations, models

PAGES = ("EventPage", "InitiativePage")
# The codes of the list that was fixed in the code of the site.
FIXED = (
    "participation", "housing", "water", "equality", "migration", "gender", "children",
    "ageing", "disability", "culture", "digital", "climate", "work", "safety",
)


def replace_codes(apps: Any, schema_editor: Any) -> None:
    apps.get_model("cms", "EventPage").objects.filter(theme="").update(theme=None)
    themes = apps.get_model("accounts", "Theme")
    for code, into in themes.objects.exclude(merged_into=None).values_list("code", "merged_into__code"):
        for name in PAGES:
            apps.get_model("cms", name).objects.filter(theme=code).update(theme=into)


def restore_codes(apps: Any, schema_editor: Any) -> None:
    """A page whose theme no fixed list has gets the first code that leads to the theme; without one, none."""
    themes = apps.get_model("accounts", "Theme")
    for theme in themes.objects.exclude(code__in=FIXED):
        codes = theme.merged.filter(code__in=FIXED).order_by("code").values_list("code", flat=True)
        for name in PAGES:
            apps.get_model("cms", name).objects.filter(theme=theme.code).update(theme=codes.first() or "")
    apps.get_model("cms", "EventPage").objects.filter(theme=None).update(theme="")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0008_processes"),
        ("accounts", "0038_themes"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="processpage",
                    name="themes",
                    field=modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="The process is then shown on the pages of these themes.",
                        limit_choices_to={"retired_at": None},
                        related_name="+",
                        to="accounts.theme",
                        verbose_name="themes",
                    ),
                ),
            ]
        ),
        migrations.AlterField(
            model_name="eventpage", name="theme", field=models.CharField(blank=True, max_length=60, null=True)
        ),
        migrations.AlterField(
            model_name="initiativepage", name="theme", field=models.CharField(max_length=60)
        ),
        migrations.RunPython(replace_codes, restore_codes),
    ]
