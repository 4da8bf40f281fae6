"""What the audit log calls each model: a model that gets another name keeps this one, and so its history."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from accounts.models import Record
from charter.actions.secretariat import handling
from charter.models import Amendment
from charter.queries.secretariat import histories
from tests import factories

# Acts of every site that runs are hashed with these names: one can be added, and none changes.
NAMES = """
    acceptance alignment amendment article batch charter cleancopy compromise corrigendum decisiontype desknote
    draftnote earliertext emailtemplate framework helpentry helpreply initiative invitation invitationletter
    issuedpaper letter mandate matter matternote merge mergepaper milestone officialkind organisation person
    phrase pledge proposedcorrigendum proposedtimetable provision publication receivedpaper release
    releaseplan remark role round ruling said savedview signedexception sitesettings stylenote task tasknote
    term textcorrection textreport theme version wave wording
"""


def test_each_recorded_model_keeps_the_name_that_acts_were_written_with():
    names = [model.record_name for model in apps.get_models() if hasattr(model, "record_name")]
    assert sorted(names) == NAMES.split()


@pytest.mark.parametrize("migration", [("accounts", "0022"), ("charter", "0035"), ("charter", "0037")])
def test_models_get_other_names_without_a_statement_to_the_database(migration, transactional_db):
    text = StringIO()
    call_command("sqlmigrate", *migration, stdout=text, no_color=True)
    statements = [line for line in text.getvalue().splitlines() if line and not line.startswith("--")]
    assert [line for line in statements if line not in ("BEGIN;", "COMMIT;")] == []


def test_a_history_is_complete_after_the_model_was_renamed(round_, charter, city, officer, moderator, monkeypatch):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Other words.")
    handling.assign_amendment(amendment=amendment, to=moderator, due_on=date(2026, 12, 2), by=moderator)
    before = histories.acts_on_amendment(amendment)
    assert [entry.act for entry in before] == ["amendment assigned"]
    monkeypatch.setattr(Amendment._meta, "model_name", "motion")
    handling.assign_amendment(amendment=amendment, to=None, due_on=None, by=moderator)
    assert histories.acts_on_amendment(amendment)[1:] == before
    assert Record.objects.last().about == f"amendment:{amendment.pk}"
    call_command("verify_record")
