"""What the site is made of: each package that `requirements.txt` pins, its licence and the hashes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(?:[^#\\\n]*)\\?\n((?:\s+--hash=\S+ ?\\?\n?)*)", re.MULTILINE
)


@dataclass(frozen=True)
class Material:
    """A package: its name, its version, what it says of its licence, and the hashes of its files."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]


def pinned_materials(requirements: Path) -> Iterator[Material]:
    """Each pinned package that is installed here; those for other systems are not."""
    for name, version, hashes in PINNED.findall(requirements.read_text(encoding="utf-8")):
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        yield Material(name, version, licence_of(package), tuple(re.findall(r"sha256:(\w+)", hashes)))


def licence_of(package: Distribution) -> str:
    """The expression a package gives, else its classifiers, else the first line of what it says."""
    metadata = package.metadata
    if expressions := metadata.get_all("License-Expression"):
        return str(expressions[0])
    classifiers = [
        entry.rpartition(" :: ")[2] for entry in metadata.get_all("Classifier") or [] if entry.startswith("License ::")
    ]
    named = [classifier for classifier in classifiers if classifier != "OSI Approved"]
    return " OR ".join(named) or (metadata.get_all("License") or [""])[0].strip().partition("\n")[0]


def bill_of_materials(requirements: Path) -> dict[str, Any]:
    """The bill of materials in the words of CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [
            {
                "type": "library",
                "name": material.name,
                "version": material.version,
                "purl": f"pkg:pypi/{material.name}@{material.version}",
                "licenses": [{"license": {"name": material.licence}}],
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in material.hashes],
            }
            for material in pinned_materials(requirements)
        ],
    }
