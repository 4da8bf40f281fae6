"""Letting a finding stand."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.languages import findings
from charter.models import Acceptance
from tests import factories

FOUND = {"language": "fr", "kind": "numbers", "identity": "a" * 64}


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


def test_a_finding_is_accepted_once_with_a_word(charter, editor, moderator):
    homes = factories.provision(charter, 5)
    findings.accept_finding(provision=homes, word="It is said in words.", by=editor, **FOUND)
    findings.accept_finding(provision=homes, word="Another word.", by=moderator, **FOUND)
    assert Acceptance.objects.get().word == "It is said in words."
    assert Record.objects.filter(act="finding accepted").count() == 1


def test_without_a_word_or_in_another_language_it_is_refused(charter, editor):
    homes = factories.provision(charter, 5)
    with pytest.raises(Refused):
        findings.accept_finding(provision=homes, word=" ", by=editor, **FOUND)
    with pytest.raises(Refused):
        findings.accept_finding(provision=homes, word="So.", by=editor, **{**FOUND, "language": "es"})
