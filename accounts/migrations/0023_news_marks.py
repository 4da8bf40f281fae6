"""News of a workspace are marked as read by a button. The last visit becomes the first mark."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0022_localized_texts"),
    ]

    operations = [
        migrations.RemoveConstraint("visit", "visit_once_a_person_and_organisation"),
        migrations.RenameModel("Visit", "NewsMark"),
        migrations.RemoveField("newsmark", "since"),
        migrations.AlterField(
            "newsmark",
            "person",
            models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_marks"),
        ),
        migrations.AddConstraint(
            "newsmark",
            models.UniqueConstraint(fields=("person", "organisation"), name="newsmark_once_a_person_and_organisation"),
        ),
    ]
