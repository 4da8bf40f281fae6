"""Differences between the languages that hold a publication up until a second person confirms them."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.languages import findings
from charter.actions.versions import versions
from charter.models import Acceptance
from charter.quality import reports
from charter.queries.languages import confirmations
from charter.queries.versions import publication_checks
from charter.wording.publication_checks import obstacle_text
from tests import factories

DAYS = "La ville répond dans les quarante jours."


@pytest.fixture
def writer(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def reader(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def reply(charter, writer):
    """A provision whose French text says forty, where no other language says it."""
    provision = factories.provision(charter, 6)
    factories.reword(provision, DAYS, by=writer, language="fr")
    return provision


def obstacles(charter):
    return [
        obstacle_text(obstacle)
        for check in publication_checks.checks_of_publication(charter)
        if check.name == "differences"
        for obstacle in check.open
    ]


def confirm(provision, by, word="The annex says so."):
    lines = reports.of_language(provision.charter, "fr")
    [difference] = [
        line.finding for line in lines if line.key == str(provision.key) and line.finding.finding.kind == "numbers"
    ]
    about = {"provision": provision, "language": "fr", "kind": "numbers", "identity": difference.identity}
    return findings.accept_finding(**about, word=word, by=by)


def test_the_fixture_has_no_difference(charter):
    assert confirmations.unconfirmed_differences(charter) == []


def test_a_number_that_one_language_has_holds_the_publication_up(charter, moderator, reply):
    assert obstacles(charter) == ["I.1.2 (fr): numbers"]
    with pytest.raises(Refused, match=r"no second person has confirmed: I\.1\.2"):
        versions.propose_version(charter=charter, by=moderator)


def test_the_writer_cannot_confirm_the_own_text(charter, reply, writer):
    with pytest.raises(Refused, match="A second person must confirm"):
        confirm(reply, writer)
    assert not Acceptance.objects.exists()


def test_a_second_person_confirms_it_and_the_version_is_published(charter, moderator, reply, reader):
    confirm(reply, reader)
    assert obstacles(charter) == []
    assert Record.objects.filter(act="finding accepted").count() == 1
    versions.propose_version(charter=charter, by=moderator)


def test_another_text_needs_another_confirmation(charter, reply, writer, reader):
    confirm(reply, reader)
    factories.reword(reply, DAYS.replace("quarante", "cinquante"), by=writer, language="fr")
    assert obstacles(charter) == ["I.1.2 (fr): numbers"]


def test_a_confirmation_ends_when_its_person_becomes_the_writer(charter, reply, writer, reader):
    confirm(reply, reader)
    factories.reword(reply, DAYS.replace("quarante", "trente"), by=writer, language="fr")
    factories.reword(reply, DAYS, by=reader, language="fr")
    assert obstacles(charter) == ["I.1.2 (fr): numbers"]
    confirm(reply, writer, "I compared it.")
    assert obstacles(charter) == []


def test_a_language_that_is_out_of_date_is_another_obstacle(charter, moderator):
    homes = factories.provision(charter, 5)
    factories.adopt(homes, "The city keeps one third of new homes.", by=moderator)
    assert confirmations.unconfirmed_differences(charter) == []
