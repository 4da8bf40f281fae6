"""The seal of a backup: the hash of the whole file stands in the comment at its end, so that any other bit is seen."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

LENGTH = 64
NO_COMMENT = b"\0\0"
PIECE = 1024 * 1024


def seal_file(path: Path) -> str:
    """Writes the hash behind a ZIP file without a comment, as its comment; gives the hash."""
    with path.open("r+b") as file:
        file.seek(-len(NO_COMMENT), 2)
        if file.read() != NO_COMMENT:
            raise ValueError(f"{path} has a comment already.")
        digest = _hash(path, path.stat().st_size)
        file.seek(-len(NO_COMMENT), 2)
        file.write(LENGTH.to_bytes(2, "little") + digest.encode())
        file.flush()
        os.fsync(file.fileno())
    return digest


def is_intact(path: Path) -> bool:
    """Whether every byte is what it was when the file was sealed."""
    size = path.stat().st_size - LENGTH - len(NO_COMMENT)
    if size <= 0:
        return False
    with path.open("rb") as file:
        file.seek(size)
        comment = file.read()
    digest = _hash(path, size, NO_COMMENT)
    return comment == LENGTH.to_bytes(2, "little") + digest.encode()


def _hash(path: Path, size: int, end: bytes = b"") -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(PIECE, size))):
            digest.update(piece)
            size -= len(piece)
    digest.update(end)
    return digest.hexdigest()
