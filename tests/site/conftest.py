"""One consultation with one of everything, made anew for each test, or once for a whole file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.site import stage as stages


@pytest.fixture
def stage(db) -> stages.Stage:
    return stages.build()


@pytest.fixture(scope="module")
def one_stage(django_db_setup, django_db_blocker) -> Iterator[stages.Stage]:
    """For files whose tests only ask; each test wants `db` too, which takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stages.build()
        transaction.set_rollback(True)
