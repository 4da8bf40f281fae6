"""The open work of a language as a page and as files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.files import pandoc
from charter.models import Alignment
from tests import factories

THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."


@pytest.fixture
def homes(charter, moderator):
    homes = factories.provision(charter, 5)
    factories.adopt(homes, THIRD, by=moderator)
    return homes


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


@pytest.fixture
def address():
    return reverse("language_work", args=["fr"])


def xliff(client):
    return client.get(reverse("language_work_file", args=["fr", "xlf"]), {"from": "en"}).content.decode()


def send(client, address, text, name="work.xlf"):
    return client.post(address, {"file": SimpleUploadedFile(name, text.encode())})


def test_words_come_back_and_wait_for_approval(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    assert send(client, address, text).context["changed"] == 1
    assert (Alignment.objects.get().html, Alignment.objects.get().state) == (TIERS, "to_approve")


def test_both_versions_of_xliff_are_offered_and_the_older_one_comes_back_too(client, homes, editor, address):
    files = client.get(address).context["files"]
    assert [file["word"] for file in files] == ["DOCX", "XLIFF 2.0 (en)", "XLIFF 1.2 (en)"]
    text = client.get(files[2]["url"]).content.decode()
    assert 'version="1.2"' in text
    assert send(client, address, text.replace(factories.WORDS["fr"][5], TIERS)).context["changed"] == 1
    unknown = client.get(reverse("language_work_file", args=["fr", "xlf"]), {"from": "en", "version": "1.1"})
    assert unknown.status_code == 404


def test_the_same_file_again_changes_nothing(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    send(client, address, text)
    answer = send(client, address, text)
    assert (answer.context["changed"], answer.context["same"]) == (0, 1)
    assert Alignment.objects.get().revision == 1


def test_a_line_whose_source_moved_is_refused_and_its_words_are_shown(client, homes, editor, address, moderator):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    answer = send(client, address, text)
    assert [line.sent.words for line in answer.context["refused"]] == [TIERS]
    assert TIERS in answer.content.decode()
    assert not Alignment.objects.exists()


def test_another_editors_words_are_not_written_over(client, homes, editor, address):
    text = xliff(client)
    send(client, address, text.replace(factories.WORDS["fr"][5], TIERS))
    client.force_login(factories.holder("language_editor", "fr"))
    answer = send(client, address, text.replace(factories.WORDS["fr"][5], "Autre chose."))
    assert "Another editor" in answer.context["refused"][0].refused
    assert Alignment.objects.get().html == TIERS


def test_a_broken_file_is_said_beside_the_field(client, homes, editor, address):
    answer = send(client, address, "nothing")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


@pytest.mark.skipif(pandoc.find_pandoc() is None, reason="There is no pandoc here.")
def test_a_table_for_word_holds_the_work(client, homes, editor):
    answer = client.get(reverse("language_work_file", args=["fr", "docx"]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("ending", ["pdf", "xlf"])
def test_no_file_where_there_is_nothing_to_write(client, charter, editor, ending):
    assert client.get(reverse("language_work_file", args=["fr", ending])).status_code == 404


def test_editors_of_another_language_do_not_see_it(client, homes, address):
    client.force_login(factories.holder("language_editor", "es"))
    assert client.get(address).status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(client, homes, editor, address, moderator, charter):
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for place in (4, 6):
        factories.adopt(factories.provision(charter, place), THIRD, by=moderator)
    with CaptureQueriesContext(connection) as for_three:
        client.get(address)
    assert len(for_three) == len(for_one)


def test_each_line_says_what_changed_and_who_asked(client, homes, editor, address):
    [row] = client.get(address).context["rows"]
    assert "third" in row["redline"]
    assert [amendment["url"] for amendment in row["asked"]] == [""]


def test_where_nothing_is_open_no_file_is_asked_for(client, charter, editor):
    page = client.get("/en/languages/fr/work/").content.decode()
    assert "No pending work in this language." in page and 'type="file"' not in page
