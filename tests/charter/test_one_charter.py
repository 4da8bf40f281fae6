"""A site has one charter: the database holds no second one, whichever way it comes."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from charter.actions.languages import editions
from charter.models import Charter
from consultation.archives import loading, writing
from consultation.archives.reading import Unsound
from tests import factories


def test_the_database_refuses_a_second_charter(charter):
    with pytest.raises(IntegrityError, match="charter_once_a_site"), transaction.atomic():
        editions.create_charter(slug="other", edition=factories.edition("en"), by=None, at=charter.made_at)
    assert Charter.objects.get() == charter


def test_a_backup_is_not_restored_beside_a_charter(charter, tmp_path):
    writing.write_backup(tmp_path / "backup.zip")
    with pytest.raises(Unsound, match="not empty"):
        loading.restore_backup(tmp_path / "backup.zip")
    assert Charter.objects.get() == charter


def test_a_demonstration_is_not_loaded_beside_a_charter(charter, settings):
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="There is data already"):
        call_command("load_demo")
    assert Charter.objects.get() == charter
