"""Prepared queries: the same rows as the query they are written from, for values they have not seen."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import Mandate, Organisation
from accounts.prepared import Prepared
from charter.models import Provision, Version
from tests import factories

pytestmark = pytest.mark.django_db
THREADS = 8


def by_keys(charter, keys):
    return Provision.objects.filter(charter=charter, pk__in=keys).order_by("-pk").values_list("pk", "short")


def test_other_values_find_what_the_query_itself_finds(charter):
    prepared, keys = Prepared(by_keys), list(Provision.objects.values_list("pk", flat=True))
    prepared.rows(charter.pk, keys[:3])
    assert prepared.rows(charter.pk, keys[3:6]) == list(by_keys(charter.pk, keys[3:6]))


def test_a_longer_list_finds_all_of_it(charter):
    prepared, keys = Prepared(by_keys), list(Provision.objects.values_list("pk", flat=True))
    prepared.rows(charter.pk, keys[:1])
    assert len(prepared.rows(charter.pk, keys[:5])) == 5


def test_an_empty_list_finds_nothing(charter):
    assert Prepared(by_keys).rows(charter.pk, []) == []


def test_texts_are_filled_in_as_well(charter):
    prepared = Prepared(lambda short: Provision.objects.filter(short=short))
    first, second = factories.provision(charter, 3), factories.provision(charter, 4)
    assert (prepared.objects(first.short), prepared.objects(second.short)) == ([first], [second])


def test_objects_hold_dates_and_keys_as_their_fields_say(version):
    versions = Prepared(lambda charter: Version.objects.filter(charter=charter)).objects(version.charter_id)
    assert [(version_.published_at, version_.digest) for version_ in versions] == [
        (version.published_at, version.digest)
    ]


def test_a_value_that_the_query_changes_is_refused(charter):
    with pytest.raises(ValueError, match="cannot be filled in"):
        Prepared(lambda number: Provision.objects.filter(pk__lt=F("pk") + (number + 1))).rows(1)


def test_what_is_selected_together_is_asked_for_no_more(version, django_assert_num_queries):
    prepared = Prepared(lambda pk: Version.objects.filter(pk=pk).select_related("charter__title"))
    title = prepared.objects(version.pk)[0].charter.title.text
    with django_assert_num_queries(1):
        assert [version_.charter.title.text for version_ in prepared.objects(version.pk)] == [title]


def test_what_is_fetched_with_the_rows_is_that_of_the_rows_found(charter):
    prepared = Prepared(lambda key: Provision.objects.filter(pk=key).prefetch_related("current_wordings"))
    keys = list(Provision.objects.values_list("pk", flat=True)[:2])
    assert [prepared.objects(key)[0].current_wordings.all()[0].provision_id for key in keys] == keys


@pytest.fixture
def hasty():
    """Threads take turns as often as they can, so that what they share is met half done."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_that_ask_one_query_at_once_each_find_their_own_rows(hasty):
    prepared = Prepared(lambda pk: Permission.objects.filter(pk=pk).select_related("content_type"))
    keys, ready = list(Permission.objects.values_list("pk", flat=True)[:THREADS]), Barrier(THREADS)

    def ask(key):
        ready.wait()
        try:
            return {version_.pk for _turn in range(50) for version_ in prepared.objects(key)}
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(ask, keys)) == [{key} for key in keys]


def test_a_day_that_follows_from_a_moment_is_refused_and_is_a_value_of_its_own(city, delegate):
    now = timezone.now()
    with pytest.raises(ValueError, match="cannot be filled in"):
        Prepared(lambda at: Mandate.objects.holding(at)).objects(now)
    prepared = Prepared(lambda at, day: Mandate.objects.holding(at, day))
    today = timezone.localdate(now)
    assert prepared.objects(now, today) == [Mandate.objects.get(person=delegate)]
    Organisation.objects.filter(pk=city.pk).update(left_on=today)
    assert prepared.objects(now, today) == []
    assert prepared.objects(now, today - timedelta(days=1)) == [Mandate.objects.get(person=delegate)]
