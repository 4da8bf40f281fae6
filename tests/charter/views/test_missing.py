"""The page for a wrong address suggests what is near."""

from __future__ import annotations

from tests import factories


def missing(client, path):
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()


def test_the_nearest_article_is_suggested(client, version):
    html = missing(client, "/en/charter/1/watter-for-all/")
    assert 'href="/en/charter/1/II/"' in html
    assert "This version has no such article." in html


def test_a_provision_with_a_slip_of_the_pen_is_suggested(client, charter, version):
    short = factories.provision(charter, 5).short
    html = missing(client, f"/en/provisions/{short[:-1]}9/")
    assert f'href="/en/provisions/{short}/"' in html


def test_before_anything_is_published_it_only_offers_a_search(client, db):
    html = missing(client, "/en/charter/1/I/")
    assert "You may have meant" not in html
    assert 'role="search"' in html
