"""A small consultation with something of everything, backed up."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.actions import calendars
from charter import receivers
from consultation.archives import writing
from tests import factories


@pytest.fixture
def consultation(transactional_db):
    """A charter with a version, pages, amendments, an earlier text, an upload, and a calendar of a person."""
    charter = factories.charter(languages=("en", "fr"))
    factories.site(charter)
    round_ = factories.deciding(factories.version(charter))
    city, moderator = factories.organisation("Tamanrit"), factories.holder("moderator")
    officer = factories.member(city, "officer")
    calendars.renew_calendar_key(person=officer)
    homes = factories.WORDS["en"][5].replace("fifth", "third")
    factories.merged(round_, {5: homes}, by=moderator, city=city, proposer=officer)
    factories.earlier_text(charter, moderator)
    default_storage.save("evidence/2026/mandate.pdf", ContentFile(b"%PDF evidence"))
    yield charter
    default_storage.delete("evidence/2026/mandate.pdf")


@pytest.fixture
def backup(consultation, tmp_path):
    path = tmp_path / "backup.zip"
    writing.write_backup(path)
    return path


@pytest.fixture
def emptied(backup):
    """The backup of a consultation that is gone: its tables stand there without a row of anybody's."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = connection.ops.sql_flush(no_style(), sorted(set(tables) - {"django_migrations"}))
    receivers.lift_guard()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    default_storage.delete("evidence/2026/mandate.pdf")
    return backup
