"""Sign-ins: those of Django's own store hold, and what has ended is nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """The key of a sign-in that Django's own store wrote."""
    store = db.SessionStore()
    store["who"] = "a delegate"
    store.save()
    return store.session_key


def test_a_sign_in_that_djangos_store_wrote_is_read(kept):
    assert SessionStore(kept)["who"] == "a delegate"


def test_django_reads_what_is_written_here():
    store = SessionStore()
    store["who"] = "an officer"
    store.save()
    assert db.SessionStore(store.session_key)["who"] == "an officer"


def test_one_that_has_ended_is_nobodys_and_its_key_is_not_used_again(kept):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(kept)
    assert (store.get("who"), store.session_key) == (None, None)


@pytest.mark.parametrize("key", ["made-up-by-somebody-else", "' OR 1=1 --", "é" * 40])
def test_a_key_that_nobody_has_opens_nothing(kept, key):
    store = SessionStore(key)
    assert (store.get("who"), store.session_key) == (None, None)
