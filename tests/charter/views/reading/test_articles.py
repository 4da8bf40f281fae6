"""Reading as the public does: contents, an article, its versions, who asked for which words."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from charter.wording.round_times import format_day
from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def english(db):
    """A charter in English alone, published once."""
    return factories.version(factories.charter(languages=("en",)))


@pytest.fixture
def second(english, moderator, city, officer):
    """Its second version, with one third of new homes in place of one fifth."""
    return factories.second_version(english, {5: KEPT}, by=moderator, city=city, proposer=officer)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_before_any_version_the_charter_says_what_will_stand_there(client, charter):
    assert "No version is published yet" in page(client, "/en/charter/")


def test_without_a_charter_the_list_of_versions_offers_nothing_to_follow(client, db):
    page = client.get("/en/versions/").text
    assert "No version has been published yet." in page
    assert "/en/follow/" not in page
    assert "versions.atom" not in page


def test_without_a_charter_the_page_still_answers(client, db):
    assert "No version is published yet" in page(client, "/en/charter/")


def test_contents_lead_to_every_article(client, version):
    html = page(client, "/en/charter/")
    for address in ("preamble", "I", "II"):
        assert f'href="/en/charter/1/{address}/"' in html


def test_the_status_is_the_first_thing_said_of_a_version(client, version):
    assert "<strong>Version 1</strong>, draft, published" in page(client, "/en/charter/1/I/")


def test_a_provision_has_its_citation_as_anchor_and_a_short_address(client, charter, version):
    html = page(client, "/en/charter/1/I/")
    short = factories.provision(charter, 5).short
    assert 'id="I.1.1"' in html
    assert f'href="/en/provisions/{short}/"' in html


def test_an_address_by_slug_leads_to_the_one_by_number(client, version):
    response = client.get("/en/charter/1/water-for-all/")
    assert response.headers["Location"] == "/en/charter/1/II/"


def test_the_words_are_those_of_the_language_in_the_address(client, version):
    assert "Toute personne a droit à un logement" in page(client, "/fr/charter/1/I/")


def test_missing_words_are_said_and_the_first_language_stands_beside(client, db):
    charter = factories.charter(languages=("en",))
    factories.language_without(charter, "fr", place=4)
    factories.excepted(charter, "fr", place=4)
    factories.version(charter)
    html = page(client, "/fr/charter/1/I/")
    assert 'lang="en" dir="ltr"><p class="point">' in html
    assert "Everyone has the right to a home" in html


def test_a_signed_exception_is_printed(client, db):
    charter = factories.charter(languages=("en", "fr"))
    factories.adopt(factories.provision(charter, 4), "Everyone has a right.", by=factories.holder("moderator"))
    factories.excepted(charter, "fr", place=4, reason="The words are looked for.")
    factories.version(charter)
    assert "The words are looked for." in page(client, "/fr/charter/1/I/")


@pytest.mark.parametrize(("days", "wording"), [(30, "until"), (31, "overdue since")])
def test_an_exception_is_overdue_from_the_day_after_its_own(client, db, days, wording):
    charter = factories.charter(languages=("en", "fr"))
    factories.adopt(factories.provision(charter, 4), "Everyone has a right.", by=factories.holder("moderator"))
    signed = factories.excepted(charter, "fr", place=4, reason="The words are looked for.")
    factories.version(charter)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False), override("fr"):
        text = strip_tags(page(client, "/fr/charter/1/I/"))
        values = {"until": format_day(signed.until), "reason": "The words are looked for."}
        assert gettext(f"Exception, signed by the secretariat, {wording} %(until)s: %(reason)s") % values in text


def test_margin_says_which_amendment_changed_the_words(client, second):
    html = page(client, "/en/charter/2/I/")
    assert 'New wording: <a href="/en/amendments/1/1/"><span class="unseen">amendment </span>1</a>' in html


def test_selected_characters_open_the_note_of_their_run(client, second):
    html = page(client, "/en/charter/2/I/?who=I.1.1&at=19-24")
    assert "Who proposed “third”?" in html
    first = page(client, "/en/charter/2/I/?who=I.1.1&at=0-8")
    assert "Who proposed “The city keeps one”?" in first
    assert "Who proposed “third”?" in page(client, "/en/charter/2/I/?who=I.1.1&at=0-x")


def test_a_paragraph_without_a_number_hangs_under_the_numbered_one(client, second):
    html = page(client, "/en/charter/2/I/")
    assert '<p class="point">' in html.split('id="I.1.1"')[1].split("</div>")[0]


def test_who_asked_opens_the_note_of_the_run(client, second):
    html = page(client, "/en/charter/2/I/?who=I.1.1")
    assert "Who proposed “third”?" in html
    assert "Why it is asked" in html


def test_an_old_version_says_so_and_leads_to_the_newest(client, second):
    html = page(client, "/en/charter/1/I/")
    assert '<a href="/en/charter/2/I/">Version 2</a> is newer' in html


def test_unknown_versions_and_articles_are_not_found(client, version):
    for path in ("/en/charter/7/", "/en/charter/1/IX/", "/en/charter/7/I/"):
        assert client.get(path).status_code == 404


def test_the_working_text_is_hidden_where_the_round_does_not_show_it(client, english, moderator, city, officer):
    round_ = factories.deciding(english, pending_is_public=False)
    factories.merged(round_, {5: KEPT}, by=moderator, city=city, proposer=officer)
    assert client.get("/en/charter/working/I/").status_code == 404
    client.force_login(factories.holder("language_editor", "en"))
    assert "one third" in page(client, "/en/charter/working/I/")


def test_the_working_text_is_not_for_machines(client, version):
    response = client.get("/en/charter/working/I/")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert b'content="noindex"' in response.content


def test_two_languages_stand_beside_each_other(client, version):
    html = page(client, "/en/charter/1/I/?beside=fr")
    assert 'lang="fr"' in html
    assert "Un logement que l’on peut garder" in html


def test_readers_get_a_tag_and_the_same_page_is_not_sent_twice(client, version):
    first = client.get("/en/charter/1/I/")
    again = client.get("/en/charter/1/I/", headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert not client.cookies


def test_who_is_signed_in_is_never_answered_from_a_store(client, version, officer):
    client.force_login(officer)
    assert client.get("/en/charter/1/I/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("changes", [{5: KEPT}, {4: "Everyone has a home.", 5: KEPT, 6: "The city answers at once."}])
def test_an_article_asks_the_same_few_questions(
    client, english, moderator, city, officer, changes, django_assert_max_num_queries
):
    factories.second_version(english, changes, by=moderator, city=city, proposer=officer)
    client.get("/en/charter/2/I/")
    with django_assert_max_num_queries(12):
        client.get("/en/charter/2/I/")
