from __future__ import annotations

from typing import Any

from django.db import migrations

from charter.facts import stems

A_TURN = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """The stems of what was indexed before; a wording has those of its language, the rest those of the usual ones."""
    rows = apps.get_model("charter", "SearchText").objects.filter(stems="").order_by("pk")
    last = 0
    while turn := list(rows.filter(pk__gt=last)[:A_TURN]):
        for row in turn:
            languages = {row.language} if row.kind == "wording" else {row.language, *stems.USUAL}
            row.stems = stems.of_text(row.text, languages)
        rows.model.objects.bulk_update(turn, ["stems"])
        last = turn[-1].pk


class Migration(migrations.Migration):
    dependencies = [("charter", "0026_stems_of_searched_texts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
