"""The text of an article with its notes: on the page, as a file and on paper."""

from __future__ import annotations

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.exports import paper
from charter.exports import files, paper_names
from tests import factories
from tests.charter.exports import tagged

KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def second(db, moderator, city, officer):
    """A second version, with one third of new homes in place of one fifth."""
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def page(client, *args):
    answer = client.get(reverse("article_notes", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_passage_calls_the_note_that_names_member_decision_and_reason(client, second):
    html = page(client, 2, "I")
    provision = html.split('id="I.1.1"')[1].split("</div>")[0]
    assert 'id="call-1" href="#note-1"' in provision and "third" in provision
    [note] = re.findall(r'<li id="note-\d+">(.*?)</li>', html, re.DOTALL)
    assert "Tamanrit" in words_of(note) and "amendment 1 of round 1" in words_of(note)
    assert "Accepted" in words_of(note) and "Why it is asked" in words_of(note)
    assert 'href="/en/amendments/1/1/"' in note


def test_every_word_of_the_article_is_there_as_published(client, second):
    text = words_of(page(client, 2, "I"))
    for words in (factories.WORDS["en"][4], factories.WORDS["en"][6]):
        assert words in text


def test_a_version_without_amendments_says_where_its_text_comes_from(client, second):
    html = page(client, 1, "I")
    assert "No amendment has changed this article." in html and "First text" in html
    assert "note-1" not in html


def test_the_article_leads_to_it_and_an_address_by_slug_to_the_one_by_number(client, second):
    assert reverse("article_notes", args=[2, "I"]) in client.get("/en/charter/2/I/").content.decode()
    answer = client.get(reverse("article_notes", args=[2, "a-home-one-can-keep"]))
    assert answer["Location"] == reverse("article_notes", args=[2, "I"])
    for args in ([3, "I"], [2, "XX"]):
        assert client.get(reverse("article_notes", args=args)).status_code == 404


def test_more_amendments_cost_no_more_queries(client, second, moderator, city, officer):
    def count(number):
        with CaptureQueriesContext(connection) as queries:
            page(client, number, "I")
        return len(queries)

    page(client, 2, "I")
    few = count(2)
    changed = {place: f"{factories.WORDS['en'][place]} And more." for place in (6, 7)}
    factories.second_version(second, changed, by=moderator, city=city, proposer=officer)
    page(client, 3, "I")
    assert count(3) <= few


def test_the_file_has_the_same_notes_with_full_addresses(client, second, settings):
    html = client.get(reverse("download", args=["edition/2/I", "html"])).content.decode()
    assert f'href="{settings.SITE_URL}/en/amendments/1/1/"' in html and 'href="/en/' not in html
    assert re.search(r'<li id="note-([\w-]+)-1">', html) and re.search(r'href="#note-([\w-]+)-1">1</a>', html)
    assert client.get(reverse("downloads", args=["edition/2/I"])).status_code == 200
    assert client.get(reverse("downloads", args=["edition/2/XX"])).status_code == 404


def edition(place, language="en", extension="html"):
    return files.write_file(paper_names.find_paper(f"edition/{place}", language), extension)


def test_the_edition_of_the_whole_charter_has_the_notes_of_each_article(client, second, city, officer, moderator):
    changed = {8: factories.WORDS["en"][8].replace("clean water", "clean, safe water")}
    factories.second_version(second, changed, by=moderator, city=city, proposer=officer)
    html = edition("3").decode()
    names = re.findall(r'id="(note-[\w-]+)"', html)
    assert len(names) == len(set(names)) and set(re.findall(r'href="#(note-[\w-]+)"', html)) == set(names)
    assert sum(name.endswith("-1") for name in names) == 2, "the notes of each article begin at 1"
    for name in ("I", "II"):
        own = re.findall(r'<li id="note-[\w-]+">(.*?)</li>', edition(f"3/{name}").decode(), re.DOTALL)
        assert own and all(note in html for note in own)
    assert reverse("downloads", args=["edition/3"]) in client.get("/en/charter/3/").content.decode()
    assert client.get(reverse("downloads", args=["edition/3"])).status_code == 200
    assert client.get(reverse("downloads", args=["edition/4"])).status_code == 404


@pytest.mark.skipif(not paper.is_ready(), reason="the libraries that draw PDF are not here")
def test_on_paper_the_note_is_at_the_foot_of_its_page(second):
    pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads PDF back, is not here")
    document = pypdf.PdfReader(io.BytesIO(files.write_file(paper_names.find_paper("edition/2/I", "en"), "pdf")))
    text = " ".join(document.pages[0].extract_text().split())
    assert text.count("amendment 1 of round 1") == 1
    assert text.index("one third") < text.index("amendment 1 of round 1")
    assert text.index(factories.WORDS["en"][6][:20]) < text.index("amendment 1 of round 1")
    assert tagged.faults(document) == []
