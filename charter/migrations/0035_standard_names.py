"""Models get the names of the field. Their tables keep the names they have, so that no row moves and no trigger falls."""

from __future__ import annotations

from django.db import migrations, models

NAMES = {
    "Remark": "CharterComment",
    "RemarkReport": "CommentReport",
    "Standing": "CurrentWording",
    "Matter": "WorkItem",
    "MatterNote": "WorkItemNote",
    "Phrase": "StandardReason",
    "Advice": "SuggestedPosition",
    "Assent": "Response",
}


def _key(to: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(to, on_delete=models.PROTECT, related_name=related_name)


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0034_local_frameworks"),
        ("accounts", "0022_localized_texts"),
    ]

    # What changes no table is done to the state alone: for the database, Django would make every model anew each time.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterModelTable(old.lower(), f"charter_{old.lower()}") for old in NAMES]
        ),
        *(migrations.RenameModel(old, new) for old, new in NAMES.items()),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("currentwording", "provision", _key("charter.provision", "current_wordings")),
                migrations.AlterField("response", "compromise", _key("charter.compromise", "responses")),
                migrations.AlterField("response", "organisation", _key("accounts.organisation", "responses")),
                migrations.AlterField(
                    "suggestedposition", "organisation", _key("accounts.organisation", "suggested_positions")
                ),
                migrations.AlterField(
                    "suggestedposition", "text", _key("charter.amendmenttext", "suggested_positions")
                ),
            ]
        ),
    ]
