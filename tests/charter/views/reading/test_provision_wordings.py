"""A provision shows its earlier and its proposed wordings at its own place in the article."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests import factories

FIRST, SECOND, PENDING = factories.WORDS["en"][4], "Everyone has a home.", "Everyone has a good home."


@pytest.fixture
def charter(db):
    return factories.charter(languages=("en",))


@pytest.fixture
def article(charter, city, officer, moderator):
    version = factories.version(charter)
    factories.second_version(version, {4: SECOND}, by=moderator, city=city, proposer=officer)
    return reverse("article", args=[2, "I"])


@pytest.fixture
def pending(article, charter, city, officer):
    round_ = factories.round_(charter.versions.get(number=2))
    return factories.under_review(round_, city, officer, factories.provision(charter, 4), PENDING)


def provision_of(client, url, cite="I.1"):
    page = client.get(url).content.decode()
    return page.split(f'id="{cite}"')[1].split('<div class="provision')[0]


def links(html):
    """The address of each wording that is a link, by its word; the current one has none."""
    line = html.split("Wordings:")[1].split("</p>")[0]
    linked = dict((word, url) for url, word in re.findall(r'<a href="([^"]*)">(\w+)<', line))
    return {**linked, **dict.fromkeys(re.findall(r'<b aria-current="true">(\w+)</b>', line))}


def test_a_changed_provision_links_its_wordings_and_keeps_the_place(client, article):
    assert links(provision_of(client, article)) == {"1": f"{article}?of=I.1&amp;wording=1#I.1", "2": None}


def test_a_provision_with_one_wording_has_no_links(client, article):
    assert "Wordings:" not in provision_of(client, article, "I.1.1")
    assert "Wordings:" not in client.get(reverse("article", args=[1, "I"])).content.decode()


def test_an_earlier_wording_is_shown_in_place_and_the_latest_is_one_link_away(client, article):
    shown = provision_of(client, f"{article}?of=I.1&wording=1")
    assert FIRST in shown and SECOND not in shown
    assert links(shown) == {"1": None, "2": f"{article}#I.1"}
    assert 'class="provision changed" id="I.1"' in client.get(f"{article}?of=I.1&wording=1").content.decode()


def test_proposed_wordings_are_shown_below_as_tracked_changes(client, article, pending):
    url = f"{article}?of=I.1&wording=proposed"
    assert links(provision_of(client, article))["proposed"] == f"{url.replace('&', '&amp;')}#I.1"
    shown = provision_of(client, url)
    assert SECOND in shown and "<ins" in shown and "good" in shown.split("<ins")[1]
    assert reverse("amendment", args=[pending.round.number, pending.number]) in shown


def test_what_a_round_does_not_show_is_not_proposed_here(client, article, pending):
    type(pending.round).objects.update(pending_is_public=False)
    shown = provision_of(client, f"{article}?of=I.1&wording=proposed")
    assert "good" not in shown and "proposed" not in links(shown)


@pytest.mark.parametrize("asked", ["of=I.1&wording=7", "of=XX&wording=1", "of=I.1&wording=2", "wording=1"])
def test_a_wording_that_is_not_there_leaves_the_text_as_it_is(client, article, asked):
    assert SECOND in provision_of(client, f"{article}?{asked}")
