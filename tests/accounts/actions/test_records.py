"""The chain: it holds, and any tampering is found."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from accounts import triggers
from accounts.actions import records
from accounts.models import Record
from tests import factories


@pytest.fixture
def chain(db):
    """Three acts about one person."""
    person = factories.person()
    records.append_acts(records.Act("one", person, person), records.Act("two", person, person))
    records.append_acts(records.Act("three", person, person, content={"text": "0" * 64}))
    return list(Record.objects.all())


def test_acts_are_numbered_and_chained(chain):
    assert [act.number for act in chain] == [1, 2, 3]
    assert [act.before for act in chain] == [records.GENESIS, chain[0].digest, chain[1].digest]
    assert list(records.faults_of_record()) == []


def test_an_act_can_neither_be_changed_nor_deleted(chain):
    with pytest.raises(Error, match="never changes"), transaction.atomic():
        Record.objects.filter(number=2).update(act="else")
    with pytest.raises(Error, match="never changes"), transaction.atomic():
        Record.objects.filter(number=2).delete()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE accounts_record SET act = 'else' WHERE number = 2", "Act 2 was changed after it was written."),
        ("UPDATE accounts_record SET person = NULL WHERE number = 1", "Act 1 was changed after it was written."),
        ("DELETE FROM accounts_record WHERE number = 2", "Act 2 is missing."),
    ],
)
def test_tampering_below_the_guards_is_found(chain, statement, fault):
    triggers.lift_triggers([Record])
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert fault in list(records.faults_of_record())


def test_a_number_is_never_given_twice(chain):
    assert Record.objects.filter(number=3).count() == 1
    records.append_acts(records.Act("four", factories.person()))
    assert Record.objects.last().number == 4
