"""A member that is renamed, leaves or merges keeps its acts under the name of their day, wherever the public reads."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.actions import organisations
from tests.site import asking
from tests.site.test_withheld import readable

# What tells what a member is, and not what it did.
OF_THE_MEMBER = {
    *("member", "members", "api_city", "api_cities", "search", "home", "invitation", "own_calendar_file"),
    *("help_entries", "help_entries_table", "feed_help_entries", "help_entry", "theme"),  # what it offers now
    *("pledge_to_text", "pledge_to_text_table", "api_pledge_to_text", "member_text"),
    "campaign_report_rows",
}
NEW = "Greater Walrusia"


@pytest.fixture
def stage(one_stage, db):
    return one_stage


def naming(stage, *names: str) -> dict[str, set[str]]:
    """For each name, the addresses whose answer to a reader says it."""
    client, pages_by_name = asking.client_of(stage, "anonymous"), {name: set() for name in names}
    for address, url in asking.addresses(stage).items():
        with asking.undone(client):
            text = readable(client.get(url))
        for name in names:
            pages_by_name[name] |= {address} if name in text else set()
    return pages_by_name


def rename(stage):
    own, by = stage.things["own"], stage.people["moderator"]
    organisations.rename_organisation(organisation=own, name=NEW, language="en", by=by)


def leave(stage):
    organisations.leave_network(
        organisation=stage.things["own"], on=timezone.localdate(), by=stage.people["moderator"]
    )


def merge(stage):
    own, by = stage.things["own"], stage.people["moderator"]
    organisations.rename_organisation(organisation=stage.things["other"], name=NEW, language="en", by=by)
    organisations.leave_network(organisation=own, on=timezone.localdate(), into=stage.things["other"], by=by)


@pytest.mark.parametrize("happens", [rename, leave, merge])
def test_every_page_of_its_acts_names_it_as_it_was(stage, happens):
    before = naming(stage, "Tamanrit")["Tamanrit"] - OF_THE_MEMBER
    assert {"amendment", "amendments", "decisions", "provision", "api_amendment", "api_decisions"} <= before
    happens(stage)
    after = naming(stage, "Tamanrit", NEW)
    assert before - after["Tamanrit"] == set()
