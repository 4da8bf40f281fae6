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

from consultation.materials import materials

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
    for one in materials(REQUIREMENTS):
        together = one.licence.split(" AND ")
        if not all(set(part.split(" OR ")) & ACCEPTED for part in together):
            otherwise[one.name] = one.licence
    assert otherwise == {}


def test_each_package_is_pinned_by_version_and_hash():
    pinned = set(re.findall(r"^([\w.-]+)(?:\[.*?\])?==", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE))
    found = list(materials(REQUIREMENTS))
    assert (len(pinned - {one.name for one in found}) <= 5, len(found) > 60) == (True, True)
    assert [one.name for one in found if not one.hashes or not one.version] == []


def test_the_bill_names_each_with_its_version_licence_and_hashes():
    out = StringIO()
    call_command("bill_of_materials", stdout=out)
    said = json.loads(out.getvalue())
    [django] = [one for one in said["components"] if one["name"].lower() == "django"]
    assert (said["bomFormat"], django["purl"].partition("@")[0]) == ("CycloneDX", "pkg:pypi/django")
    assert django["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert len(django["hashes"]) == 2


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements-dev.txt"])
def test_each_extra_that_a_package_asks_for_is_pinned_with_it(file):
    """Where a lock has the package alone, pip takes the newest one for the extra, and finds no hash for it."""
    lines = re.findall(r"^[\w.-]+(?:\[.*?\])?==[^\\\n]+", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    pinned = {canonicalize_name(one.name): one.extras for one in map(Requirement, lines)}
    lacking = {
        f"{name} asks for {asked}"
        for name, extras in pinned.items()
        for asked in _asked_by(name, extras)
        if asked.extras - pinned.get(canonicalize_name(asked.name), asked.extras)
    }
    assert lacking == set()


def _asked_by(name, extras):
    try:
        every = map(Requirement, requires(name) or ())
    except PackageNotFoundError:
        return []
    chosen = [{"extra": extra} for extra in ("", *extras)]
    return [one for one in every if one.marker is None or any(one.marker.evaluate(extra) for extra in chosen)]
