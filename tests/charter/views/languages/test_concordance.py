"""The page that shows how each language says a text."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.versions import corrigenda
from charter.views.languages import concordance
from tests import factories

HOMES = factories.WORDS["en"][5]


@pytest.fixture
def page(client, charter):
    factories.version(charter)
    return asking(client)


def asking(client):
    client.force_login(factories.holder("language_editor", "fr"))
    return lambda **query: client.get(reverse("concordance"), query)


def test_hits_are_marked_beside_the_other_languages(page):
    answer = page(text="ONE fifth", language="en")
    [row] = answer.context["rows"]
    assert [one["language"].code for one in row["texts"]] == ["en", "fr", "es"]
    content = answer.content.decode()
    assert "keeps <strong>one fifth</strong> of new homes" in content
    assert f'lang="fr" dir="ltr">{factories.WORDS["fr"][5]}' in content
    assert row["url"].startswith("/en/charter/1/I/#I.")
    assert row["provision_url"] and "version 1" in content


def test_the_working_text_leads_to_its_article(page, charter, moderator):
    factories.adopt(factories.provision(charter, 5), HOMES.replace("fifth", "third"), by=moderator)
    answer = page(text="one third", language="en")
    [row] = answer.context["rows"]
    assert row["url"].startswith("/en/charter/working/I/#I.") and "working text" in answer.content.decode()


def test_the_place_in_a_version_has_the_citation_of_that_version(page, charter, moderator, client):
    [row] = page(text="one fifth", language="en").context["rows"]
    anchor = row["url"].partition("#")[2]
    assert f'id="{anchor}"' in client.get(row["url"]).content.decode()


def test_the_language_of_the_page_is_the_default(page, client):
    assert page().context["language"].code == "en"
    assert page(language="xx").context["language"].code == "en"
    assert client.get("/fr/languages/concordance/").context["language"].code == "fr"


@pytest.mark.parametrize("text", ["nowhere", "x\x00q", "<script>"])
def test_a_text_that_no_version_contains_is_said(page, text):
    answer = page(text=text)
    assert answer.status_code == 200 and "No version contains" in answer.content.decode()


def test_many_rows_are_paged(page, monkeypatch):
    monkeypatch.setattr(concordance, "ROWS_ON_A_PAGE", 2)
    first, second = page(text="the", language="en"), page(text="the", language="en", page="2")
    assert len(first.context["rows"]) == 2 and first.context["rows"] != second.context["rows"]
    assert "text=the" in first.content.decode() and "page=2" in first.content.decode()


def test_the_page_asks_as_much_for_many_versions_as_for_one(client, db, moderator):
    charter = factories.charter(languages=("en",))
    factories.version(charter)
    page = asking(client)

    def count(text):
        page(text=text, language="en")
        with CaptureQueriesContext(connection) as queries:
            assert page(text=text, language="en").status_code == 200
        return len(queries)

    for_one = count("one fifth")
    for words in ("third", "half"):
        factories.adopt(factories.provision(charter, 5), HOMES.replace("fifth", words), by=moderator)
        factories.next_version(charter, by=moderator)
    assert count("new homes") == for_one


@pytest.mark.parametrize(("kind", "status"), [("section_staff", 404), ("language_reader", 404), ("moderator", 200)])
def test_only_people_who_work_on_the_text_see_it(client, charter, kind, status):
    factories.version(charter)
    client.force_login(factories.with_second_factor(factories.holder(kind, "fr" if "lang" in kind else "")))
    assert client.get(reverse("concordance"), {"text": "home"}).status_code == status


def test_the_pages_of_languages_lead_to_it(page, client, charter, moderator):
    provision = factories.provision(charter, 5)
    factories.adopt(provision, HOMES.replace("fifth", "third"), by=moderator)
    for address in (
        reverse("languages"),
        reverse("language_work", args=["fr"]),
        reverse("alignment", args=["fr", provision.short]),
    ):
        assert reverse("concordance") in client.get(address).content.decode()


def correct(version, words):
    corrigenda.sign_corrigendum(
        version=version,
        provision=factories.provision(version.charter, 5),
        language="en",
        html=words,
        reason="A misprint.",
        by=factories.secretariat("moderator"),
        agreed_by=factories.secretariat("moderator"),
    )


def test_a_corrected_text_is_below_the_published_one_with_its_hits(client, charter):
    version = factories.version(charter)
    correct(version, HOMES.replace("fifth", "quarter"))
    answer = asking(client)(text="one quarter", language="en")
    row = answer.context["rows"][-1]
    assert row["texts"][0]["text"] == HOMES
    [corrected] = row["texts"][0]["corrected"]
    assert corrected["title"].startswith("Corrigendum 1 to version 1, ")
    assert "keeps <strong>one quarter</strong> of new homes" in corrected["text"]
    content = answer.content.decode()
    assert corrected["title"] in content and HOMES in content


def test_the_page_asks_as_much_for_many_corrigenda_as_for_one(client, charter):
    version = factories.version(charter)
    page = asking(client)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert page(text="new homes", language="en").status_code == 200
        return len(queries)

    correct(version, HOMES.replace("fifth", "quarter"))
    count()
    for_one = count()
    correct(version, HOMES.replace("fifth", "tenth"))
    assert count() == for_one
