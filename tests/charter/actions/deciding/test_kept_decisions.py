"""Decisions and releases stay: neither the ORM nor the database's own language takes one away."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.sql import DeleteQuery

from charter.models import DecidedWords, Decision, Release
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def decided(version, charter, city, officer, moderator):
    deciding = factories.deciding(version)
    amendment = factories.under_review(deciding, city, officer, factories.provision(charter, 5), "Other words.")
    words = {amendment.text.changes.get().pk: THIRD}
    return factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=words)


def by_the_orm(model):
    model.objects.all()._raw_delete("default")


def one_by_one(model):
    for row in model.objects.all():
        query = DeleteQuery(model)
        query.delete_batch([row.pk], "default")


def by_hand(model):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("delete", [by_the_orm, one_by_one, by_hand])
@pytest.mark.parametrize("model", [Decision, Release, DecidedWords])
def test_a_row_is_not_deleted(model, delete, decided):
    assert model.objects.count() == 1
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        delete(model)
    assert model.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such statement")
@pytest.mark.parametrize("model", [Decision, Release, DecidedWords])
def test_a_table_is_not_emptied(model, decided):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the rows just written keep it from trying
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_decision_is_superseded_and_released_all_the_same(decided, moderator):
    assert (Decision.objects.exclude(release=None).count(), Release.objects.count()) == (1, 1)
