"""The records of the sender's domain, asked by the real program from a name server of the test's own."""

from __future__ import annotations

import shutil
import socketserver
import struct
import threading

import pytest
from django.utils import timezone

from accounts.models import Mailbox
from consultation.watching import sender
from tests import factories

needs_dig = pytest.mark.skipif(shutil.which("dig") is None, reason="needs the package bind9-dnsutils")
SPF, DMARC, KEY = "v=spf1 mx -all", "v=DMARC1; p=reject", "v=DKIM1; k=rsa; p=MIGfMA0G"
ALL = {
    "example.org": [SPF],
    "_dmarc.example.org": [DMARC],
    "s1._domainkey.example.org": [KEY + "A" * 300],
}


class Answering(socketserver.BaseRequestHandler):
    """Answers each question for TXT from the server's records; a name without one does not exist."""

    def handle(self):
        question, line = self.request
        labels, place = [], 12
        while size := question[place]:
            labels.append(question[place + 1 : place + 1 + size].decode())
            place += size + 1
        texts = self.server.records.get(".".join(labels), [])
        answer = question[:2] + struct.pack(">HHHHH", 0x8180 if texts else 0x8183, 1, len(texts), 0, 0)
        answer += question[12 : place + 5]
        for text in texts:
            pieces = [text[n : n + 255].encode() for n in range(0, len(text), 255)]
            data = b"".join(bytes([len(piece)]) + piece for piece in pieces)
            answer += b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(data)) + data
        line.sendto(answer, self.client_address)


@pytest.fixture
def records(settings, monkeypatch):
    """The records of a name server that runs; the test fills them in."""
    settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTOR = "Charter <charter@example.org>", "s1"
    with socketserver.UDPServer(("127.0.0.1", 0), Answering) as server:
        server.records = {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(sender, "RESOLVER", ["@127.0.0.1", "-p", str(server.server_address[1]), "+noedns"])
        yield server.records
        server.shutdown()


@needs_dig
def test_a_domain_with_all_records_is_well(records):
    records |= ALL
    assert sender.sender_domain().level == "ok"


@needs_dig
@pytest.mark.parametrize(
    ("other", "missing"),
    [
        ({"example.org": []}, "SPF"),
        ({"example.org": [SPF, "v=spf1 -all"]}, "SPF"),
        ({"example.org": ["v=spf10 -all"]}, "SPF"),
        ({"_dmarc.example.org": []}, "DMARC"),
        ({"s1._domainkey.example.org": []}, "DKIM"),
        ({"s1._domainkey.example.org": ["v=DKIM1; p="]}, "DKIM"),
    ],
)
def test_what_is_missing_is_named(records, other, missing):
    records |= {**ALL, **other}
    assert (sender.sender_domain().level, sender.sender_domain().values["missing"]) == ("warn", missing)


@needs_dig
def test_a_subdomain_has_the_dmarc_of_its_domain(records, settings):
    settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTOR = "charter@mail.example.org", ""
    records |= {**ALL, "mail.example.org": [SPF]}
    assert sender.sender_domain().sentence.startswith("SPF and DMARC of mail.example.org are set up.")


@needs_dig
def test_without_a_resolver_nothing_is_claimed(settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "charter@example.org"
    monkeypatch.setattr(sender, "RESOLVER", ["@127.0.0.1", "-p", "9"])
    assert sender.sender_domain().sentence.endswith("were not checked: no resolver answers.")


def test_a_sender_of_no_domain_is_named(settings):
    settings.DEFAULT_FROM_EMAIL = "consultation@localhost"
    assert sender.sender_domain().level == "warn"


def test_an_address_that_refused_twice_is_counted(db):
    assert sender.check_bounces().level == "ok"
    person = factories.person()
    Mailbox.objects.update_or_create(
        person=person, defaults={"refusals": 2, "refused_at": timezone.now(), "refused_address": person.email}
    )
    assert (sender.check_bounces().level, sender.check_bounces().figures) == ("warn", {"count": 1})
