"""What is put down again is what the acts made, and only where the acts would do the same."""

from __future__ import annotations

import pytest
import time_machine
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import records
from accounts.models import Record
from charter.models import CurrentWording, Version, Wording
from charter.queries.versions import data_faults
from tests import factories, replaying

ACTS = 60


@pytest.fixture
def twice(db):
    """The same charter and version, made by the acts and put down again; the statements that each took."""
    runs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            version = factories.version(factories.charter())
            runs.append((len(queries), replaying.standing(), version))
            transaction.set_rollback(True)
    return runs


def test_rows_are_those_of_the_acts(twice):
    (_, first, version), (_, second, again) = twice
    assert first == second and set(first) >= {"charter_wording", "charter_versionwording", "accounts_record"}
    assert (version, version.digest) == (again, again.digest)


def test_no_act_is_done_again(twice):
    assert twice[1][0] < ACTS


def test_record_and_charter_are_sound(db):
    for _ in range(2):
        with transaction.atomic():
            factories.version(factories.charter())
            assert [*records.faults_of_record(), *data_faults.all_faults()] == []
            transaction.set_rollback(True)


def test_where_words_stand_otherwise_the_acts_take_them(db, moderator):
    with transaction.atomic():
        factories.version(factories.charter())
        transaction.set_rollback(True)
    charter = factories.charter()
    factories.reword(factories.provision(charter, 5), "Other words.", by=moderator)
    version = factories.version(charter)
    assert version.manifest.filter(wording__html="Other words.").count() == 1
    assert version.charter == charter


def test_on_another_day_the_acts_are_done_on_that_day(db):
    with transaction.atomic():
        factories.charter()
        transaction.set_rollback(True)
    with time_machine.travel("2030-05-03"):
        assert factories.charter().made_at.year == 2030


def test_what_is_made_before_and_after_has_keys_of_its_own(db):
    before = factories.organisation("Tamanrit")
    charter = factories.charter()
    after = factories.organisation("Velmora")
    assert len({before.name_id, charter.title_id, after.name_id}) == 3
    assert CurrentWording.objects.count() and Record.objects.filter(at__lte=timezone.now()).count() == 3


def test_keys_are_free_after_a_test_that_let_them_begin_anew(db, moderator):
    """As the flush after a test with real transactions does: each counter begins after the rows that are there."""
    begin_keys_anew()
    with transaction.atomic():
        factories.charter(slug="before")
        transaction.set_rollback(True)
    begin_keys_anew()
    charter = factories.charter(slug="before")
    factories.reword(factories.provision(charter, 5), "Words never written before.", by=moderator)
    assert Wording.objects.filter(html="Words never written before.").count() == 1


def begin_keys_anew():
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), replaying.ours()):
            cursor.execute(statement)


def test_rows_that_a_test_makes_between_two_replays_leave_their_keys_free(db):
    """As a test does that was run after another: the version was kept with other rows before it."""
    with transaction.atomic():
        factories.version(factories.charter(slug="alone"))
        transaction.set_rollback(True)
    charter = factories.charter(slug="alone")
    organisations = [factories.organisation(f"City {n}") for n in range(30)]
    factories.version(charter)
    assert Version.objects.count() == 1 and len({organisation.pk for organisation in organisations}) == 30
