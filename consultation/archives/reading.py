"""Opening a backup, and believing nothing in it before its hashes were counted again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from consultation.archives import files, seals
from consultation.archives.writing import FORMAT

Manifest = dict[str, Any]


class Unsound(Exception):
    """The file is no backup that can be taken in; the words say why."""


def open_backup(path: Path) -> tuple[ZipFile, Manifest]:
    """The file and its manifest, the whole and each member as hashed as was said."""
    if not path.is_file():
        raise Unsound(f"There is no file {path}.")
    if not seals.is_intact(path):
        raise Unsound(f"{path} is damaged, or no backup: its last bytes say another hash than it has.")
    try:
        archive = ZipFile(path)
        manifest = json.loads(archive.read("manifest.json"))
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise Unsound(f"{path} is damaged, or no backup: {error}") from error
    if manifest.get("format") != FORMAT:
        raise Unsound(f"The backup has format {manifest.get('format')}, and this code reads format {FORMAT}.")
    for name, entry in manifest["members"].items():
        _check(archive, name, entry)
    strangers = set(archive.namelist()) - {"manifest.json", *manifest["members"]}
    if strangers:
        raise Unsound(f"The backup has members that its manifest does not name: {', '.join(sorted(strangers))}.")
    return archive, manifest


def _check(archive: ZipFile, name: str, entry: dict[str, Any]) -> None:
    try:
        with archive.open(name) as member:
            file_digest = files.file_digest(member)
    except Exception as error:  # a damaged stream fails in many ways, zlib's own among them
        raise Unsound(f"{name} is damaged: {error or type(error).__name__}") from error
    if file_digest != entry["sha256"]:
        raise Unsound(f"{name} is not what it was when the backup was made: its hash differs.")
