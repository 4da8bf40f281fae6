"""Signing what is released with the operator's own key, as minisign does (https://jedisct1.github.io/minisign/).

A secret key file is a comment and, in base64, 158 bytes: algorithm (2), key derivation (2), checksum kind (2),
salt (32), two limits (16), key number (8), Ed25519 seed and public key (64), BLAKE2b-256 checksum (32). A server
cannot type a password, so the key is one made with `minisign -G -W`: without key derivation. A signature is over the
BLAKE2b-512 of the file, and a second one over the first with its trusted comment.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

ALGORITHM, PREHASHED, CHECKSUM = b"Ed", b"ED", b"B2"
NO_PASSWORD = b"\x00\x00"
LENGTH = 158
NUMBER, SEED, PUBLIC, SUM = slice(54, 62), slice(62, 94), slice(94, 126), slice(126, 158)


class NoKey(Exception):
    """The file that the setting names is no key that can sign; the sentence says why."""


@dataclass(frozen=True)
class Key:
    """`number` is how minisign tells keys apart."""

    number: bytes
    seed: bytes
    public: bytes

    @property
    def shown(self) -> str:
        """The public key as `minisign -P` takes it."""
        return b64encode(ALGORITHM + self.number + self.public).decode()

    def sign(self, data: bytes, comment: str) -> str:
        """The `.minisig` of these bytes; `comment` is one line, signed too. The same bytes give the same signature."""
        secret = Ed25519PrivateKey.from_private_bytes(self.seed)
        first = secret.sign(hashlib.blake2b(data, digest_size=64).digest())
        second = secret.sign(first + comment.encode())
        lines = (
            f"untrusted comment: signature from minisign secret key {self.number[::-1].hex().upper()}",
            b64encode(PREHASHED + self.number + first).decode(),
            f"trusted comment: {comment}",
            b64encode(second).decode(),
        )
        return "\n".join(lines) + "\n"


def operator_key() -> Key | None:
    """The operator's key; None where none is set. Raises `NoKey` where what is set cannot sign."""
    return read_key(Path(settings.MINISIGN_KEY_FILE)) if settings.MINISIGN_KEY_FILE else None


def read_key(path: Path) -> Key:
    """Raises `NoKey` with the reason."""
    try:
        raw = b64decode(path.read_text("utf-8").splitlines()[1], validate=True)
    except (OSError, ValueError, IndexError) as error:
        raise NoKey(f"{path} cannot be read as a secret key of minisign.") from error
    if len(raw) != LENGTH or raw[:2] != ALGORITHM or raw[4:6] != CHECKSUM:
        raise NoKey(f"{path} is no secret key of minisign.")
    if raw[2:4] != NO_PASSWORD:
        raise NoKey(f"{path} has a password. Make a key for the server with: minisign -G -W")
    key = Key(raw[NUMBER], raw[SEED], raw[PUBLIC])
    checksum = hashlib.blake2b(ALGORITHM + key.number + key.seed + key.public, digest_size=32).digest()
    drawn = Ed25519PrivateKey.from_private_bytes(key.seed).public_key().public_bytes_raw()
    if raw[SUM] not in (checksum, bytes(32)) or drawn != key.public:
        raise NoKey(f"{path} is damaged: its checksum does not fit.")
    return key
