"""Uploads, wherever they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

PIECE = 1024 * 1024


def file_names(folder: str = "") -> Iterator[str]:
    """Every file in the store, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    before = f"{folder}/" if folder else ""
    yield from (f"{before}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from file_names(f"{before}{name}")


def file_digest(file: IO[bytes]) -> str:
    """SHA-256 of what is left of a file."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def has_other_content(name: str, sha256: str) -> bool:
    """Whether the store has a file of that name with other content."""
    if not default_storage.exists(name):
        return False
    with default_storage.open(name) as file:
        return file_digest(file) != sha256


def store_file(name: str, content: IO[bytes]) -> None:
    """Stores it under that very name, unless it is there."""
    if not default_storage.exists(name):
        default_storage.save(name, File(content))
