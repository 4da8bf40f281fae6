"""Public pages cite the latest published version; the working text is shown only where it is named, not adopted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.versions import corrigenda, versions
from tests import factories

DESK, PUBLISHED, WORKING = 10, "II.1.b", "II.1.a"
FIRST = factories.WORDS["en"][DESK]
ASKED = FIRST.replace("those who", "all who")
NOW = FIRST.replace("a help desk", "a help desk in each square")


@pytest.fixture
def desk(charter, version):
    return factories.provision(charter, DESK)


@pytest.fixture
def amendment(version, desk, city, officer):
    """Pending, proposed for version 1."""
    return factories.under_review(factories.deciding(version), city, officer, desk, ASKED)


@pytest.fixture
def moved(charter, amendment, desk, moderator):
    """The working text has other words and another number than version 1."""
    factories.reword(desk, NOW, by=moderator)
    factories.without(charter, DESK - 1)
    amendment.refresh_from_db()
    return amendment


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def of_amendment(client, amendment, **query):
    return page(client, "amendment", amendment.round.number, amendment.number, **query)


def link_to_version(number):
    return f'<a href="{reverse("version", args=[number])}">version {number}</a>'


def test_the_page_of_an_amendment_cites_the_version_and_names_the_working_text(client, moved):
    proposed, working = of_amendment(client, moved).split("The amendment applied to the working text")
    assert PUBLISHED in proposed and WORKING not in proposed and "square" not in proposed
    assert f"The changes refer to the text of {link_to_version(1)}." in proposed
    assert f"{WORKING} in the working text, not adopted" in working
    assert "in each square" in working.split("Statement of reasons")[0]


def test_the_amending_clause_is_for_the_version(client, moved):
    clause = of_amendment(client, moved).split('class="amending"')[1].split("</blockquote>")[0]
    assert PUBLISHED in clause and "square" not in clause


def test_who_may_not_read_the_working_text_sees_nothing_of_it(client, moved):
    moved.round.pending_is_public = False
    moved.round.save()
    assert "working text" not in of_amendment(client, moved)


def test_a_new_reading_is_said_to_be_over_the_working_text(client, charter, amendment, desk, moderator):
    factories.adopt(desk, FIRST.replace("those who", "people who"), by=moderator)
    amendment.refresh_from_db()
    html = of_amendment(client, amendment)
    assert "people who" not in html.split("New wording of the amendment, to be checked")[0]
    assert amendment.text.carried_from is not None
    assert "The provision changed in the working text. The working text is not adopted" in html


def test_once_a_version_is_published_its_numbers_and_words_are_cited(client, charter, moved, moderator):
    publish(charter, moderator, carried_over=[moved.pk])
    html = of_amendment(client, moved)
    assert WORKING in html and "in each square" in html and PUBLISHED not in html
    assert "The amendment applied to the working text" not in html
    assert f"The changes refer to the text of {link_to_version(2)}." in html


def test_the_list_of_amendments_shows_published_text_alone(client, moved):
    html = page(client, "amendments")
    assert f"<bdi>{PUBLISHED}</bdi>" in html and WORKING not in html and "square" not in html


def test_my_city_cites_the_published_version(client, moved, delegate):
    client.force_login(delegate)
    rows = page(client, "city").split("Our amendments and their outcome")[1]
    assert PUBLISHED in rows and WORKING not in rows


def test_the_permanent_link_opens_on_the_published_wording(client, moved, desk):
    html = page(client, "provision", desk.short)
    head, working = html.split('id="working-text"')
    assert f"History of {PUBLISHED}" in head and "square" not in head
    assert "From version 1" in head
    assert "Working text, not adopted" in working and WORKING in working and "square" in working


def test_the_permanent_link_has_no_working_text_where_nothing_changed(client, amendment, desk):
    assert "working-text" not in page(client, "provision", desk.short)


def test_the_api_gives_the_published_text(client, moved, desk):
    shape = client.get("/api/v1/amendments").json()["items"][0]
    [change] = shape["changes"]
    assert (shape["version"], change["citation"], change["before_html"], change["html"]) == (
        1,
        PUBLISHED,
        FIRST,
        ASKED,
    )
    assert client.get(f"/api/v1/provisions/{desk.short}/origins").json()["text"] == FIRST


def test_the_table_of_decisions_shows_published_text_and_says_where_merged_text_is(client, moved, moderator):
    factories.accepted(moved, moderator)
    html = page(client, "decisions")
    assert PUBLISHED in html and WORKING not in html and "square" not in html


def test_text_written_for_the_working_text_is_named_so(client, charter, version, desk, city, officer, moderator):
    factories.adopt(desk, NOW, by=moderator)
    amendment = factories.under_review(factories.deciding(version), city, officer, desk, ASKED)
    html = of_amendment(client, amendment)
    assert "The changes refer to the working text, which is not adopted." in html


def publish(charter, moderator, **more):
    from django.utils import timezone

    charter.refresh_from_db()
    other = factories.holder("moderator")
    factories.confirm_differences(charter, by=other)
    at = timezone.now()
    publication = versions.propose_version(charter=charter, by=moderator, at=at, **more)
    return versions.publish_version(publication=publication, by=other, at=at)


def test_an_amendment_to_corrected_text_refers_to_the_version_that_was_corrected(
    client, version, desk, city, officer, moderator, second_moderator
):
    corrigenda.sign_corrigendum(
        version=version,
        provision=desk,
        language="en",
        html=NOW,
        reason={"en": "A misprint."},
        by=moderator,
        agreed_by=second_moderator,
    )
    over_corrected = NOW.replace("those who", "all who")
    amendment = factories.under_review(factories.round_(version), city, officer, desk, over_corrected)
    shown = of_amendment(client, amendment)
    assert f"The changes refer to the text of {link_to_version(1)}." in shown
    assert client.get("/api/v1/amendments/1/1").json()["version"] == 1
