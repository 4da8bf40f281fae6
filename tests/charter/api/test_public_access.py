"""What holds for every address: cookies, origins, repeated answers, limits, faults."""

from __future__ import annotations

import pytest

VERSIONS = "/api/v1/versions"


def test_any_origin_may_read_and_nobody_is_known(client, version, officer):
    client.force_login(officer)
    answer = client.get(VERSIONS)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.has_header("Access-Control-Allow-Credentials")
    assert not answer.has_header("Vary") and not answer.cookies


def test_who_has_the_answer_already_is_sent_nothing(client, version):
    tag = client.get(VERSIONS)["ETag"]
    again = client.get(VERSIONS, headers={"If-None-Match": tag})
    assert tag.startswith('"') and (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"


def test_another_language_is_another_answer(client, version):
    assert client.get("/api/v1/charters")["ETag"] != client.get("/api/v1/charters?language=fr")["ETag"]


def test_a_browser_may_ask_whether_it_may_ask(client, db):
    answer = client.options(VERSIONS, headers={"Access-Control-Request-Headers": "If-None-Match"})
    assert (answer.status_code, answer["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_the_head_alone_has_the_same_tag(client, version):
    answer = client.head(VERSIONS)
    assert (answer.status_code, answer.content, answer["ETag"]) == (200, b"", client.get(VERSIONS)["ETag"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, version, method):
    answer = getattr(client, method)(VERSIONS)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["error"].startswith("The address is read-only")


def test_too_many_questions_are_told_when_to_ask_again(client, version, settings):
    settings.API_LIMIT = "2/m"
    assert [client.get(VERSIONS).status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get(VERSIONS)
    seconds = int(answer["Retry-After"])
    assert 1 <= seconds <= 60
    assert answer.json()["error"].startswith("Too many requests from your address. Try again in ")


def test_each_address_of_the_network_is_counted_by_itself(client, version, settings):
    settings.API_LIMIT = "1/m"
    statuses = [client.get(VERSIONS, REMOTE_ADDR=address).status_code for address in ("192.0.2.1", "192.0.2.2")]
    assert statuses == [200, 200]


def test_behind_a_front_server_the_address_is_the_one_it_saw(client, version, settings):
    settings.API_LIMIT, settings.ALLAUTH_TRUSTED_PROXY_COUNT = "1/m", 1
    seen = ("192.0.2.1", "192.0.2.2", "forged, 192.0.2.1")
    statuses = [client.get(VERSIONS, headers={"X-Forwarded-For": address}).status_code for address in seen]
    assert statuses == [200, 200, 429]


def test_a_server_that_is_told_no_address_answers_too(client, version):
    assert client.get(VERSIONS, REMOTE_ADDR="").status_code == 200


@pytest.mark.parametrize(
    ("url", "status", "sentence"),
    [
        ("/api/v1/nothing", 404, "There is nothing at this address. /api/v1/docs lists all addresses."),
        ("/api/v2/versions", 404, "There is nothing at this address. /api/v1/docs lists all addresses."),
        ("/api/v1/versions/9", 404, "There is no version with that number."),
        ("/api/v1/versions/9?language=fr", 404, "Aucune version ne porte ce numéro."),
        (
            "/api/v1/versions?language=pt",
            422,
            "The charter has no language version “pt”. Available language versions: en, fr, es.",
        ),
        ("/api/v1/versions?page=0", 422, "A parameter is not valid: page."),
        ("/api/v1/cities?words=%00", 422, "A parameter is not valid: words."),
    ],
)
def test_every_fault_is_json_with_a_sentence(client, version, url, status, sentence):
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (status, "application/json")
    assert answer.json()["error"] == sentence


def test_a_fault_of_ours_is_said_too(client, charter, settings, caplog):
    settings.LANGUAGES, client.raise_request_exception = None, False
    answer = client.get("/api/v1/charters")
    assert (answer.status_code, answer.json()["error"]) == (500, "The site could not answer. Try again later.")
    assert "could not answer /api/v1/charters" in caplog.text


def test_before_a_charter_there_is_nothing_to_read(client, db):
    assert client.get("/api/v1/charters").json()["items"] == []
    assert client.get(VERSIONS).json()["error"] == "No charter has been imported yet."
