"""Search: the place is shown, nothing secret is found, an empty answer says what to try."""

from __future__ import annotations

from charter.views.searching import marked
from tests import factories


def search(client, words, language="en"):
    return client.get(f"/{language}/search/", {"q": words}).content.decode()


def test_words_of_the_latest_version_are_found_with_their_place(client, version):
    html = search(client, "CLEAN water")
    assert "<strong>clean</strong> <strong>water</strong>" in html
    assert "/en/charter/1/II/#II.1" in html


def test_the_language_of_the_address_is_searched(client, version):
    assert "fontaine" not in search(client, "robinet", "en")
    assert "/fr/charter/1/II/#II.1.a" in search(client, "robinét", "fr")


def test_an_empty_answer_says_what_to_try(client, version):
    html = search(client, "zeppelin")
    assert "Nothing found for “zeppelin”. Try fewer words, or another language." in html


def test_a_public_amendment_is_found_by_its_words(client, charter, round_, city, officer):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Homes for giraffes.")
    amendment.save()
    assert f"/en/amendments/1/{amendment.number}/" in search(client, "giraffes")


def test_drafts_are_not_found(client, charter, round_, city, officer):
    factories.draft(round_, city, officer, "Homes for giraffes and other people.")
    assert "Nothing found" in search(client, "giraffes")


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
