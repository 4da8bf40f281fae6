"""Pages kept for readers without an account: no query the second time, and never another's page."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import organisations
from charter.actions.reading import kept_pages
from charter.models import CharterLanguage
from tests import factories

ARTICLE = "/en/charter/1/I/"
KEPT = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def keeping(settings):
    settings.KEEPS_PAGES = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def queries(client, path, **options):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path, **options)
    return len(captured), response


@pytest.mark.parametrize("path", [ARTICLE, "/en/charter/", "/en/amendments/", "/en/amendments/?page=1", "/en/cities/"])
def test_the_second_reader_costs_no_query(client, round_, keeping, path):
    first = client.get(path)
    number, second = queries(Client(), path)
    assert (number, second.status_code, second.content) == (0, 200, first.content)


def test_a_kept_page_has_all_headers_and_says_its_age(client, version, keeping):
    first, second = client.get(ARTICLE), client.get(ARTICLE)
    own = {"X-Request-ID": second["X-Request-ID"], "Age": "0"}
    assert dict(second.items()) == {**dict(first.items()), **own}
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert (second["X-Frame-Options"], second["Vary"]) == ("SAMEORIGIN", "Cookie")
    assert {"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "ETag"} <= set(second.headers)


def test_what_is_kept_holds_no_secret_of_one_answer(client, version, keeping):
    response = client.get(ARTICLE)
    assert b"nonce" not in response.content and "nonce" not in response["Content-Security-Policy"]
    assert b"csrfmiddlewaretoken" not in response.content and not response.cookies


def test_who_has_the_page_is_told_so_without_a_query(client, version, keeping):
    tag = client.get(ARTICLE)["ETag"]
    number, again = queries(client, ARTICLE, headers={"If-None-Match": tag})
    assert (number, again.status_code, again.content) == (0, 304, b"")


def test_a_page_first_asked_for_by_who_has_it_is_kept_too(client, version, keeping, settings):
    settings.KEEPS_PAGES = False
    tag = client.get(ARTICLE)["ETag"]
    settings.KEEPS_PAGES = True
    assert client.get(ARTICLE, headers={"If-None-Match": tag}).status_code == 304
    assert queries(client, ARTICLE)[0] == 0


def test_a_new_version_shows_at_once(
    client, db, keeping, moderator, city, officer, django_capture_on_commit_callbacks
):
    english = factories.version(factories.charter(languages=("en",)))
    client.get("/en/charter/")
    with django_capture_on_commit_callbacks(execute=True):
        factories.second_version(english, {5: KEPT}, by=moderator, city=city, proposer=officer)
    assert "Version 2" in client.get("/en/charter/").content.decode()


def test_a_withheld_name_is_gone_at_once(client, round_, keeping, moderator, city, django_capture_on_commit_callbacks):
    path = f"/en/cities/{city.slug}/"
    assert str(city) in client.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        organisations.withhold_name(organisation=city, by=moderator, because="asked")
    assert "Tamanrit" not in client.get(path).content.decode()


def test_who_has_a_session_is_never_served_from_it_nor_fills_it(client, version, keeping, delegate):
    own = Client()
    own.force_login(delegate)
    mine = own.get(ARTICLE)
    assert queries(client, ARTICLE)[0] > 0
    number, again = queries(own, ARTICLE)
    assert number > 0 and "private" in again["Cache-Control"] and "Age" not in again and "Age" not in mine


def test_languages_never_mix(client, version, keeping):
    english, french = client.get(ARTICLE), client.get("/fr/charter/1/I/")
    assert (english["Content-Language"], french["Content-Language"]) == ("en", "fr")
    assert client.get(ARTICLE).content == english.content != client.get("/fr/charter/1/I/").content


def test_a_head_is_answered_from_what_is_kept_and_keeps_nothing(client, version, keeping):
    client.head(ARTICLE)
    assert queries(client, ARTICLE)[0] > 0
    with CaptureQueriesContext(connection) as captured:
        head = client.head(ARTICLE)
    assert (len(captured), head.status_code, head.content) == (0, 200, b"")


@pytest.mark.parametrize("query_string", ["x=1", "page=1&x=1", "page=1000", "page=a", "view=Á"])
def test_unknown_questions_keep_nothing(client, version, keeping, query_string):
    client.get(f"{ARTICLE}?{query_string}")
    assert queries(client, f"{ARTICLE}?{query_string}")[0] > 0


def test_large_pages_are_not_kept(keeping):
    kept_pages.keep_page("large", 0.0, b"x" * (kept_pages.LARGEST + 1), {})
    assert kept_pages.find_page("large") is None


def test_what_was_kept_before_an_act_has_another_mark(keeping):
    before = kept_pages.current_mark()
    assert kept_pages.current_mark() == before
    kept_pages.drop_pages()
    assert kept_pages.current_mark() != before


class Down(LocMemCache):
    """A store that does not answer."""

    def get(self, *args, **kwargs):
        raise ConnectionError


def test_a_store_that_is_down_only_makes_the_site_slower(client, version, settings):
    settings.KEEPS_PAGES = True
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": f"{__name__}.Down", "LOCATION": "down"}}
    assert client.get(ARTICLE).status_code == 200


def test_the_interface_for_machines_counts_every_question(client, version, keeping, settings):
    settings.API_LIMIT = "1/m"
    assert [client.get("/api/v1/charters").status_code for _ in range(2)] == [200, 429]


def test_a_further_language_is_on_kept_pages_of_another_process_at_once(
    client, version, keeping, django_capture_on_commit_callbacks
):
    client.get(ARTICLE)
    with django_capture_on_commit_callbacks(execute=True):
        # No act of this process clears the pages, as none does in another process.
        CharterLanguage.objects.create(charter=version.charter, code="pt", place=9, required=False)
    assert "Português" in client.get(ARTICLE).content.decode()
