"""What tests share: one owner, one colleague of the same city, one stranger, one moderator, one charter."""

from __future__ import annotations

import functools
import gc
import os
import secrets
import shutil
import sys
import zlib
from collections.abc import Iterator
from importlib import import_module
from math import ceil
from pkgutil import walk_packages
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import databases, factories
from tests.replaying import replayed

# How long an example takes is the machine's affair: no test fails for it.
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
settings.register_profile("tenth", max_examples=200, deadline=None, suppress_health_check=SLOW)
settings.register_profile("large", max_examples=2000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tenth"))

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


for name in ("charter", "version", "site"):
    setattr(factories, name, replayed(getattr(factories, name)))
COMMITTING = {"live_server", "transactional_db"}


# Where PostgreSQL may answer otherwise than SQLite: locks, constraints, triggers, JSON, search, ordering, races.
DIFFERS_BY_DATABASE = (
    "tests/accounts/actions/",
    "tests/accounts/queries/",
    "tests/charter/actions/",
    "tests/charter/queries/",
    "tests/charter/management/",
    "tests/consultation/archives/",
    "tests/cms/test_finding.py",
    "tests/crash/",
    "tests/test_replaying.py",
)
SHARE_OF_THE_OTHERS = 10
SHARE_OF_VARIANTS = 3
MOST_RERUNS = 3


def pytest_addoption(parser) -> None:
    parser.addoption(
        "--sample",
        metavar="SEED",
        help="runs what can differ on another database, and of the other tests every tenth, drawn by this seed",
    )
    parser.addoption(
        "--variants",
        metavar="SEED",
        help="of a test with several variants (a role, a database, a language) runs a third, drawn by this seed",
    )


def pytest_configure(config) -> None:
    """Draws the seed of the property tests once for a run; `--hypothesis-seed` repeats one."""
    if config.getoption("hypothesis_seed", None) is None:
        drawn = getattr(config, "workerinput", {}).get("hypothesis_seed")
        config.option.hypothesis_seed = secrets.randbelow(2**32) if drawn is None else drawn


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Gives each worker the seed of the run: else each would draw its own, and nobody could repeat it."""
    node.workerinput["hypothesis_seed"] = node.config.option.hypothesis_seed


def pytest_collection_modifyitems(config, items) -> None:
    for item in items:
        if COMMITTING & {*item.fixturenames}:
            item.add_marker("commits")
        if item.get_closest_marker("browser") or item.nodeid.startswith("tests/crash/"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if config.option.sample:
        keep(config, items, {item for item in items if belongs_to_sample(item, config.option.sample)})
    if config.option.variants:
        keep(config, items, draw_variants(items, config.option.variants))


def keep(config, items: list[pytest.Item], kept: set[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def belongs_to_sample(item: pytest.Item, seed: str) -> bool:
    if item.nodeid.startswith(DIFFERS_BY_DATABASE) or item.get_closest_marker("commits"):
        return True
    return zlib.crc32(f"{seed} {item.nodeid}".encode()) % SHARE_OF_THE_OTHERS == 0


def draw_variants(items: list[pytest.Item], seed: str) -> set[pytest.Item]:
    """Every test, with one of three of its variants and at least one."""
    variants: dict[str, list[pytest.Item]] = {}
    for item in items:
        variants.setdefault(item.nodeid.partition("[")[0], []).append(item)
    drawn: set[pytest.Item] = set()
    for row in variants.values():
        row.sort(key=lambda item: zlib.crc32(f"{seed} {item.nodeid}".encode()))
        drawn.update(row[: ceil(len(row) / SHARE_OF_VARIANTS)])
    return drawn


def pytest_sessionfinish(session) -> None:
    """A run in which more than three tests passed only at their second try has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and len(reporter.stats.get("rerun", [])) > MOST_RERUNS:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter, config) -> Iterator[None]:
    """Seeds and reruns stand after the list of skipped tests, where `-q` and the end of a log show them too."""
    yield
    drawn = {"hypothesis-seed": config.option.hypothesis_seed}
    drawn |= {name: seed for name in ("sample", "variants") if (seed := getattr(config.option, name))}
    terminalreporter.write_line("Drawn by " + " ".join(f"--{name}={seed}" for name, seed in drawn.items()))
    reruns = [report.nodeid for report in terminalreporter.stats.get("rerun", [])]
    if reruns:
        terminalreporter.write_sep("=", f"{len(reruns)} reruns, {MOST_RERUNS} at most: more of them fail the run")
        terminalreporter.write_line("\n".join(reruns))


def pytest_collection_finish() -> None:
    """Keeps the garbage collector from walking again and again over what stays in memory for the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)


@pytest.fixture(scope="session")
def database(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[databases.Copy]:
    """This process's own copy of the migrated template."""
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            copy = databases.PostgreSQLCopy(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
        else:
            copy = databases.SQLiteCopy(tmp_path_factory.mktemp("database"))
    yield copy
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture(scope="session")
def django_db_setup(database) -> None:
    """Replaces the fixture of pytest-django, which migrates in each process."""


@pytest.fixture
def transactional_db(database, django_db_blocker) -> Iterator[None]:
    """For tests that commit: afterwards this process gets a new copy."""
    with django_db_blocker.unblock():
        yield
        database.renew()


@pytest.fixture
def db(request) -> None:
    """A transaction that is rolled back, unless the test commits."""
    request.getfixturevalue("transactional_db" if COMMITTING & {*request.fixturenames} else "_django_db_helper")


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


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory) -> None:
    """Each worker of the tests is a site of its own: a file in the folder says that settings changed."""
    from django.conf import settings

    settings.VAR_DIR = tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What pages remember for a minute is forgotten between tests, and the language of the last one too."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    from accounts.queries.interface_texts import forget_corrections

    cache.clear()
    forget_corrections()
    for cached in holding_rows():
        cached.cache_clear()
    translation.activate(settings.LANGUAGE_CODE)


@functools.cache
def holding_rows() -> list[Any]:
    """What remembers rows by their keys and digests: on a site no two have the same, in two tests they may."""
    packages = [import_module(name) for name in ("charter.queries", "charter.views")]
    names = [module.name for package in packages for module in walk_packages(package.__path__, f"{package.__name__}.")]
    modules = [vars(import_module(name)) for name in names]
    return [value for module in modules for value in module.values() if hasattr(value, "cache_clear")]


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
