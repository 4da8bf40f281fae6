"""The bill of materials: every package that is pinned, each under a licence that may stand beside the AGPL."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, requires
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from consultation.materials import pinned_materials

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements.txt"
# Words of licences that GPL-compatible software may be under; of several, one is enough, since one may choose.
ACCEPTED = {
    "MIT", "MIT License", "MIT-0", "MIT-CMU", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "ISC License (ISCL)",
    "Apache-2.0", "Apache Software License", "PSF-2.0", "Python Software Foundation License", "CNRI-Python",
    "Public Domain", "LGPL-3.0-only", "Mozilla Public License 2.0 (MPL 2.0)",
    "GNU Lesser General Public License v2 or later (LGPLv2+)",
}  # fmt: skip


def test_each_package_is_under_a_licence_that_is_accepted():
    otherwise = {}
    for material in pinned_materials(REQUIREMENTS):
        together = material.licence.split(" AND ")
        if not all(set(part.split(" OR ")) & ACCEPTED for part in together):
            otherwise[material.name] = material.licence
    assert otherwise == {}


def test_each_package_is_pinned_by_version_and_hash():
    pinned = set(re.findall(r"^([\w.-]+)(?:\[.*?\])?==", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE))
    materials = list(pinned_materials(REQUIREMENTS))
    assert (len(pinned - {material.name for material in materials}) <= 5, len(materials) > 60) == (True, True)
    assert [material.name for material in materials if not material.hashes or not material.version] == []


def test_the_bill_names_each_with_its_version_licence_and_hashes():
    out = StringIO()
    call_command("bill_of_materials", stdout=out)
    bill = json.loads(out.getvalue())
    [django] = [component for component in bill["components"] if component["name"].lower() == "django"]
    assert (bill["bomFormat"], django["purl"].partition("@")[0]) == ("CycloneDX", "pkg:pypi/django")
    assert django["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert len(django["hashes"]) == 2


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements-dev.txt"])
def test_each_extra_that_a_package_asks_for_is_pinned_with_it(file):
    """Where a lock has the package alone, pip takes the newest one for the extra, and finds no hash for it."""
    lines = re.findall(r"^[\w.-]+(?:\[.*?\])?==[^\\\n]+", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    pinned = {canonicalize_name(requirement.name): requirement.extras for requirement in map(Requirement, lines)}
    lacking = {
        f"{name} asks for {needed}"
        for name, extras in pinned.items()
        for needed in _asked_by(name, extras)
        if needed.extras - pinned.get(canonicalize_name(needed.name), needed.extras)
    }
    assert lacking == set()


def _asked_by(name, extras):
    try:
        every = map(Requirement, requires(name) or ())
    except PackageNotFoundError:
        return []
    chosen = [{"extra": extra} for extra in ("", *extras)]
    return [
        requirement
        for requirement in every
        if requirement.marker is None or any(requirement.marker.evaluate(extra) for extra in chosen)
    ]
