"""An encrypted copy of a backup on another machine.

`age` or GnuPG encrypts for a public key, so this machine cannot read its own copies. `sftp` uploads them, since a
store that only accepts files needs nothing else. Deleting old copies is up to the other machine: whoever takes over
this one must not be able to delete them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

SENT = "backup copy"
"""The name of the beat that states when the last copy was sent."""
SECONDS = 6 * 60 * 60


class NotSent(Exception):
    """No copy was sent; the text says why."""


def send_backup(path: Path) -> str:
    """Encrypts the backup for BACKUP_COPY_KEY and uploads it to BACKUP_COPY_TO; returns its address there.

    Raises `NotSent`. The copy gets its name only when it is complete.
    """
    with _encrypted(path) as (copy, name):
        return _upload(copy, name)


@contextmanager
def _encrypted(path: Path) -> Iterator[tuple[Path, str]]:
    """The encrypted file, which is deleted afterwards, and the name of the copy."""
    key = settings.BACKUP_COPY_KEY
    if not key:
        raise NotSent(
            "Set BACKUP_COPY_KEY: an age public key, or the path of a GnuPG public key. Nothing leaves unencrypted."
        )
    with_age = key.startswith("age1")
    # A crash leaves a partial file, which `prune_backups` deletes.
    copy = path.with_name(f"{path.name}.{'age' if with_age else 'gpg'}.part")
    try:
        if with_age:
            _run("age", ["--recipient", key, "--output", str(copy), str(path)])
        else:
            with tempfile.TemporaryDirectory() as home:  # no keyring is needed, and none is made
                options = ["--batch", "--yes", "--quiet", "--homedir", home, "--compress-algo", "none"]
                _run("gpg", [*options, "--recipient-file", key, "--output", str(copy), "--encrypt", str(path)])
        yield copy, copy.name.removesuffix(".part")
    finally:
        copy.unlink(missing_ok=True)


def _upload(copy: Path, name: str) -> str:
    address = urlsplit(settings.BACKUP_COPY_TO)
    if address.scheme != "sftp" or not address.hostname:
        raise NotSent("Set BACKUP_COPY_TO to an address such as sftp://user@host:22/folder.")
    folder = unquote(address.path).rstrip("/")
    target = f"{folder}/{name}"
    batch = f'put "{copy}" "{target}.part"\nrename "{target}.part" "{target}"\n'
    options = [
        "-o",
        "BatchMode=yes",
        "-o",
        "ConnectTimeout=30",
        # The first connection notes the host's key, each later one compares it.
        "-o",
        "StrictHostKeyChecking=accept-new",
        "-o",
        f"UserKnownHostsFile={settings.VAR_DIR / 'known_hosts'}",
    ]
    if settings.BACKUP_COPY_IDENTITY:
        options += ["-o", f"IdentityFile={settings.BACKUP_COPY_IDENTITY}", "-o", "IdentitiesOnly=yes"]
    host = f"{unquote(address.username)}@{address.hostname}" if address.username else address.hostname
    _run("sftp", [*options, "-P", str(address.port or 22), "-b", "-", host], batch)
    return f"sftp://{address.hostname}{target}"


def _run(program: str, arguments: list[str], typed: str = "") -> None:
    where = shutil.which(program)
    if where is None:
        package = {"age": "age", "gpg": "gnupg", "sftp": "openssh-client"}[program]
        raise NotSent(f"The program {program} is missing: install the package {package}.")
    try:
        process = subprocess.run([where, *arguments], input=typed, capture_output=True, text=True, timeout=SECONDS)  # noqa: S603  our own words
    except subprocess.TimeoutExpired:
        raise NotSent(f"{program} did not finish within {SECONDS // 3600} hours.") from None
    if process.returncode:
        lines = process.stderr.strip().splitlines()
        raise NotSent(f"{program} failed: {' '.join(lines[-3:]) or process.returncode}")
