"""Texts from before the site beside versions, in the history of a provision and in “Who proposed this?”."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.actions.versions import earlier_texts as actions
from charter.exports.critical_editions import CriticalEdition
from charter.exports.texts import Text
from charter.queries.reading import earlier_texts
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ("/en/versions/", "/en/charter/1/", "/en/charter/1/I/", "/en/charter/1/I/?who=I.1", "/en/charter/1..1/")


@pytest.fixture
def text(version, moderator):
    return factories.earlier_text(version.charter, moderator)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def history_of(version, place):
    return f"/en/provisions/{factories.provision(version.charter, place).short}/"


def test_a_comparison_pairs_provisions_by_the_keys_of_the_charter(version, text):
    comparisons = earlier_texts.compare_with_version(text, version)
    assert [(bool(c.old), bool(c.new)) for c in comparisons] == [
        (False, True),
        (True, True),
        (True, True),
        (True, False),
    ]
    homes = comparisons[1]
    assert homes.old.key == homes.new.key
    assert "In I.1.1, replace “tenth” with “fifth”." in homes.sentences("en")


def test_two_provisions_that_became_one_are_compared_as_one_that_stays_and_one_that_goes(version, text, moderator):
    provision = str(factories.provision(version.charter, 8).key)
    line = text.lines.get(words__startswith="No carriage")
    actions.match_lines(earlier_text=text, matches={line.pk: provision}, by=moderator, revision=0)
    gone = earlier_texts.compare_with_version(text, version)[-1]
    assert gone.new is None and [line.provision.short for line in gone.old.lines][-1] == ""


@pytest.mark.parametrize("view", ["changes", "before", "after", "side"])
def test_the_older_side_is_marked_and_leads_to_its_page(client, version, text, view):
    page = read(client, f"/en/earlier-texts/{text.pk}/compare/1/?view={view}")
    assert "The text is older than this site." in page and f'href="/en/earlier-texts/{text.pk}/"' in page
    assert "The drafting group" in page


def test_a_comparison_shows_what_changed_since(client, version, text):
    page = read(client, f"/en/earlier-texts/{text.pk}/compare/1/")
    assert "In I.1.1, replace “tenth” with “fifth”." in page
    assert "No carriage stands" in page


def test_a_text_in_a_language_without_a_version_is_not_compared(client, version, moderator):
    text = factories.earlier_text(version.charter, moderator, language="ca")
    page = read(client, f"/en/earlier-texts/{text.pk}/compare/1/")
    assert "The version has no text in the language of the earlier text." in page


def test_there_is_no_comparison_with_a_version_that_does_not_exist(client, text):
    assert client.get(f"/en/earlier-texts/{text.pk}/compare/9/").status_code == 404


def test_the_history_of_a_provision_ends_with_its_wording_before_the_site(client, version, text):
    page = read(client, history_of(version, 5))
    assert page.index("one fifth of new homes") < page.index("Older than this site") < page.index("one tenth of new")
    assert "The drafting group. Source: Acts of the congress." in page
    assert "Older than this site" not in read(client, history_of(version, 6))


def test_the_history_of_a_title_leads_to_the_heading_of_the_earlier_text(client, version, text):
    page = read(client, history_of(version, 2))
    assert f'href="/en/earlier-texts/{text.pk}/#I.title"' in page
    assert 'id="I.title"' in read(client, f"/en/earlier-texts/{text.pk}/")


def test_words_that_an_earlier_text_has_whole_are_said_to_be_in_it_already(client, version, text):
    page = read(client, f"{history_of(version, 8)}?run=0")
    assert "Already in the text of" in page and "Partly in the text of" not in page
    assert f'href="/en/earlier-texts/{text.pk}/#II.1">2011</a>' in page


def test_passages_that_an_earlier_text_has_are_quoted(client, version, text):
    page = read(client, "/en/charter/1/I/?who=I.1.1&run=0")
    assert "Partly in the text of" in page and "“of new homes for people with low incomes.”" in page


def test_words_of_an_amendment_are_not_looked_for_in_earlier_texts(client, moderator, city, officer):
    version = factories.version(factories.charter(languages=("en",)))
    factories.earlier_text(version.charter, moderator)
    new = {5: "The city keeps one tenth of new homes for people with low incomes."}
    factories.second_version(version, new, by=moderator, city=city, proposer=officer)
    page = read(client, "/en/charter/2/I/?who=I.1.1")
    assert "Who proposed “tenth”?" in page and "in the text of" not in page


def test_the_notes_of_an_article_name_the_earlier_texts_that_have_its_words(client, version, text):
    page = read(client, "/en/charter/1/I/notes/")
    partly = re.search(r"Partly in the text of (.*?)</dd>", page, re.DOTALL)
    assert f'href="/en/earlier-texts/{text.pk}/"' in partly[1] and "The drafting group" in partly[1]
    assert "I.1.1" in partly[1]
    whole = re.search(r"Already in the text of (.*?)</dd>", read(client, "/en/charter/1/II/notes/"), re.DOTALL)
    assert "II.1" in whole[1]


def test_the_critical_edition_of_the_whole_charter_names_earlier_texts(version, text):
    edition = CriticalEdition(Text(version.charter, version, "en", ""))
    assert "Partly in the text of" in edition.page()


def test_the_data_of_a_provision_has_its_wording_before_the_site(client, version, text):
    short = factories.provision(version.charter, 5).short
    (earlier,) = client.get(f"/api/v1/provisions/{short}").json()["earlier_texts"]
    assert (earlier["dated"], earlier["authors"], earlier["citation"]) == ("2011", "The drafting group", "I.1.1")
    assert "one tenth of new homes" in earlier["text"] and earlier["page"].endswith(f"/earlier-texts/{text.pk}/")


def test_few_words_in_a_row_are_no_passage(version, text):
    lines = earlier_texts.lines_of_provision(version.charter, factories.provision(version.charter, 5))
    assert earlier_texts.shared_with("The city keeps nothing.", lines) == []


def test_a_text_that_is_not_public_is_on_no_page(client, version, moderator):
    text = factories.earlier_text(version.charter, moderator, publish=False, title="Draft of the kowari")
    for address in (*PAGES, history_of(version, 5), f"{history_of(version, 5)}?run=0"):
        page = read(client, address)
        assert "kowari" not in page and "earlier-texts" not in page and "older than this site" not in page
    assert client.get(f"/en/earlier-texts/{text.pk}/compare/1/").status_code == 404


def test_without_earlier_texts_no_page_asks_more(client, version, moderator):
    pages = (*PAGES, history_of(version, 5), f"{history_of(version, 5)}?run=0")
    counts = {address: _asked(client, address) for address in pages}
    factories.earlier_text(version.charter, moderator, publish=False)
    assert {address: _asked(client, address) for address in pages} == counts
    factories.earlier_text(version.charter, moderator)
    more = {address: _asked(client, address) - count for address, count in counts.items()}
    assert more["/en/charter/1/I/"] == more["/en/versions/"] == more["/en/charter/1/"] == 0
    assert max(more.values()) <= 2


def _asked(client, address):
    read(client, address)
    with CaptureQueriesContext(connection) as caught:
        read(client, address)
    return len(caught)
