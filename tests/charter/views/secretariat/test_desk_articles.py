"""By provision: the article with a margin of crowds, and what one provision shows of those who ask."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from charter.actions.amending import positions
from charter.models import CharterComment
from tests import factories
from tests.charter.views.conftest import FIFTH, THIRD


@pytest.fixture
def provision_url(homes):
    return reverse("desk_provision", args=[homes.short])


def comment(target, city, by, words):
    return CharterComment.objects.create(
        content_type=ContentType.objects.get_for_model(target),
        object_pk=str(target.pk),
        site_id=1,
        user=by,
        organisation=city,
        comment=words,
        language="en",
        submit_date=timezone.now(),
    )


def test_an_article_shows_where_amendments_crowd(desk, asked, homes):
    page = desk.get(reverse("desk_article", args=["I"])).content.decode()
    assert FIFTH in page
    assert page.count('class="margin crowd"') == 1
    assert "2 wordings · 2 in conflict · 2 to decide" in page
    assert reverse("desk_provision", args=[homes.short]) in page


def test_the_longest_bar_is_where_most_amendments_are(desk, asked, charter, round_, city, officer):
    factories.under_review(round_, city, officer, factories.provision(charter, 4), "Everyone has a home.")
    page = desk.get(reverse("desk_article", args=["I"])).content.decode()
    assert ('width="50.00%"' in page, 'width="100.00%"' in page) == (True, True)


def test_articles_are_listed_with_what_waits(desk, asked):
    page = desk.get(reverse("desk_articles")).content.decode()
    assert page.count("2 amendments, 2 to decide.") == 1
    assert page.count("No amendment.") == 2


def test_an_article_that_is_none_is_not_found(desk, asked):
    assert desk.get(reverse("desk_article", args=["XXX"])).status_code == 404


def test_words_that_two_want_are_dotted_where_they_stand(desk, asked, provision_url):
    page = desk.get(provision_url).content.decode()
    assert 'The city keeps one <span class="run">fifth</span> of new homes' in page


def test_each_wording_names_those_that_it_conflicts_with(desk, asked, round_, homes, city, officer, provision_url):
    factories.under_review(round_, city, officer, homes, FIFTH.replace("fifth", "half"))
    page = desk.get(provision_url).content.decode()
    assert "Conflicts with 1 and 2</strong>" in page


def test_support_is_shown_by_member_region_and_section(desk, asked, provision_url):
    for name, sections in (("Ashgrove", ["africa"]), ("Kisumbai", ["africa", "metropolis"])):
        organisation = factories.organisation(name, sections=sections)
        by = factories.member(organisation, "delegate")
        positions.take_position(text=asked[0].text, organisation=organisation, by=by, stance="support")
    page = desk.get(provision_url).content.decode()
    assert "<bdi>Ashgrove</bdi>" in page
    assert "Africa 2, Metropolis 1" in page


def test_comments_on_it_and_on_what_is_asked_of_it_stand_below(desk, asked, homes, city, officer, provision_url):
    comment(homes, city, officer, "One fifth of nothing is nothing.")
    comment(asked[1], city, officer, "A quarter passed before.")
    other = factories.provision(homes.charter, 8)
    comment(other, city, officer, "Water is elsewhere.")
    page = desk.get(provision_url).content.decode()
    assert "One fifth of nothing is nothing." in page
    assert "on amendment 2" in page
    assert "Water is elsewhere." not in page


def test_an_article_asks_the_same_for_one_and_for_three(desk, asked, charter, round_, homes, city, officer):
    urls = [
        reverse("desk_article", args=["I"]),
        reverse("desk_articles"),
        reverse("desk_provision", args=[homes.short]),
    ]

    def counted():
        counts = []
        for url in urls:
            desk.get(url)
            with CaptureQueriesContext(connection) as queries:
                desk.get(url)
            counts.append(len(queries))
        return counts

    comment(homes, city, officer, "One.")
    comment(asked[0], city, officer, "One.")
    before = counted()
    for place in (4, 5, 5, 6):
        more = factories.under_review(round_, city, officer, factories.provision(charter, place), "Quite other words.")
        comment(more, city, officer, "Another.")
    factories.under_review(round_, city, officer, homes, "A new one.", kind="insert", new_kind="paragraph")
    comment(homes, city, officer, "Two.")
    assert counted() == before


def test_a_member_of_the_body_reads_and_has_no_way_to_decide(client, asked, provision_url):
    client.force_login(factories.holder("body_member"))
    page = client.get(provision_url).content.decode()
    assert THIRD.split("third")[1].split(".")[0] in page
    assert "#decide" not in page


def test_before_the_first_round_each_link_of_the_bar_opens(desk, charter):
    views = desk.get(reverse("desk")).context["views"]
    assert {view["url"]: desk.get(view["url"]).status_code for view in views} == {view["url"]: 200 for view in views}
