"""Search: the place is shown, nothing secret is found, an empty answer says what to try."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Wave
from charter.actions.versions import themes
from charter.views.reading.search_results import marked
from tests import factories
from tests.charter.views.city.test_frameworks import enter

CODES = ("", "en", "fr")


def search(client, words, language="en"):
    return client.get(f"/{language}/search/", {"q": words}).content.decode()


def test_words_of_the_latest_version_are_found_with_their_place(client, version):
    html = search(client, "CLEAN water")
    assert "<strong>clean</strong> <strong>water</strong>" in html
    assert "/en/charter/1/II/#II.1" in html


def test_the_language_of_the_address_is_searched(client, version):
    assert "fontaine" not in search(client, "robinet", "en")
    assert "/fr/charter/1/II/#II.1.a" in search(client, "robinét", "fr")


def test_a_member_is_found_by_a_near_spelling_with_its_amendments(client, charter, round_, officer):
    city = factories.organisation("Kisumbai")
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes for all.")
    html = search(client, "Kisumbay")
    assert f'href="/en/cities/{city.slug}/"' in html
    assert "1 amendment · 0 positions" in html
    assert f"/en/amendments/1/{amendment.number}/" in html


def test_another_form_of_a_word_is_found_and_marked(client, version):
    html = search(client, "households")
    assert "<strong>household</strong>" in html


def test_an_empty_answer_says_what_to_try(client, version):
    html = search(client, "zeppelin")
    assert "No results for “zeppelin”. Try fewer words or another language." in html


def test_a_public_amendment_is_found_by_its_words(client, charter, round_, city, officer):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes for giraffes.")
    amendment.save()
    assert f"/en/amendments/1/{amendment.number}/" in search(client, "giraffes")


def test_drafts_are_not_found(client, charter, round_, city, officer):
    factories.draft(round_, city, officer, "Homes for giraffes and other people.")
    assert "Try fewer words or another language" in search(client, "giraffes")


def test_decisions_are_found_once_released(client, charter, version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes.")
    factories.accepted(amendment, moderator, outcome="not_accepted", release=False)
    assert "In decisions" not in search(client, "It is clear")
    factories.accepted(amendment, moderator, outcome="not_accepted")
    assert "In decisions" in search(client, "It is clear")


def test_typed_mark_up_is_text(client, version):
    assert "&lt;b&gt;x" in search(client, "<b>x")


def test_long_texts_are_cut_around_the_first_place():
    text = "word " * 100 + "needle" + " word" * 100
    assert "<strong>needle</strong>" in marked(text, "needle")
    assert len(marked(text, "needle")) < 400


def test_a_title_that_is_found_leads_to_a_place_that_is_there(client, version):
    html = search(client, "home one can keep")
    assert 'href="/en/charter/1/I/#I.title"' in html
    assert 'id="I.title"' in client.get("/en/charter/1/I/").content.decode()


@pytest.mark.parametrize(
    ("typed", "meant", "language"),
    [("watter", "water", "en"), ("clena watre", "clean water", "en"), ("robinnet", "robinet", "fr")],
)
def test_a_misspelt_word_finds_what_was_meant(client, version, typed, meant, language):
    html = search(client, typed, language)
    assert f"<bdi>{meant}</bdi>" in html
    assert f"/{language}/charter/1/II/#II.1" in html


@pytest.mark.parametrize("typed", ["zeppelin", "xyz", "水"])
def test_what_is_like_nothing_is_not_taken_for_something(client, version, typed):
    assert "Did you mean" not in search(client, typed)


def test_what_is_found_is_not_doubted(client, version):
    assert "Did you mean" not in search(client, "water")


def test_a_kind_narrows_the_search(client, charter, round_, city, officer):
    factories.under_review(round_, city, officer, factories.provision(charter, 5), "Clean water for giraffes.").save()
    both = search(client, "water")
    assert "In the charter" in both and "In amendments" in both
    only = client.get("/en/search/", {"q": "water", "kind": "amendments"}).content.decode()
    assert "In the charter" not in only and "In amendments" in only


def test_an_earlier_version_is_searched_when_it_is_asked_for(client, city, officer, moderator):
    first = factories.version(factories.charter(languages=("en",)))
    factories.second_version(first, {5: "The city keeps giraffes."}, by=moderator, city=city, proposer=officer)
    assert "In the charter" in search(client, "giraffes")
    html = client.get("/en/search/", {"q": "giraffes", "version": "1", "kind": "charter"}).content.decode()
    assert "Try fewer words or another language" in html


def test_near_words_cost_one_look_into_the_version(client, version):
    search(client, "wateer")
    with CaptureQueriesContext(connection) as first:
        search(client, "watre")
    with CaptureQueriesContext(connection) as second:
        search(client, "watter")
    assert len(first) == len(second)


def in_language(client, words, code):
    return client.get("/en/search/", {"q": words, "language": code}).content.decode()


def test_another_language_can_be_chosen_and_its_words_say_which_they_are(client, version):
    html = in_language(client, "robinet", "fr")
    assert "/fr/charter/1/II/#II.1.a" in html
    assert '<p class="words small" lang="fr" dir="ltr">' in html
    assert '<option value="fr" lang="fr" dir="ltr" selected>' in html


def test_amendments_and_decisions_are_narrowed_to_the_language_they_were_written_in(
    client, charter, version, city, officer, moderator
):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes for giraffes.")
    factories.accepted(amendment, moderator, outcome="not_accepted")
    counts = {
        code: in_language(client, "giraffes", code).count(f"/amendments/1/{amendment.number}/") for code in CODES
    }
    clear = {code: "In decisions" in in_language(client, "It is clear", code) for code in CODES}
    assert (counts, clear) == ({"": 1, "en": 1, "fr": 0}, {"": True, "en": True, "fr": False})


def test_a_reason_in_another_language_says_which(client, charter, round_, city, officer):
    amendment = factories.under_review(
        round_, city, officer, factories.provision(charter, 5), "Des girafes.", language="fr"
    )
    reason = amendment.text.reason
    type(reason).objects.filter(pk=reason.pk).update(language="fr")
    assert '<p class="meta" lang="fr" dir="ltr">' in in_language(client, "girafes", "fr")


def test_a_language_that_the_charter_has_not_is_that_of_the_page(client, version):
    assert "/en/charter/1/II/#II.1" in in_language(client, "clean water", "xx")


@pytest.fixture
def many(client, charter, round_, city, officer):
    """More amendments that say one word than one page of results holds."""
    for n in range(53):
        factories.under_review(round_, city, officer, factories.provision(charter, 5), f"Homes for {n} giraffes.")


def links(html):
    return re.findall(r'href="/en/amendments/1/(\d+)/"', html)


def test_a_few_of_each_kind_are_shown_with_a_way_to_all_of_them(client, many):
    html = search(client, "giraffes")
    assert "1 to 10 of 53" in html
    assert links(html) == [str(n) for n in range(1, 11)]
    everything = re.search(r'href="(\?[^"]*)">All results in amendments<', html)[1]
    first = client.get(f"/en/search/{unescape(everything)}").content.decode()
    assert "1 to 20 of 53" in first and "Page 1 of 3" in first
    query = {"q": "giraffes", "kind": "amendments"}
    further = [client.get("/en/search/", {**query, "page": number}).content.decode() for number in (2, 3)]
    assert [link for page in (first, *further) for link in links(page)] == [str(n) for n in range(1, 54)]


def test_words_are_sought_before_anything_is_joined_that_a_row_shows(client, many):
    with CaptureQueriesContext(connection) as queries:
        search(client, "giraffes")
    seeking = [query["sql"] for query in queries if "charter_searchtext" in query["sql"]]
    assert len(seeking) >= 4
    assert [sql for sql in seeking if "accounts_said" in sql.split("WHERE")[0]] == []


@pytest.fixture
def frameworks_of_campaign(version, moderator, city):
    """A confirmed framework, one of a member whose name is withheld, and one that awaits the secretariat."""
    factories.wave()
    hidden = factories.organisation("Quokkaville")
    enter(version.charter, city, "Plan de los jerbos", by=moderator, typed="II.1")
    enter(version.charter, city, "Plan del potto")
    enter(version.charter, hidden, "Plan del quokka", by=moderator, typed="II.1")
    type(hidden).objects.filter(pk=hidden.pk).update(name_withheld=True, withheld_because="Asked.")
    themes.save_theme(charter=version.charter, names={"en": "Wells"}, typed="II", by=moderator)


def test_a_framework_is_found_by_its_title_its_member_and_its_theme(client, frameworks_of_campaign, city):
    for words in ("JERBOS plan", str(city), "wells"):
        html = search(client, words)
        assert f'href="/en/cities/{city.slug}/#frameworks" lang="es"' in html, words
        assert "potto" not in html and "quokka" not in html


def test_results_in_the_charter_and_members_lead_to_frameworks(client, frameworks_of_campaign, city, version):
    line = version.manifest.get(citation="II.1", language="en")
    assert f'href="/en/provisions/{line.provision.short}/#frameworks">1 member implements the provision' in search(
        client, "II.1"
    )
    assert f'href="/en/cities/{city.slug}/#frameworks">1 framework<' in search(client, str(city))


def test_a_site_without_a_campaign_has_no_frameworks_to_search(client, frameworks_of_campaign):
    assert '<option value="frameworks"' in search(client, "jerbos")
    Wave.objects.all().delete()
    html = search(client, "jerbos")
    assert '<option value="frameworks"' not in html and "Plan de los" not in html


def test_many_frameworks_cost_no_more_to_search_than_one(client, frameworks_of_campaign, version, moderator):
    def cost():
        search(client, "jerbos")
        with CaptureQueriesContext(connection) as caught:
            search(client, "jerbos plan")
        return len(caught)

    for_one = cost()
    for number in range(3):
        member = factories.organisation(f"Aville {number}")
        enter(version.charter, member, f"Plan {number} de los jerbos", by=moderator, typed="II.1")
    assert cost() == for_one
