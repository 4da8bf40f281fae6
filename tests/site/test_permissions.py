"""Every address of the site for everybody by every method, and no secret in an answer to who may not read it."""

from __future__ import annotations

import pytest
from django.db import connection

from charter.states import Phase
from tests import factories
from tests.site import administration, asking, permissions, sweeping
from tests.site.permissions import EVERYBODY, NOT_SHOWN, SECRETS
from tests.site.sweeping import ASKED, METHODS

pytestmark = pytest.mark.filterwarnings(
    # A table of wagtail-localize has no order; the warning would be an error here.
    "ignore:Pagination may yield inconsistent results"
)
OFTEN = ("anonymous", "delegate", "stranger", "moderator")
"""All others, and all other methods, are tried in `make check`."""


@pytest.fixture(scope="module")
def planted(one_stage, django_db_blocker):
    with django_db_blocker.unblock():
        administration.plant(one_stage)
    return one_stage


@pytest.fixture
def stage(planted, db):
    return planted


def expected(closed: bool = False) -> dict[tuple[str, str, str], str]:
    """The answers to opening and to sending by address, method and role."""
    return permissions.read(closed) | administration.read()


def fail_for(faults: list[str]) -> None:
    if faults:
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults))


def test_every_address_of_the_site_is_known(stage):
    assert sweeping.unknown(sweeping.addresses(stage)) == set()


def test_the_sweep_is_as_wide_as_the_counts_say(stage):
    urls = sweeping.addresses(stage)
    counts = {
        "addresses, with what stands in them": len(urls),
        "of these Wagtail's": sum(map(sweeping.is_wagtails, urls.values())),
        "roles": len(EVERYBODY),
        "methods": len(METHODS),
        "requests": len(urls) * len(EVERYBODY) * len(METHODS),
        "kinds of secrets, each with a word of its own": len(SECRETS),
    }
    promised = sweeping.promised()
    assert counts.keys() <= promised.keys()
    assert [subject for subject, count in counts.items() if count < promised[subject]] == []


def test_the_sweep_sees_a_row_that_is_written_on_either_database(db):
    with asking.writes() as tables:
        factories.person("Reader")
    assert "accounts_person" in tables


def test_each_table_that_reading_may_write_exists(db):
    assert sweeping.NOTED_OF_READERS.keys() - set(connection.introspection.table_names()) == set()


@pytest.mark.parametrize("role", OFTEN)
def test_each_address_answers_each_role_as_the_table_says_and_no_secret_leaves(stage, role):
    result = sweeping.sweep(stage, role, ASKED)
    fail_for(result.faults + sweeping.otherwise(result, expected()))


@pytest.mark.large
@pytest.mark.nightly
@pytest.mark.parametrize("role", EVERYBODY)
def test_by_no_method_is_anybody_told_or_let_do_more_and_everybody_reads_their_own(stage, role):
    result = sweeping.sweep(stage, role, METHODS)
    theirs = {word for word, may in SECRETS.items() if role in may - NOT_SHOWN.get(word, set())}
    unread = theirs - result.read
    if unread:  # some have theirs when no round is open
        unread -= sweeping.sweep(stage, role, ("get",), Phase.CLOSED).read
    mine = [f"{role} is never told {word}" for word in sorted(unread)]
    fail_for(result.faults + mine + sweeping.otherwise(result, expected()))


@pytest.mark.large
@pytest.mark.nightly
@pytest.mark.parametrize("role", EVERYBODY)
def test_in_a_closed_round_each_address_answers_the_same_but_for_what_the_table_of_it_says(stage, role):
    result = sweeping.sweep(stage, role, ASKED, Phase.CLOSED)
    fail_for(result.faults + sweeping.otherwise(result, expected(closed=True)))
