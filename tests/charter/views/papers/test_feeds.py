"""Feeds, read by a reader of feeds."""

from __future__ import annotations

import feedparser
import pytest
from lxml import html as parsing

from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def decided(version, city, officer, moderator):
    round_ = factories.deciding(version)
    asked = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), THIRD)
    return factories.accepted(asked, moderator)


def read(client, address):
    answer = client.get(f"/feeds/{address}")
    found = feedparser.parse(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert (found.bozo, found.version) == (False, "atom10")
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    return found


def test_versions_are_told_in_the_language_of_the_address(client, version):
    found = read(client, "fr/versions.atom")
    [entry] = found.entries
    assert (entry.title, entry.link) == ("Version 1", "http://localhost:8000/fr/charter/1/")
    assert (found.feed.language, found.feed.id) == ("fr", "http://localhost:8000/fr/versions/")


def test_decisions_are_told_with_their_reason(client, decided):
    [entry] = read(client, "en/decisions.atom").entries
    assert (entry.title, entry.summary) == ("Amendment 1/1: Accepted", "It is clear.")
    assert entry.id == f"http://localhost:8000/en/amendments/1/1/#decision-{decided.decision.pk}"


@pytest.mark.parametrize("address", ["rounds/1.atom", "cities/{slug}.atom", "provisions/{short}.atom"])
def test_what_is_asked_and_decided_is_told(client, decided, city, address):
    short = factories.provision(decided.round.charter, 5).short
    found = read(client, "en/" + address.format(slug=city.slug, short=short))
    titles = [entry.title for entry in found.entries]
    assert titles[:2] == ["Amendment 1/1: Accepted", "Amendment 1/1, Tamanrit"]
    assert titles[2:] == (["First text"] if "provisions" in address else [])


def test_a_decision_before_its_release_is_not_told(client, version, city, officer, moderator):
    round_ = factories.deciding(version)
    asked = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), THIRD)
    factories.accepted(asked, moderator, release=False)
    assert read(client, "en/decisions.atom").entries == []
    assert [entry.title for entry in read(client, "en/rounds/1.atom").entries] == ["Amendment 1/1, Tamanrit"]


@pytest.mark.parametrize(
    "address", ["xx/versions.atom", "en/rounds/9.atom", "en/cities/nobody.atom", "en/provisions/nothing.atom"]
)
def test_what_is_not_there_has_no_feed(client, version, address):
    assert client.get(f"/feeds/{address}.atom").status_code == 404


@pytest.mark.parametrize("address", ["versions/", "decisions/", "rounds/1/", "cities/{slug}/", "provisions/{short}/"])
def test_each_page_leads_to_its_feed(client, decided, city, address):
    short = factories.provision(decided.round.charter, 5).short
    url = "/fr/" + address.format(slug=city.slug, short=short)
    page = parsing.fromstring(client.get(url).content)
    links = page.xpath("//link[@type='application/atom+xml']/@href | //a[@type='application/atom+xml']/@href")
    assert links == [f"/feeds{url[:-1]}.atom"] * 2


def test_a_feed_is_not_sent_twice(client, version):
    tag = client.get("/feeds/en/versions.atom")["ETag"]
    assert client.get("/feeds/en/versions.atom", headers={"If-None-Match": tag}).status_code == 304
