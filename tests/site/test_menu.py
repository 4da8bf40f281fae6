"""The menu and the foot of every page lead somewhere, from the empty site to the first round."""

from __future__ import annotations

from collections import deque

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html as parsing

from accounts.models import Person
from cms.actions import sites
from tests import factories
from tests.site.crawling import LEFT_OUT

STATES = ("empty", "charter", "version", "round")
EVERY_LINK = "//div[contains(@class, 'masthead')]//a/@href | //footer//a/@href"


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest, db: None) -> str:
    """The site as an upgrade leaves it, then what people do: import, publish, open a round."""
    sites.catch_up()
    reached = STATES[: STATES.index(request.param) + 1]
    if "charter" in reached:
        charter = factories.charter(languages=("en", "fr"))
    if "version" in reached:
        version = factories.version(charter)
    if "round" in reached:
        factories.round_(version)
    cache.clear()
    return str(request.param)


def reader(kind: str) -> Person | None:
    if kind == "anonymous":
        return None
    if kind in ("officer", "delegate"):
        return factories.member(factories.organisation("Tamanrit"), kind)
    if kind in ("moderator", "administrator"):
        return factories.secretariat(kind)
    return factories.holder(kind, "fr")


LARGE = ("officer", "delegate", "administrator", "language_editor", "body_member")


@pytest.mark.parametrize(
    "kind", ["anonymous", "moderator", *(pytest.param(kind, marks=pytest.mark.large) for kind in LARGE)]
)
def test_no_link_of_the_menu_or_the_foot_is_broken(state, client, kind):
    person = reader(kind)
    if person is not None:
        client.force_login(person)
    seen = links_through(client, "/en/")
    assert {url: status for url, status in seen.items() if status >= 400} == {}
    assert {"/en/about/", "/fr/help/", "/en/charter/", "/fr/news/", "/en/calendar/", "/fr/resources/"} <= seen.keys()


def links_through(client: Client, start: str) -> dict[str, int]:
    """The status of every address of this site that menus and feet lead to, from one page on."""
    waiting, seen = deque([start]), {}
    while waiting:
        url = waiting.popleft()
        if url in seen or not url.startswith("/") or LEFT_OUT.search(url):
            continue
        response = client.get(url)
        seen[url] = response.status_code
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        elif response["Content-Type"].startswith("text/html"):
            waiting.extend(parsing.fromstring(response.content).xpath(EVERY_LINK))
    return seen


@pytest.mark.parametrize("address", ["/en/desk/", "/en/languages/"])
def test_before_the_import_the_secretariat_reads_what_to_do(client, db, address):
    client.force_login(factories.secretariat("moderator"))
    page = client.get(address)
    assert page.status_code == 200
    assert 'href="/en/desk/import/"' in page.content.decode()


def test_before_the_import_who_may_not_import_reads_who_does(client, db):
    client.force_login(factories.holder("body_member"))
    page = client.get("/en/desk/").content.decode()
    assert "A moderator or an administrator must import the text." in page
    assert "/desk/import/" not in page


def test_an_empty_site_promises_nothing_that_is_not_there(client, db):
    sites.catch_up()
    page = client.get("/en/").content.decode()
    assert "The first version is in preparation." in page
    assert "Select any text" not in page and "Wagtail" not in page
    assert "The secretariat decides on every amendment" in client.get("/en/help/").content.decode()
