"""Clients that send or read slowly keep nobody else waiting, and have a limited time and size themselves."""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from charter import clean
from consultation import web_worker
from consultation.web_worker import GRACE, RATE, TimedConnection
from tests import factories
from tests.consultation.served import served, session_of

SLOW_POST = (
    b"POST /en/accounts/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"c" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nlogin=a"
)
SLOW_HEADER = b"GET /en/charter/ HTTP/1.1\r\nHost: local"
# A form's secret is new each time, and a feed without news is as new as the answer.
CHANGING = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<=<updated>)[^<]*')


@pytest.mark.parametrize("sent", [SLOW_POST, SLOW_HEADER, b""], ids=["form", "header", "silent"])
def test_twenty_slow_clients_keep_no_reader_waiting(transactional_db, version, tmp_path, sent):
    """No front server stands before it, and one process has all twenty."""
    with served(tmp_path) as site, ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", site.port))) for _ in range(20)]
        for line in lines:
            line.sendall(sent)
        assert [site.get(path).status for path in ("/en/charter/", "/fr/charter/1/II/", "/health/web/")] == [200] * 3
        if sent:
            assert [answered(line) for line in lines] == [False] * 20  # they were kept waiting meanwhile


def answered(line: socket.socket) -> bool:
    try:
        line.recv(1, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    return True


@pytest.fixture
def pair():
    """The two ends of a connection: the server's, and the client's."""
    ours, theirs = socket.socketpair()
    line = TimedConnection(fileno=ours.detach())
    yield line, theirs
    line.close()
    theirs.close()


def test_a_client_that_sends_nothing_is_given_up(pair, monkeypatch):
    monkeypatch.setattr(web_worker, "GRACE", 0.01)
    with pytest.raises(ConnectionResetError):
        pair[0].recv(100)


@pytest.mark.parametrize(("waited", "received", "goes_on"), [(0, 0, True), (GRACE, 0, False), (GRACE, RATE, True)])
def test_who_sends_more_has_more_time(pair, waited, received, goes_on):
    line, client = pair
    client.sendall(b"words")
    line.waited, line.received = waited, received
    if goes_on:
        assert (line.recv(100), line.received) == (b"words", received + 5)
        return
    with pytest.raises(ConnectionResetError):
        line.recv(100)


def test_a_client_that_takes_nothing_is_given_up(pair, monkeypatch):
    monkeypatch.setattr(web_worker, "GRACE", 0.01)
    monkeypatch.setattr(web_worker, "RATE", 10**12)
    with pytest.raises(ConnectionResetError):
        pair[0].sendall(b"x" * 10_000_000)


def test_the_next_request_has_all_its_time(pair):
    line, client = pair
    line.waited = GRACE + 1
    line.begin()
    client.sendall(b"words")
    assert line.recv(100) == b"words"


def test_what_is_larger_than_the_site_takes_is_refused_before_it_is_read(transactional_db, tmp_path):
    with served(tmp_path) as site, socket.create_connection(("127.0.0.1", site.port), timeout=60) as line:
        line.sendall(SLOW_POST.replace(b"5000", b"25000001"))
        answer = line.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 413 ") and "larger than 25 MB" in answer


def test_many_readers_at_once_are_each_given_what_they_asked_for(transactional_db, version, tmp_path):
    """In threads of one process: languages, people and addresses are never mixed up."""
    cities = [factories.organisation(name) for name in ("Tamanrit", "Velmora")]
    readers = [session_of(factories.member(city, "officer")) for city in cities]
    pages = (
        "/en/charter/",
        "/fr/charter/1/II/",
        "/es/charter/",
        "/ar/city/",
        "/en/city/",
        "/fr/search/?q=eau",
    )
    feeds = ("/feeds/en/versions.atom", "/feeds/fr/versions.atom", "/feeds/es/decisions.atom")
    requests = [(reader, page) for reader in readers for page in (*pages, *feeds)]
    with served(tmp_path) as site:

        def ask(request):
            body = type(site)(site.port, site.log, site.process, request[0]).get(request[1])
            return body.status, CHANGING.sub("", body.body)

        alone = [ask(request) for request in requests]
        with ThreadPoolExecutor(16) as pool:
            together = list(pool.map(ask, requests * 8))
    assert {status for status, _body in alone} == {200}
    assert len({body for _status, body in alone}) > len(pages)
    assert together == alone * 8


def test_many_threads_clean_at_once(db):
    words = [f"<b>{'x' * n}</b> &amp; <i>{n}</i> <a href='https://example.org/{n}'>{n}</a>" for n in range(200)]
    alone = [clean.clean_inline(html) for html in words]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(clean.clean_inline, words * 5)) == alone * 5
