"""A certificate is looked at as a browser would, on a server of the test's own."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from consultation.watching import site


@pytest.fixture
def served(tmp_path):
    """Serves TLS with a certificate for so many days; gives the port and who trusts it."""
    servers = []

    def serving(days):
        context, trusting = _certified(tmp_path, days)
        server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_port, trusting

    yield serving
    for server in servers:
        server.shutdown()
        server.server_close()


def _certified(folder, days):
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    alone = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days, hours=1))
    certificate = built.add_extension(alone, critical=False).sign(key, hashes.SHA256())
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*kinds))
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, ssl.create_default_context(cafile=folder / "cert.pem")


def test_the_days_it_still_holds_are_counted(served):
    port, trusting = served(30)
    assert site.certificate_days("localhost", port, trusting) == 30


def test_one_that_has_run_out_is_refused(served):
    port, trusting = served(-1)
    with pytest.raises(OSError, match="certificate has expired"):
        site.certificate_days("localhost", port, trusting)


def test_one_that_nobody_signed_is_a_failure_of_the_site(served, settings):
    settings.SITE_URL = f"https://localhost:{served(30)[0]}"
    assert site.check_certificate().level == "fail"


@pytest.mark.parametrize(("days", "level"), [(30, "ok"), (10, "warn"), (1, "fail")])
def test_one_that_ends_soon_is_said_in_time(settings, monkeypatch, days, level):
    settings.SITE_URL = "https://charter.example.org"
    monkeypatch.setattr(site, "certificate_days", lambda host, port: days)
    assert site.check_certificate().level == level
