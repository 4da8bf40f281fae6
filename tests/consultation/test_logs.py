"""A line of JSON a request, with the id that letters and tasks share, and nobody's name or address in it."""

from __future__ import annotations

import io
import json
import logging
import socket

import pytest
from django_tasks import task

from accounts import causes, tasks
from accounts.actions import letters
from accounts.models import Letter
from consultation.logs import Lines, without_persons
from tests import factories
from tests.consultation.served import served


@pytest.fixture
def lines():
    """What is logged, read again."""
    stream, loggers = io.StringIO(), [logging.getLogger(name) for name in ("requests", "work", "django")]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    for logger in loggers:
        logger.addHandler(handler)
    levels = [logger.level for logger in loggers]
    loggers[0].setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_a_request_is_one_line_with_the_id_of_its_answer(client, db, lines):
    answer = client.get("/robots.txt", {"token": "secret"}, REMOTE_ADDR="203.0.113.9")
    [line] = [line for line in lines() if line["from"] == "requests"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "robots.txt", 200)
    assert line["cause"] == answer["X-Request-ID"]
    assert set(line) == {"at", "level", "from", "cause", "words", "method", "route", "status", "ms"}


def test_a_private_link_is_in_no_line(client, db, lines):
    client.get("/en/invitations/a-private-token/")
    client.get("/en/nowhere/a-private-token/?next=a-private-token")
    assert "a-private-token" not in json.dumps(lines())


def test_a_line_stays_one_line(client, db, lines):
    client.get("/en/nothing%0a%1b[31mforged/")
    assert all(set(line) >= {"at", "level", "from"} for line in lines())
    assert "forged" not in json.dumps(lines())


@pytest.mark.parametrize("trusted", [True, False])
def test_the_front_server_may_give_the_id_and_nobody_else(client, db, settings, trusted):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None
    cause = client.get("/robots.txt", headers={"X-Request-ID": "front-0123456789"})["X-Request-ID"]
    assert (cause == "front-0123456789") is trusted


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("refused <marta@example.org>: no", "refused <[address]>: no"),
        ("from 203.0.113.9 and 2001:db8::1f", "from [machine] and [machine]"),
        ("see https://example.org/a?token=1 now", "see https://example.org/a now"),
        ("12:30:05 and version 1.2.3", "12:30:05 and version 1.2.3"),
    ],
)
def test_addresses_are_taken_out_of_words(words, safe):
    assert without_persons(words) == safe


def test_an_error_says_where_and_not_what_it_quotes(lines):
    try:
        raise ValueError("Key (email)=(marta@example.org) exists")
    except ValueError:
        logging.getLogger("work").exception("It broke")
    [line] = lines()
    assert (line["words"], line["error"]["kind"]) == ("It broke", "ValueError")
    assert "marta" not in json.dumps(line)
    assert "test_logs.py" in line["error"]["where"][0]


def test_a_letter_has_the_id_of_what_caused_it_and_the_log_of_its_mail_too(db, lines):
    person = factories.person()
    with causes.begin_cause() as cause:
        letters.write_letters(to=[person], kind="security", subject="s", body="b", key="k")
    letter = Letter.objects.get()
    tasks.send_waiting()
    [line] = [line for line in lines() if line["words"] == "mail sent"]
    assert (letter.cause, line["causes"], line["letters"]) == (cause, [cause], [letter.pk])
    assert person.email not in json.dumps(lines())


@task()
def greet():
    return "hello"


def test_a_task_is_logged_under_the_id_of_what_asked_for_it(lines, db):
    with causes.begin_cause() as cause:
        result = greet.enqueue()
    entries = [(line["words"], line["task"], line["cause"]) for line in lines()]
    assert ("task asked for", result.id, cause) in entries


def test_outside_of_a_request_there_is_no_cause():
    assert causes.current() == ""
    with causes.begin_cause("given-by-a-front") as cause:
        assert causes.current() == cause == "given-by-a-front"
    assert causes.current() == ""


def test_each_line_of_the_web_server_is_json_too(transactional_db, tmp_path):
    with served(tmp_path) as site:
        with socket.create_connection(("127.0.0.1", site.port)) as line:
            line.sendall(b"GET /en/invitations/a-private-token/ HTTP/1.1\r\nHost: localhost\r\nbroken header\r\n\r\n")
            assert b"400" in line.recv(100)
        site.get("/robots.txt")
        site.process.terminate()
        site.process.wait(60)
        lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    assert {line["from"] for line in lines} >= {"gunicorn.error", "requests"}
    assert any(line["words"].startswith("Invalid request") for line in lines)
    assert "a-private-token" not in json.dumps(lines)
