"""Opening pages changes nothing: a machine that follows every link of the desk leaves the database as it was."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.site import asking
from tests.site.crawling import Crawl

OF_THE_VISIT = {"django_session", "usersessions_usersession"}


def rows():
    """Every row of every table, but for who is visiting."""
    rows_by_table = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - OF_THE_VISIT):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows_by_table[table] = sorted(map(repr, cursor.fetchall()))
    return rows_by_table


# When one was here last, which draft or decision one has open, which file one waits for: for the reader alone.
KEPT_FOR_THE_READER = {"accounts_visit", "charter_sitting", "charter_desksitting", "charter_download"}


@pytest.mark.large
@pytest.mark.parametrize("role", ["delegate", "moderator"])
def test_following_every_link_changes_nothing(stage, role):
    client = asking.client_of(stage, role)
    client.get("/en/")
    before = rows()
    Crawl(client, most=400).walk("/en/")
    after = rows()
    assert {table for table in before if before[table] != after[table]} <= KEPT_FOR_THE_READER


@pytest.mark.large
def test_no_address_of_a_machine_is_kept(stage):
    client = asking.client_of(stage, "officer")
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    client.post("/en/accounts/login/", {"login": "a@example.org", "password": "wrong"})
    for url in asking.addresses(stage).values():
        client.get(url)
        client.post(url, {"text": "A comment.", "comment": "A comment."})
    assert [row for row in rows_of_all() if "203.0.113.77" in row] == []


def rows_of_all():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from map(repr, cursor.fetchall())
