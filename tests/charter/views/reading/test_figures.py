"""Figures of an article and of a round: each drawing with its sentence and its table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Amendment, Round
from charter.views.reading.figures import percent
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


@pytest.fixture
def second(first, moderator, city, officer):
    return factories.second_version(first, {5: THIRD}, by=moderator, city=city, proposer=officer)


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_an_article_says_how_many_of_its_words_members_asked_for(client, second):
    html = page(client, "article_origins", 2, "I")
    assert "Members proposed 1 of" in html
    assert "words, alone or in a compromise text" in html
    assert html.count("<rect") == 2 and "The same data in a table" in html


def test_no_city_is_named_among_the_sources(client, second):
    assert "Tamanrit" not in page(client, "article_origins", 2, "I")


def test_where_nobody_asked_it_says_so(client, first):
    assert "No member has proposed any part of this text" in page(client, "article_origins", 1, "I")


def test_the_article_leads_to_its_figures(client, second):
    assert reverse("article_origins", args=[2, "I"]) in page(client, "article", 2, "I")


def test_an_unknown_article_or_version_is_not_found(client, first):
    for args in ((1, "IX"), (7, "I")):
        assert client.get(reverse("article_origins", args=args)).status_code == 404


def test_a_slug_leads_to_the_printed_number(client, first):
    answer = client.get(reverse("article_origins", args=[1, "a-home-one-can-keep"]))
    assert answer["Location"] == reverse("article_origins", args=[1, "I"])


def test_a_round_opens_with_what_it_changed(client, second):
    html = page(client, "round_figures", 1)
    assert "<h1>Amendments of round 1 that changed the text: 1 of 1</h1>" in html
    assert "in version 2, not on the decisions" in html
    assert "Every amendment that a delegate confirmed has an outcome." in html
    assert "Origin of the text of version 2" in html


def test_a_round_says_who_took_part_by_region(client, second, city):
    factories.organisation("Elsewhere", sections=["europe"])
    type(city).objects.filter(pk=city.pk).update(sections=["metropolis", "africa"])
    html = page(client, "round_figures", 1)
    assert "Members that proposed or supported amendments, or commented: 1 of 2. By region: Africa 1." in html


def test_a_member_that_withholds_its_name_is_counted_without_a_region(client, second, city):
    type(city).objects.filter(pk=city.pk).update(sections=["africa"], name_withheld=True, latitude=1, longitude=1)
    html = page(client, "round_figures", 1)
    assert "Members that withhold their names 1." in html
    assert "Africa" not in html and 'class="members"' not in html


def test_while_a_round_runs_no_version_is_claimed(client, round_):
    html = page(client, "round_figures", 1)
    assert "<h1>Round 1 is open</h1>" in html
    assert "The changes will be counted when the next version is published" in html


def test_a_round_that_hides_what_is_pending_shows_no_numbers(client, round_, city, officer, charter):
    Round.objects.update(pending_is_public=False)
    factories.under_review(round_, city, officer, factories.provision(charter, 5), THIRD)
    html = page(client, "round_figures", 1)
    assert "In this round, amendments become public when their decisions" in html
    assert "Confirmed by delegates" not in html and "or commented: 0 of 1." in html


def test_an_amendment_shows_its_words_that_stand_today(client, second):
    html = page(client, "amendment", 1, 1)
    assert "Version 2 contains 1 word of this amendment." in html


def test_an_amendment_without_a_public_decision_says_nothing_of_the_text(client, round_, city, officer, charter):
    factories.under_review(round_, city, officer, factories.provision(charter, 5), THIRD)
    assert "Text of the amendment in the current version" not in page(client, "amendment", 1, 1)


def test_an_amendment_whose_words_were_replaced_says_so(client, second, moderator, city, officer):
    later = {5: THIRD.replace("third", "half")}
    factories.second_version(second, later, by=moderator, city=city, proposer=officer)
    assert "Version 3 contains no words of this amendment." in page(client, "amendment", 1, 1)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 4, "25%"), (0, 9, "0%"), (1, 900, "less than 1%"), (0, 0, "0%")]
)
def test_shares_are_whole_per_cent(part, whole, shown):
    assert percent(part, whole) == shown


def test_the_figures_ask_the_same_for_one_and_for_three(client, second, officer, moderator):
    def count(*address):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(address[0], args=address[1:]))
        return len(queries)

    def counts():
        return count("round_figures", 1), count("article_origins", 2, "I"), count("amendment", 1, 1)

    counts()
    before = counts()
    round_ = Round.objects.get()
    for place in (4, 6, 8):
        where = factories.provision(second.charter, place)
        factories.accepted(
            factories.under_review(round_, factories.organisation(), officer, where, "Words."), moderator
        )
    assert Amendment.objects.count() == 4
    assert counts() == before
