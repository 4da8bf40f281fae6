"""After a merge has renumbered the text, an amendment that ended cites the version for which it was written."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.models import Article
from tests import factories

WATER, TAP, DESK = 8, 9, 10
ASKED = factories.WORDS["en"][TAP].replace("square", "street")


@pytest.fixture
def round_(version):
    return factories.deciding(version)


@pytest.fixture
def moved(charter, round_, city, officer, moderator):
    """Moved II.1.b before II.1.a, merged in the working text."""
    desk, water = factories.provision(charter, DESK), factories.provision(charter, WATER)
    amendment = factories.under_review(round_, city, officer, desk, "", kind="move", after=water)
    return factories.accepted(amendment, moderator)


@pytest.fixture
def rejected(charter, round_, city, officer, moderator):
    """Asked for other words of II.1.a, which is II.1.b since the merge."""
    tap = factories.provision(charter, TAP)
    amendment = factories.under_review(round_, city, officer, tap, ASKED)
    return factories.accepted(amendment, moderator, outcome="not_accepted")


@pytest.fixture
def renumbered(charter, round_, moved, rejected, moderator):
    """Version 2, in which both provisions have each other's number."""
    article = Article.objects.get(slug="water-for-all")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[moved], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    charter.refresh_from_db()
    other, at = factories.holder("moderator"), timezone.now()
    factories.confirm_differences(charter, by=other)
    publication = versions.propose_version(charter=charter, by=moderator, at=at)
    version = versions.publish_version(publication=publication, by=other, at=at)
    labels = version.arrangement.labels("en")
    keys = [str(amendment.text.changes.get().provision.key) for amendment in (moved, rejected)]
    assert [labels[key].citation for key in keys] == ["II.1.a", "II.1.b"]
    return version


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def of_amendment(client, amendment):
    return page(client, "amendment", amendment.round.number, amendment.number)


def test_the_amending_clause_of_a_move_cites_the_text_before_it(client, renumbered, moved):
    html = of_amendment(client, moved)
    assert "<p>Move II.1.b after II.1.</p>" in html and "II.1.a" not in html.split("History")[0]
    assert "version 1</a>" in html


def test_the_page_of_an_amendment_that_was_not_accepted_cites_its_version(client, renumbered, rejected):
    html = of_amendment(client, rejected)
    assert "<bdi>II.1.a</bdi>" in html and "<bdi>II.1.b</bdi>" not in html
    clause = html.split('class="amending"')[1].split("</blockquote>")[0]
    assert "II.1.a" in clause and "version 1</a>" in html


def test_an_amendment_without_a_public_decision_cites_the_latest_version(
    client, charter, round_, city, officer, moderator
):
    pending = factories.under_review(round_, city, officer, factories.provision(charter, TAP), ASKED)
    factories.accepted(pending, moderator, outcome="not_accepted", release=False)
    factories.without(charter, WATER - 2)
    factories.confirm_differences(charter, by=moderator)
    publication = versions.propose_version(charter=charter, by=moderator, carried_over=[pending.pk])
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    assert "version 2</a>" in of_amendment(client, pending)


def test_lists_of_amendments_cite_the_version_of_each(client, renumbered, moved, rejected, delegate):
    client.force_login(delegate)
    for html in (page(client, "amendments"), page(client, "city").split("Our amendments and their outcome")[1]):
        rows = {amendment.number: html.index(f"/amendments/1/{amendment.number}/") for amendment in (moved, rejected)}
        assert "II.1.b" in html[rows[1] : rows[2]] and "II.1.a" not in html[rows[1] : rows[2]]
        assert "II.1.a" in html[rows[2] :] and "II.1.b" not in html[rows[2] :]


def test_the_table_of_decisions_and_its_file_cite_the_version_of_the_round(client, renumbered):
    first = page(client, "decisions").split("<tbody>")[1].split("/amendments/1/2/")[0]
    assert "II.1.b" in first and "II.1.a" not in first
    [_head, *rows] = client.get("/en/decisions/1.csv").content.decode().splitlines()
    assert [("II.1.b" in row, "II.1.a" in row) for row in rows] == [(True, False), (False, True)]


def test_the_api_cites_the_version_that_it_names(client, renumbered, moved):
    for shape in client.get("/api/v1/amendments").json()["items"]:
        [change] = shape["changes"]
        assert (shape["version"], change["citation"]) == (1, "II.1.b" if shape["number"] == moved.number else "II.1.a")
    [first, _second] = client.get("/api/v1/decisions").json()["items"]
    assert (first["version"], first["changes"][0]["citation"], first["changes"][0]["after"]) == (1, "II.1.b", "II.1")


def test_the_page_of_its_decision_and_the_queue_cite_the_text_before_it(client, renumbered, moved, settings):
    settings.DEMONSTRATION = True
    client.force_login(factories.secretariat())
    for html in (
        page(client, "desk_decide", 1, moved.number),
        page(client, "desk", round=1, state="decided", kind="move"),
    ):
        assert "II.1.b" in html and "II.1.a" not in html
