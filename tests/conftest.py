"""What tests share: one owner, one colleague of the same city, one stranger, one moderator, one charter."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import factories
from tests.replaying import replayed

# How long an example takes is the machine's affair: no test fails for it.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
settings.register_profile("quick", max_examples=200, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("large", max_examples=2000, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


factories.charter, factories.version = replayed(factories.charter), replayed(factories.version)
COMMITTING = {"live_server", "transactional_db", "guarded_tables"}


def pytest_collection_modifyitems(items) -> None:
    """Tests that commit empty the tables behind them, so they run by themselves (`make test`)."""
    for item in items:
        if COMMITTING & set(item.fixturenames):
            item.add_marker("commits")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """What migrations wrote is kept where every connection finds it: once a browser runs, tests have another one."""
    from django.db import connections

    contents = getattr(connections["default"], "_test_serialized_contents", None)
    if contents is not None:
        type(connections["default"])._test_serialized_contents = contents


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; the library's own download is never used."""
    if not BROWSER:
        pytest.fail("Chromium is missing: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": QUIET}


@pytest.fixture
def charter(db):
    """A charter of one preamble and two articles in English, French and Spanish."""
    return factories.charter()


@pytest.fixture
def version(charter):
    return factories.version(charter)


@pytest.fixture
def round_(version):
    """A round that is open for proposals now."""
    return factories.round_(version)


@pytest.fixture
def city(db):
    return factories.organisation("Tamanrit")


@pytest.fixture
def other_city(db):
    return factories.organisation("Velmora")


@pytest.fixture
def officer(city):
    return factories.member(city, "officer")


@pytest.fixture
def delegate(city):
    return factories.member(city, "delegate")


@pytest.fixture
def stranger(other_city):
    return factories.member(other_city, "officer")


@pytest.fixture
def other_delegate(other_city):
    return factories.member(other_city, "delegate")


@pytest.fixture
def moderator(db):
    return factories.holder("moderator")


@pytest.fixture
def second_moderator(db):
    return factories.holder("moderator")


@pytest.fixture
def guarded_tables(django_db_serialized_rollback, transactional_db) -> Iterator[None]:
    """For tests that commit: the database guards are there during the test and lifted before tables are emptied.

    What migrations wrote (Wagtail's first page, permissions) is there again for each such test.
    """
    from charter import receivers

    receivers.guard()
    yield


EMPTIED = pytest.StashKey[bool]()


@pytest.fixture(autouse=True)
def tables_can_be_emptied(request) -> Iterator[None]:
    """Guards are lifted after a test that commits, before its tables are emptied; the next other one fills them again.

    A process that is handed files in the order of their sizes may run a test that commits before one that does not.
    """
    commits = bool(COMMITTING & set(request.fixturenames))
    if commits:
        request.getfixturevalue("transactional_db")  # so that it ends after this fixture
    elif "db" in request.fixturenames and request.config.stash.get(EMPTIED, False):
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            fill_again()
        request.config.stash[EMPTIED] = False
    yield
    if commits:
        from charter import receivers

        receivers.lift_guard()
        request.config.stash[EMPTIED] = True


def fill_again() -> None:
    """What migrations wrote and guard, in tables that a test emptied."""
    from django.core.management import call_command
    from django.db import connection

    from charter import receivers

    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:  # else no test of this run wanted them kept
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(contents)
    receivers.guard()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What pages remember for a minute is forgotten between tests, and the language of the last one too."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    for held in holding_rows():
        held.cache_clear()
    translation.activate(settings.LANGUAGE_CODE)


@functools.cache
def holding_rows() -> list[Any]:
    """What remembers rows by their keys and digests: on a site no two have the same, in two tests they may."""
    import_module("consultation.urls")
    rooms = [
        vars(module) for name, module in sys.modules.items() if name.startswith(("charter.queries.", "charter.views."))
    ]
    return [one for room in rooms for one in room.values() if hasattr(one, "cache_clear")]


@pytest.fixture
def no_press(monkeypatch):
    """As on a machine without Pango: the library that draws PDF is there and cannot load."""

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
