"""A copy goes encrypted to another machine: real age, GnuPG and SSH, a server of the test's own."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultation.archives import sending
from consultation.models import Beat

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
MISSING = [name for name in ("age", "gpg", "sftp", "ssh-keygen", SSHD) if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs age, gnupg, openssh-server; missing: {MISSING}")
CONTENT = b"PK addresses and drafts" * 1000


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, **options)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The port of a server, its folder, and the private key that it lets in."""
    folder = tmp_path_factory.mktemp("server")
    for name in ("host", "client"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {folder / 'client.pub'}\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        "Subsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)  # where it parts with its rights
    process = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    (folder / "copies").mkdir()
    yield port, folder / "copies", folder / "client"
    process.terminate()
    process.wait()


@pytest.fixture
def backup(db, server, settings, tmp_path):
    """A backup in its folder, and settings that send it to the server."""
    port, folder, identity = server
    settings.VAR_DIR = tmp_path
    settings.BACKUP_COPY_TO = f"sftp://{getpass.getuser()}@127.0.0.1:{port}{folder}"
    settings.BACKUP_COPY_IDENTITY = str(identity)
    (tmp_path / "backups").mkdir()
    path = tmp_path / "backups" / "consultation-20260101T030000Z.zip"
    path.write_bytes(CONTENT)
    yield path
    for copy in folder.iterdir():
        copy.unlink()


@pytest.fixture
def age_key(settings, tmp_path):
    """The file of a private key of age; the settings have its public key."""
    run("age-keygen", "-o", str(tmp_path / "key.txt"))
    settings.BACKUP_COPY_KEY = run("age-keygen", "-y", str(tmp_path / "key.txt"), text=True).stdout.strip()
    return tmp_path / "key.txt"


def test_the_copy_of_age_is_opened_by_its_private_key(backup, server, age_key):
    call_command("send_backup")
    [copy] = server[1].iterdir()
    assert copy.name == f"{backup.name}.age"
    assert b"addresses" not in copy.read_bytes()
    assert run("age", "--decrypt", "--identity", str(age_key), str(copy)).stdout == CONTENT
    assert (list(backup.parent.iterdir()), Beat.objects.filter(job=sending.SENT).count()) == ([backup], 1)


def test_the_copy_of_gnupg_is_opened_by_its_private_key(backup, server, settings, tmp_path):
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ("gpg", "--batch", "--quiet", "--homedir", str(home), "--pinentry-mode", "loopback", "--passphrase", "")
    run(*gpg, "--quick-generate-key", "backup@example.org", "future-default", "default")
    run(*gpg, "--armor", "--output", str(tmp_path / "key.asc"), "--export", "backup@example.org")
    settings.BACKUP_COPY_KEY = str(tmp_path / "key.asc")
    call_command("send_backup")
    [copy] = server[1].iterdir()
    assert (copy.name, b"addresses" in copy.read_bytes()) == (f"{backup.name}.gpg", False)
    assert run(*gpg, "--decrypt", str(copy)).stdout == CONTENT
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)


def test_sending_it_twice_leaves_one_copy(backup, server, age_key):
    call_command("send_backup")
    call_command("send_backup")
    assert len(list(server[1].iterdir())) == 1


def test_without_an_address_nothing_is_sent(backup, server, settings):
    settings.BACKUP_COPY_TO = ""
    call_command("send_backup")
    assert (list(server[1].iterdir()), Beat.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("BACKUP_COPY_KEY", "", "Nothing leaves unencrypted"),
        ("BACKUP_COPY_KEY", "age1nonsense", "age failed"),
        ("BACKUP_COPY_KEY", "/nothing/key.asc", "gpg failed"),
        ("BACKUP_COPY_TO", "https://example.org/", "such as sftp://"),
        ("BACKUP_COPY_TO", "sftp://somebody@127.0.0.1:9/copies", "sftp failed: .*[Cc]onnection"),
        ("BACKUP_COPY_IDENTITY", "/nothing/key", "sftp failed: .*[Pp]ermission denied"),
    ],
)
def test_what_prevents_a_copy_is_stated_and_leaves_nothing(backup, server, age_key, settings, name, value, why):
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=why):
        call_command("send_backup")
    assert (list(server[1].iterdir()), list(backup.parent.iterdir()), Beat.objects.count()) == ([], [backup], 0)


def test_a_host_whose_key_changed_is_refused(backup, server, age_key, settings):
    other = settings.VAR_DIR / "other"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other))
    key = other.with_suffix(".pub").read_text().split()
    (settings.VAR_DIR / "known_hosts").write_text(f"[127.0.0.1]:{server[0]} {key[0]} {key[1]}\n")
    with pytest.raises(CommandError, match=r"sftp failed: .*[Hh]ost key verification failed"):
        call_command("send_backup")


def test_without_a_backup_there_is_nothing_to_send(backup, settings):
    backup.unlink()
    with pytest.raises(CommandError, match="There is no backup to send"):
        call_command("send_backup")


def test_a_missing_program_is_named_with_its_package(backup, age_key, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(CommandError, match="The program age is missing: install the package age"):
        call_command("send_backup")
