"""The page for a wrong address suggests what is near."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from charter.actions.languages import editions
from charter.actions.versions import versions
from charter.models import Charter
from tests import factories


def missing(client, path):
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()


def test_the_nearest_article_is_suggested(client, version):
    html = missing(client, "/en/charter/1/watter-for-all/")
    assert 'href="/en/charter/1/II/"' in html
    assert "The version does not contain this article." in html


def test_a_provision_with_a_slip_of_the_pen_is_suggested(client, charter, version):
    short = factories.provision(charter, 5).short
    slip = short[:-1] + ("8" if short.endswith("9") else "9")
    html = missing(client, f"/en/provisions/{slip}/")
    assert f'href="/en/provisions/{short}/"' in html


def test_before_anything_is_published_it_only_offers_a_search(client, db):
    html = missing(client, "/en/charter/1/I/")
    assert "You may have meant" not in html
    assert 'role="search"' in html


def test_an_address_of_another_kind_is_not_said_to_be_unused(client, db):
    html = missing(client, "/en/nothing-here/")
    assert "Check the address for typing errors" in html and "never used" not in html


@pytest.fixture
def departed(db, moderator):
    """Version 2 without article II, whose last point moved to the end of article I."""
    first = factories.version(factories.charter(languages=("en",)))
    charter = Charter.objects.get(pk=first.charter_id)
    preamble, stays, goes = charter.arrangement.sections
    kept = replace(stays, blocks=(*stays.blocks, replace(goes.blocks[-1], kind="paragraph")))
    fates = {block.key: {"fate": "deleted"} for block in goes.blocks[:-1]} | {goes.blocks[-1].key: {"fate": "moved"}}
    editions.arrange_charter(charter=charter, sections=(preamble, kept), at=timezone.now(), fates=fates)
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=moderator)
    return versions.publish_version(publication=publication, by=factories.holder("moderator"))


@pytest.mark.parametrize("address", ["II", "water-for-all"])
def test_an_article_that_left_is_gone_and_leads_to_where_it_went(client, departed, address):
    response = client.get(f"/en/charter/2/{address}/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "at this address. Version 2 does not contain this article." in html
    assert 'href="/en/charter/1/II/"' in html and 'href="/en/charter/2/I/"' in html


def test_where_it_stood_it_stands_for_ever(client, departed):
    assert client.get("/en/charter/1/II/").status_code == 200


def test_what_never_stood_there_is_not_found_rather_than_gone(client, departed):
    assert "The version does not contain this article." in missing(client, "/en/charter/2/XX/")
