"""Signatures of releases, as minisign itself reads them where it is installed, and by its format everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from base64 import b64decode, b64encode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from charter import checks, tasks
from charter.exports import minisign, paper_names
from charter.exports.packages import build_package

MINISIGN = shutil.which("minisign")
SAID = "charter, version 1, abc"


def secret_key(path, kdf=b"\x00\x00"):
    """A key file as the format has it."""
    seed, number = os.urandom(32), os.urandom(8)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    checksum = hashlib.blake2b(b"Ed" + number + seed + public, digest_size=32).digest()
    raw = b"Ed" + kdf + b"B2" + bytes(48) + number + seed + public + checksum
    path.write_text(f"untrusted comment: minisign secret key\n{b64encode(raw).decode()}\n")
    return path


def opened(signature, shown, data):
    """The trusted comment of a signature; raises where either half does not hold."""
    _first, signature_line, trusted, second = signature.splitlines()
    raw, public = b64decode(signature_line), b64decode(shown)
    assert (raw[:2], raw[2:10], public[:2]) == (b"ED", public[2:10], b"Ed")
    verifier = Ed25519PublicKey.from_public_bytes(public[10:])
    verifier.verify(raw[10:], hashlib.blake2b(data, digest_size=64).digest())
    comment = trusted.removeprefix("trusted comment: ")
    verifier.verify(b64decode(second), raw[10:] + comment.encode())
    return comment


@pytest.fixture
def key(tmp_path, settings):
    settings.MINISIGN_KEY_FILE = str(secret_key(tmp_path / "site.key"))
    return minisign.operator_key()


def test_a_signature_holds_for_its_bytes_and_comment_alone(key):
    signature = key.sign(b"words", SAID)
    assert opened(signature, key.shown, b"words") == SAID
    with pytest.raises(InvalidSignature):
        opened(signature, key.shown, b"other words")
    with pytest.raises(InvalidSignature):
        opened(signature.replace("version 1", "version 2"), key.shown, b"words")


def test_the_same_bytes_give_the_same_signature(key):
    assert key.sign(b"words", SAID) == key.sign(b"words", SAID)


@pytest.mark.skipif(MINISIGN is None, reason="minisign is not installed; its format is tested above")
def test_minisign_reads_what_is_signed_with_a_key_that_it_made(tmp_path):
    secret, public, file = tmp_path / "k", tmp_path / "k.pub", tmp_path / "release-1.json"
    subprocess.run([MINISIGN, "-G", "-W", "-p", public, "-s", secret], check=True, capture_output=True)
    file.write_bytes(b"words")
    key = minisign.read_key(secret)
    (tmp_path / "release-1.json.minisig").write_text(key.sign(b"words", SAID))
    command = [MINISIGN, "-V", "-Q", "-m", file, "-P", key.shown]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() == SAID
    assert public.read_text().splitlines()[1] == key.shown
    file.write_bytes(b"other")
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0


def test_a_key_with_a_password_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(minisign.NoKey, match="minisign -G -W"):
        minisign.read_key(secret_key(tmp_path / "k", kdf=b"Sc"))


@pytest.mark.parametrize("text", ["", "one line", "a comment\nbm8=\n", "a comment\n!!\n"])
def test_what_is_no_key_is_refused(tmp_path, text):
    path = tmp_path / "k"
    path.write_text(text)
    with pytest.raises(minisign.NoKey):
        minisign.read_key(path)


def test_a_damaged_key_is_refused(tmp_path):
    path = secret_key(tmp_path / "k")
    comment, key_line = path.read_text().splitlines()
    raw = bytearray(b64decode(key_line))
    raw[70] ^= 1
    path.write_text(f"{comment}\n{b64encode(raw).decode()}\n")
    with pytest.raises(minisign.NoKey, match="damaged"):
        minisign.read_key(path)


def test_the_operator_is_told_of_a_key_that_cannot_sign(settings, tmp_path, key):
    assert checks.releases_can_be_signed() == []
    settings.MINISIGN_KEY_FILE = str(tmp_path / "nothing")
    [error] = checks.releases_can_be_signed()
    assert (error.id, "nothing" in error.msg) == ("charter.E001", True)


def test_the_package_has_the_signature_of_its_manifest(version, key):
    with zipfile.ZipFile(io.BytesIO(build_package(version)[1])) as archive:
        data, signature = (archive.read(f"release-1.json{end}") for end in ("", ".minisig"))
    assert version.digest in opened(signature.decode(), key.shown, data)


def test_without_a_key_nothing_is_signed(client, version):
    with zipfile.ZipFile(io.BytesIO(build_package(version)[1])) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".minisig")]
    assert client.get("/en/charter/1/release.json.minisig").status_code == 404
    assert "minisign" not in client.get("/en/charter/1/verify/").content.decode()


def test_the_manifest_that_is_downloaded_has_a_signature(client, version, key):
    first = client.get("/en/charter/1/release.json.minisig")
    assert (first.status_code, first["Location"]) == (302, "/en/release/1.json")
    client.get("/en/release/1.json")
    assert paper_names.find_paper("release/1", "en") is not None
    tasks.make_file.func("release/1", "json", "en")
    data = client.get("/en/release/1.json").content
    signature = client.get("/en/charter/1/release.json.minisig").content.decode()
    assert version.digest in opened(signature, key.shown, data)
    assert key.shown in client.get("/en/charter/1/verify/").content.decode()
