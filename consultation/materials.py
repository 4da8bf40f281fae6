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


def materials(requirements: Path) -> Iterator[Material]:
    """Each pinned package that is installed here; those for other systems are not."""
    for name, version, hashes in PINNED.findall(requirements.read_text(encoding="utf-8")):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        yield Material(name, version, licence_of(found), tuple(re.findall(r"sha256:(\w+)", hashes)))


def licence_of(found: Distribution) -> str:
    """The expression a package gives, else its classifiers, else the first line of what it says."""
    said = found.metadata
    if expressions := said.get_all("License-Expression"):
        return str(expressions[0])
    classifiers = [
        one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")
    ]
    named = [one for one in classifiers if one != "OSI Approved"]
    return " OR ".join(named) or (said.get_all("License") or [""])[0].strip().partition("\n")[0]


def bill(requirements: Path) -> dict[str, Any]:
    """The bill of materials in the words of CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [
            {
                "type": "library",
                "name": one.name,
                "version": one.version,
                "purl": f"pkg:pypi/{one.name}@{one.version}",
                "licenses": [{"license": {"name": one.licence}}],
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in one.hashes],
            }
            for one in materials(requirements)
        ],
    }
