"""The page on which the team of a member downloads an article as a Word file."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.exports.writing import FORMATS
from charter.forms.papers.working_papers import DownloadForm
from charter.models import IssuedPaper


@pytest.fixture
def page(version, round_, city, officer, client):
    client.force_login(officer)
    return reverse("city_papers")


def test_the_team_gets_the_article_as_a_word_file(page, client, city):
    answer = client.post(page, {"act": "download", "article": "I", "language": "fr", "file_format": "docx"})
    assert (answer.status_code, answer["Content-Type"]) == (200, FORMATS["docx"].content_type)
    assert answer["Content-Disposition"] == 'attachment; filename="I-1-fr.docx"'
    paper = IssuedPaper.objects.get()
    assert (paper.organisation, paper.language, paper.version.number) == (city, "fr", 1)


def test_an_article_that_does_not_exist_is_refused_beside_its_field(page, client):
    answer = client.post(page, {"act": "download", "article": "XX", "language": "en", "file_format": "docx"})
    assert (answer.status_code, IssuedPaper.objects.count()) == (422, 0)


def test_the_article_and_the_workspace_lead_there(page, client, officer):
    article = client.get(reverse("article", args=[1, "I"])).content.decode()
    assert f'href="{page}?article=I"' in article
    assert f'href="{page}?as=' in client.get(reverse("city")).content.decode()
    assert '<option value="I" selected>' in client.get(page, {"article": "I"}).content.decode()


def test_a_reader_without_a_team_sees_no_link(page, client):
    client.logout()
    assert page not in client.get(reverse("article", args=[1, "I"])).content.decode()


def test_the_team_gets_the_whole_charter_once_a_member(page, client):
    values = {"act": "download", "article": "*", "language": "en", "file_format": "docx"}
    for _n in range(2):
        answer = client.post(page, values)
        assert (answer.status_code, answer["Content-Type"]) == (200, FORMATS["docx"].content_type)
        assert answer["Content-Disposition"] == 'attachment; filename="charter-1-en.docx"'
    assert IssuedPaper.objects.get().article is None


def part(first, last, **more):
    return {"act": "download", "article": first, "last_article": last, "language": "en", "file_format": "docx", **more}


def test_the_team_gets_a_part_of_the_charter(page, client):
    answer = client.post(page, part("preamble", "I", file_format="odt"))
    assert answer["Content-Disposition"] == 'attachment; filename="preamble-I-1-en.odt"'
    paper = IssuedPaper.objects.get()
    assert (paper.article.slug, paper.last_article.slug) == ("preamble", "a-home-one-can-keep")


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("II", "I", "The last article is before the first article."),
        ("*", "I", "The whole charter is selected"),
        ("I", "XX", "Select a valid choice."),
    ],
)
def test_a_part_that_is_none_is_refused_with_the_reason(page, client, first, last, why):
    answer = client.post(page, part(first, last))
    assert (answer.status_code, IssuedPaper.objects.count()) == (422, 0)
    assert why in answer.content.decode()


def test_all_articles_are_the_whole_charter(page, client):
    answer = client.post(page, part("preamble", "II"))
    assert answer["Content-Disposition"] == 'attachment; filename="charter-1-en.docx"'
    assert IssuedPaper.objects.get().article is None


def test_a_charter_of_two_articles_has_no_part():
    articles = [("preamble", "Preamble"), ("I", "I. A home one can keep")]
    sent = {"article": "I", "language": "en", "file_format": "docx"}
    form = DownloadForm(sent, articles=articles, languages=["en"])
    assert "last_article" not in form.fields and form.is_valid()
    assert "last_article" not in form.cleaned_data
    assert "last_article" in DownloadForm(articles=[*articles, ("II", "II. Water")], languages=["en"]).fields


def test_the_contents_lead_the_team_to_the_whole_charter(page, client):
    contents = reverse("version", args=[1])
    assert f'href="{page}?article=%2A"' in client.get(contents).content.decode()
    assert '<option value="*" selected>' in client.get(page, {"article": "*"}).content.decode()
    client.logout()
    assert page not in client.get(contents).content.decode()
