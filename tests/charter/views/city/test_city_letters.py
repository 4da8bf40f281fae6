"""The letter to a member on a round: for its own people, when something of it is decided in public."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Letter
from charter.models import CoProposal, Position
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def decided(db, city, officer, moderator):
    """A city's amendment that was accepted, merged and published in version 2."""
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: THIRD}, by=moderator, city=city, proposer=officer)


def letter(client, person, city, name="city_letter"):
    client.force_login(person)
    return client.get(reverse(name, args=[1, city.slug]))


def test_a_city_reads_decision_reason_and_the_words_that_stand(client, decided, officer, city):
    html = letter(client, officer, city).content.decode()
    assert "Outcome of the proposals of Tamanrit in round 1" in html
    for text in ("Accepted", "It is clear.", "I.1.1, version 2", THIRD):
        assert text in html


def test_strangers_find_no_letter_and_moderators_do(client, decided, stranger, city):
    assert letter(client, stranger, city).status_code == 404
    assert letter(client, factories.secretariat(), city).status_code == 200


def test_before_a_release_there_is_no_letter(client, version, city, officer, moderator):
    amendment = factories.under_review(
        factories.deciding(version), city, officer, factories.provision(version.charter, 5), THIRD
    )
    factories.accepted(amendment, moderator, release=False)
    assert letter(client, officer, city).status_code == 404


def test_what_is_not_released_is_not_in_it(client, version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendments = [
        factories.under_review(round_, city, officer, factories.provision(version.charter, n), THIRD) for n in (4, 5)
    ]
    factories.accepted(amendments[0], moderator)
    factories.accepted(amendments[1], moderator, outcome="not_accepted", release=False)
    html = letter(client, officer, city).content.decode()
    assert "Not accepted" not in html and "The decision on the amendment is not public yet." in html


def test_amendments_of_others_are_not_in_it_but_for_joint_ones(client, decided, other_city, stranger, city):
    assert letter(client, stranger, other_city).status_code == 404
    amendment = decided.charter.rounds.get().amendments.get()
    CoProposal.objects.create(
        amendment=amendment,
        organisation=other_city,
        text=amendment.text,
        state="joined",
        by=stranger,
        at=amendment.sent_at,
    )
    assert "Proposed by Tamanrit and your city." in letter(client, stranger, other_city).content.decode()


def test_it_tells_what_became_of_the_words_a_city_supported(
    client, charter, version, city, officer, other_city, other_delegate, moderator
):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), THIRD)
    own = factories.under_review(round_, other_city, other_delegate, factories.provision(charter, 4), "Words.")
    arguments = {"organisation": other_city, "by": other_delegate, "mandate": other_delegate.mandates.get()}
    Position.objects.create(text=amendment.text, stance="support", at=amendment.sent_at, **arguments)
    factories.accepted(amendment, moderator, outcome="not_accepted")
    factories.accepted(own, moderator)
    html = letter(client, other_delegate, other_city).content.decode()
    assert "Position on amendment 1 of Tamanrit: Support</a>: Not accepted" in html


def test_the_letter_is_a_pdf_too(client, decided, officer, city):
    answer = letter(client, officer, city, "city_letter_pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


def test_without_a_press_the_page_that_prints_is_named(client, decided, officer, city, no_press):
    answer = letter(client, officer, city, "city_letter_pdf")
    assert answer.status_code == 503 and reverse("city_letter", args=[1, city.slug]) in answer.content.decode()


def test_the_mail_of_a_release_leads_to_it(version, city, officer, delegate, moderator):
    amendment = factories.under_review(
        factories.deciding(version), city, officer, factories.provision(version.charter, 5), THIRD
    )
    factories.accepted(amendment, moderator)
    assert Letter.objects.get(to=delegate, kind="decisions").link == reverse("city_letter", args=[1, city.slug])


def test_the_room_names_the_letter(client, decided, officer, city):
    client.force_login(officer)
    assert reverse("city_letter", args=[1, city.slug]) in client.get(reverse("city")).content.decode()


def test_the_letter_asks_the_same_for_one_and_for_three(client, version, city, officer, moderator):
    round_ = factories.deciding(version)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert letter(client, officer, city).status_code == 200
        return len(queries)

    def decide(place):
        where = factories.provision(version.charter, place)
        factories.accepted(factories.under_review(round_, city, officer, where, "Words."), moderator)

    decide(4)
    count()
    before = count()
    for place in (1, 5, 8):
        decide(place)
    assert count() == before


@pytest.mark.parametrize("positions", [1, 3])
def test_the_letter_reads_its_positions_and_the_names_in_them_at_once(
    client,
    charter,
    version,
    city,
    officer,
    other_city,
    other_delegate,
    moderator,
    positions,
    django_assert_max_num_queries,
):
    round_ = factories.deciding(version)
    arguments = {"organisation": other_city, "by": other_delegate, "mandate": other_delegate.mandates.get()}
    for place in (4, 5, 8)[:positions]:
        amendment = factories.under_review(round_, city, officer, factories.provision(charter, place), "Words.")
        Position.objects.create(text=amendment.text, stance="support", at=amendment.sent_at, **arguments)
        factories.accepted(amendment, moderator, outcome="not_accepted")
    own = factories.under_review(round_, other_city, other_delegate, factories.provision(charter, 1), "Words.")
    factories.accepted(own, moderator)
    letter(client, other_delegate, other_city)
    with django_assert_max_num_queries(41):
        letter(client, other_delegate, other_city)


@pytest.mark.parametrize(("role", "shown"), [("moderator", True), ("administrator", False)])
def test_the_desk_leads_to_the_letters_of_a_member_whoever_may_read_them(client, decided, city, role, shown):
    client.force_login(factories.secretariat(role))
    page = client.get(reverse("desk_member", args=[city.slug])).content.decode()
    assert (reverse("city_letter", args=[1, city.slug]) in page) is shown
