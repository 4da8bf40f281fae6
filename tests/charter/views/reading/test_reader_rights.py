"""What the head and the margin of an article let each person do."""

from __future__ import annotations

import pytest

from tests import factories


@pytest.fixture
def page(client, round_):
    def shown(person=None, path="/en/charter/1/I/"):
        if person:
            client.force_login(person)
        return client.get(path).content.decode()

    return shown


def test_who_may_is_said_to_a_reader(page):
    html = page()
    assert "Who can propose amendments: All local governments on the list." in html
    assert "/propose/" not in html


def test_an_officer_proposes_and_comments_beside_each_provision(page, officer, charter):
    html = page(officer)
    short = factories.provision(charter, 5).short
    assert "You may propose amendments for Tamanrit" in html
    assert f"/en/provisions/{short}/propose/" in html
    assert f"/en/comments/provision/{short}/" in html


def test_a_partner_is_told_why_not_with_a_dashed_button(page):
    partner = factories.member(factories.organisation("Tenants", kind="partner"), "officer")
    html = page(partner)
    assert 'aria-disabled="true"' in html
    assert "In this round, only member governments can propose amendments. Partner organizations can comment." in html


def test_an_old_version_offers_nothing(client, db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    second = factories.second_version(first, {5: "All homes."}, by=moderator, city=city, proposer=officer)
    factories.round_(second)
    client.force_login(officer)
    assert "/propose/" not in client.get("/en/charter/1/I/").content.decode()
    assert "/propose/" in client.get("/en/charter/2/I/").content.decode()


def test_pending_amendments_and_comments_are_counted_beside_their_provision(page, charter, round_, city, officer):
    from charter.actions.comments import comments

    provision = factories.provision(charter, 5)
    factories.under_review(round_, city, officer, provision, "All homes.")
    comments.post_comment(
        target=provision, by=officer, text="Boats too?", kind="question", language="en", round_=round_
    )
    html = page()
    assert "1 new amendment<" in html and "1 comment<" in html
