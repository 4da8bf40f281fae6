"""A moderator imports a text from before the site: file, check, publication; and what readers see of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from charter.models import EarlierText
from tests import factories

pytestmark = pytest.mark.django_db
HERE = "/en/desk/earlier-texts/"
KNOWN = {"dated": "2011-05-17", "authors": "The drafting group", "source": "Acts of the congress", "language": "en"}


@pytest.fixture
def desk(client, moderator, settings):
    settings.DEMONSTRATION = True
    moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    return client


def send(desk, html=factories.EARLIER, **fields):
    file = SimpleUploadedFile("draft.html", html.encode())
    return desk.post(HERE, {"file": file, **KNOWN, **fields})


def post(desk, text, form, **fields):
    page = desk.get(f"{HERE}{text.pk}/?article={fields.get('article', '')}")
    bound = page.context[form]
    carried = {name: bound[name].value() for name in ("token", "revision") if bound[name].value() is not None}
    return desk.post(f"{HERE}{text.pk}/", {**carried, **fields})


def test_a_file_is_shown_beside_the_charter_before_anybody_else_sees_it(desk, client, version):
    answer = send(desk)
    text = EarlierText.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{HERE}{text.pk}/")
    page = desk.get(answer.url).content.decode()
    assert factories.WORDS["en"][5] in page and "The city keeps one tenth" in page
    assert "The text is not published yet." in page
    assert client.get("/en/earlier-texts/").status_code == 404
    assert client.get(f"/en/earlier-texts/{text.pk}/").status_code == 404


def test_what_was_left_out_of_the_file_is_named(desk, version):
    send(desk, factories.EARLIER + '<script>alert("x")</script>')
    page = desk.get(f"{HERE}{EarlierText.objects.get().pk}/").content.decode()
    assert "Text removed or corrected during the import" in page and "Scripts are removed." in page


def test_a_moderator_corrects_which_provision_it_is(desk, version):
    send(desk)
    text = EarlierText.objects.get()
    line = text.lines.get(words__startswith="No carriage")
    chosen = factories.provision(version.charter, 6)
    fields = {"act": "match", "article": str(line.article), f"line-{line.pk}": str(chosen.key)}
    title = text.lines.get(article=line.article, kind="title")
    assert post(desk, text, "match", **fields, **{f"line-{title.pk}": ""}).status_code == 302
    line.refresh_from_db()
    assert line.provision == chosen
    page = desk.get(f"{HERE}{text.pk}/?article={line.article}").content.decode()
    assert f'<option value="{chosen.key}" selected>' in page


def test_details_are_corrected_and_typed_text_comes_back_with_a_refusal(desk, version):
    send(desk)
    text = EarlierText.objects.get()
    known = {"act": "details", "title": "The old draft", "authors": "Many", "source": "A box"}
    refused = post(desk, text, "details", **known, dated="May 2011")
    assert refused.status_code == 422
    assert "Enter a year, a month or a day" in refused.content.decode() and "The old draft" in refused.content.decode()
    assert post(desk, text, "details", **known, dated="2011-05").status_code == 302
    text.refresh_from_db()
    assert (text.title, text.dated) == ("The old draft", "2011-05")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"dated": "2011-02-30"}, "Enter a year, a month or a day"),
        (
            {"dated": str(timezone.now().year + 1)},
            "The date is in the future. Enter the date of today or an earlier date.",
        ),
        ({"language": "xyzzy"}, "language"),
        ({"authors": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(desk, version, fields, sentence):
    answer = send(desk, **fields)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not EarlierText.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(desk, version):
    answer = desk.post(HERE, {"file": SimpleUploadedFile("a.docx", b"PK\x03\x04 no archive"), **KNOWN})
    assert answer.status_code == 422 and not EarlierText.objects.exists()


def test_after_publication_everybody_reads_it_with_its_mark(desk, client, version):
    send(desk, note="Found in a box.", link="https://example.org/acts")
    text = EarlierText.objects.get()
    assert "earlier-texts" not in client.get("/en/versions/").content.decode()
    assert post(desk, text, "button", act="publish").status_code == 302
    client.logout()
    assert 'href="/en/earlier-texts/"' in client.get("/en/versions/").content.decode()
    listed = client.get("/en/earlier-texts/").content.decode()
    assert "The text is older than this site." in listed and "17 May 2011" in listed and "The drafting group" in listed
    page = client.get(f"/en/earlier-texts/{text.pk}/").content.decode()
    for words in (
        "The text is older than this site.",
        "the fingerprints",
        "The drafting group",
        "Acts of the congress",
        "Found in a",
    ):
        assert words in page
    assert f'href="/en/provisions/{factories.provision(version.charter, 5).short}/"' in page
    assert "No carriage stands before a church" in page


def test_a_deleted_text_leaves_no_page_and_no_link(desk, client, version, moderator):
    text = factories.earlier_text(version.charter, moderator)
    assert client.get(f"/en/earlier-texts/{text.pk}/").status_code == 200
    assert post(desk, text, "button", act="delete").status_code == 302
    client.logout()
    assert client.get("/en/earlier-texts/").status_code == 404
    assert "earlier-texts" not in client.get("/en/versions/").content.decode()
