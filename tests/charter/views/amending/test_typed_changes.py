"""The tracked changes of an amendment while it is typed: computed from what is sent, and stored nowhere."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.amending.changes import LONGEST
from charter.models import Amendment
from tests import factories
from tests.charter.views.amending.test_proposing import NEW, data

OLD = factories.WORDS["en"][5]
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def url(provision):
    return reverse("propose_changes", args=[provision.short])


@pytest.fixture
def writer(client, officer, round_):
    client.force_login(officer)
    return client


def typed(kind="replace", text=NEW, **fields):
    return {"kind": kind, "text": text, "base": "en", "new_kind": "subparagraph", **fields}


def read(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_changed_words_come_back_as_tracked_changes_with_their_number(writer, url):
    answer = writer.post(url, typed())
    words = (
        "1 change The city keeps one [deleted: fifth ] [inserted: third ] of new homes for people with low incomes."
    )
    assert (answer.status_code, read(answer), "<html" in answer.content.decode()) == (200, words, False)


def test_unchanged_words_are_no_change(writer, url):
    assert read(writer.post(url, typed(text=OLD))) == "No changes."


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("delete", {}, "Delete this provision:"),
        ("insert", {"new_text": "Trees grow."}, "A new provision after I.1.1: [inserted: Trees grow. ]"),
        ("move", {"after": "ii.1"}, "Move I.1.1 after II.1:"),
        ("join", {"text": OLD}, "Combine this provision with I.1.2."),
        ("split", {"text": OLD.replace("homes for", "homes\n\nfor")}, "Split this provision."),
    ],
)
def test_each_kind_of_change_is_shown_as_the_next_page_shows_it(writer, url, kind, fields, words):
    assert words in read(writer.post(url, typed(kind, **fields)))


def test_a_new_provision_is_only_what_is_typed_into_its_own_field(writer, url):
    assert read(writer.post(url, typed("insert", text="Typed in the other field."))) == "No changes."


def test_nothing_is_written_and_little_is_read(writer, url):
    writer.post(url, typed())
    with CaptureQueriesContext(connection) as caught:
        writer.post(url, typed(text=f"{NEW} Again."))
    asked = [query["sql"] for query in caught]
    assert [sql for sql in asked if not sql.startswith("SELECT")] == []
    assert len(asked) <= MOST_QUERIES, asked
    assert Amendment.objects.count() == 0


def test_a_person_who_asks_too_often_reads_so_and_nobody_else(writer, url, delegate, settings):
    settings.TYPING_LIMIT = "2/m"
    answers = [writer.post(url, typed()).status_code for _time in range(3)]
    assert answers == [200, 200, 429]
    assert (
        read(writer.post(url, typed())) == "The preview is paused and returns in one minute. You can continue typing."
    )
    writer.force_login(delegate)
    assert writer.post(url, typed()).status_code == 200


def test_a_text_that_is_too_long_is_refused_in_a_sentence(writer, url):
    answer = writer.post(url, typed(text="a " * LONGEST))
    assert (answer.status_code, read(answer)) == (422, "The text is longer than 20,000 characters. Shorten it.")


def test_a_citation_that_nobody_knows_is_named(writer, url):
    answer = writer.post(url, typed("move", after="XX.9"))
    assert (answer.status_code, read(answer)) == (422, "The current text has no provision with this citation.")


def test_only_who_may_write_for_somebody_and_from_our_own_page(client, url, officer, round_):
    assert client.post(url, typed()).status_code == 403
    client.force_login(factories.person())
    assert client.post(url, typed()).status_code == 403
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(officer)
    assert foreign.post(url, typed()).status_code == 403


def test_the_button_shows_the_same_without_script_and_stores_nothing(writer, provision, city):
    page = writer.post(reverse("propose", args=[provision.short]), data(provision, city, act="show:0"))
    text = page.content.decode()
    shown = text.split("data-tracked-shown")[1].split("data-tracked-button")[0]
    assert "third" in shown and "<del" in shown and "1 change" in text
    assert f">\n{NEW}</textarea>" in text and Amendment.objects.count() == 0


def test_a_draft_opens_with_its_tracked_changes(writer, round_, city, officer):
    draft = factories.draft(round_, city, officer)
    page = writer.get(reverse("draft", args=[draft.key])).content.decode()
    assert "<ins" in page.split("data-tracked-shown")[1].split("data-tracked-button")[0]


def test_errors_are_listed_in_the_order_of_the_fields(writer, provision, city, round_):
    sent = data(provision, city, kind="move", title="a" * 161, **{"changes-0-after": "XX.9", "language": "xx"})
    sent["changes-0-base"] = "xx"
    page = writer.post(reverse("propose", args=[provision.short]), sent).content.decode()
    linked = re.findall(r'<li><a href="#(\w[\w-]*)"', page)
    places = [page.index(f'id="{name}"') for name in linked]
    assert linked == ["id_changes-0-after", "id_language", "id_title"] and places == sorted(places)
