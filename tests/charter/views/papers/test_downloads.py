"""Taking away: the page of formats, the files, and the page that waits for a long one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from charter.models import Download, Round
from tests import factories

KEPT = "The city keeps one third of new homes for people with low incomes."
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def second(db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    return factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/en/charter/2/", "charter/2"),
        ("/en/charter/2/I/", "charter/2/I"),
        ("/en/charter/1..2/", "charter/1..2"),
        ("/en/charter/1..2/I/", "charter/1..2/I"),
        ("/en/decisions/", "decisions/1"),
    ],
)
def test_every_text_leads_to_its_files(client, second, path, name):
    assert f'<a href="/en/{name}/download/">Download, print, cite</a>' in page(client, path)
    assert f'href="/en/{name}.docx"' in page(client, f"/en/{name}/download/")


def test_the_page_says_the_size_of_what_is_made(client, second):
    assert page(client, "/en/charter/2/I/download/").count("The file is created immediately on request.") == 7
    size = len(client.get("/en/charter/2/I.md").content)
    html = page(client, "/en/charter/2/I/download/")
    assert html.count("The file is created immediately on request.") == 6 and f"{size}\xa0bytes" in html


def test_the_page_says_how_to_cite(client, second):
    html = page(client, "/en/charter/2/I/download/")
    assert 'Charter of the sample city, <bdi dir="ltr">I</bdi>, version 2 (English), published' in html
    assert f'/en/charter/2/I/</bdi>. Fingerprint <bdi dir="ltr">{second.digest[:16]}</bdi>.' in html


def test_a_file_comes_with_its_name_and_kind(client, second):
    response = client.get("/en/charter/2/I.docx")
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == 'attachment; filename="charter-2-I-en.docx"'
    assert client.get("/en/charter/2/I.docx", headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/en/charter/9.docx",
        "/en/charter/2/IX.docx",
        "/en/charter/2/a-home-one-can-keep.docx",
        "/en/charter/2..1.docx",
        "/en/charter/1..2.csv",
        "/en/decisions/9.csv",
        "/en/charter/9/download/",
    ],
)
def test_what_is_not_published_is_not_found(client, second, path):
    assert client.get(path).status_code == 404


def test_decisions_that_nobody_released_are_not_found(client, round_):
    assert client.get(f"/en/decisions/{round_.number}.csv").status_code == 404


def test_a_long_file_is_made_once_and_kept(client, second):
    first = client.get("/en/charter/2.docx")
    row = Download.objects.get()
    assert (row.name, row.language, row.state, row.size) == ("charter/2.docx", "en", "made", len(first.content))
    assert row.digest == hashlib.sha256(first.content).hexdigest()
    Download.objects.update(data=b"kept")
    assert client.get("/en/charter/2.docx").content == b"kept"


def test_a_long_file_is_made_again_when_what_it_says_has_moved(client, second, moderator):
    before = client.get("/en/charter/2.html").content
    second.statuses.create(status="adopted", body="The assembly", by=moderator, at=timezone.now())
    after = client.get("/en/charter/2.html").content
    assert b"adopted by The assembly" in after and b"adopted by The assembly" not in before
    assert Download.objects.count() == 1


def test_a_page_waits_for_a_long_file_without_script(client, second, settings):
    settings.TASKS = DUMMY
    response = client.get("/en/charter/2.docx")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (202, "5", "no-store")
    html = response.content.decode()
    assert (
        '<meta http-equiv="refresh" content="5">' in html
        and "This page updates automatically. The download starts when" in html
    )
    assert client.get("/en/charter/2.docx").status_code == 202 and Download.objects.count() == 1


def test_the_waiting_page_counts_the_files_before_it(client, second, settings):
    settings.TASKS = DUMMY
    assert "No other file is prepared before your file." in client.get("/en/charter/2.docx").content.decode()
    assert "1 other file is prepared before your file." in client.get("/en/charter/2.pdf").content.decode()
    Download.objects.filter(name="charter/2.docx").update(asked_at=timezone.now() - timedelta(days=1))
    assert "No other file is prepared before your file." in client.get("/en/charter/2.pdf").content.decode()


def test_the_queue_makes_the_pdf_of_a_large_table_of_decisions(client, second, settings, monkeypatch):
    settings.TASKS = DUMMY
    number = Round.objects.get().number
    page_of_formats = f"/en/decisions/{number}/download/"
    assert "A page shows the progress." not in page(client, page_of_formats)
    monkeypatch.setattr("charter.exports.decisions.AT_ONCE", {"pdf": 0})
    assert page(client, page_of_formats).count("A page shows the progress.") == 1
    assert client.get(f"/en/decisions/{number}.pdf").status_code == 202
    assert client.get(f"/en/decisions/{number}.csv").status_code == 200


def test_a_file_that_cannot_be_made_says_so(client, second, settings):
    settings.TASKS = DUMMY
    client.get("/en/charter/2.docx")
    Download.objects.update(state="failed")
    assert "Your file could not be prepared" in client.get("/en/charter/2.docx").content.decode()


def test_a_queue_that_does_not_answer_is_told(client, second, settings):
    from datetime import timedelta

    from django.db.models import F

    settings.TASKS = DUMMY
    client.get("/en/charter/2.docx")
    Download.objects.update(asked_at=F("asked_at") - timedelta(minutes=7))
    assert "The service that makes files is not responding" in client.get("/en/charter/2.docx").content.decode()


def test_the_interface_of_a_file_is_its_readers_language(client, db):
    factories.version(factories.charter(languages=("en", "fr")))
    assert '<html lang="fr"' in client.get("/fr/charter/1.html").content.decode()


def test_numbered_lines_are_there_on_demand_alone(client, version):
    page = client.get("/en/charter/1/I/download/").content.decode()
    assert 'href="/en/charter/1/I/?lines=1"' in page
    assert 'class="with-lines"' in client.get("/en/charter/1/I/?lines=1").content.decode()
    assert "with-lines" not in client.get("/en/charter/1/I/").content.decode()
