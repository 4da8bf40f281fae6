"""Lighthouse's score for accessibility and for what machines read, over pages that anybody and that cities open."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import BROWSER
from tests.site import stage as stages

FOLDER = Path(os.environ.get("LIGHTHOUSE", settings.BASE_DIR / "var" / "lighthouse"))
LIGHTHOUSE = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
EVERY = "accessibility,seo,best-practices"
# Who opens it, and what is scored; what is not to be listed by machines is not scored for it.
PAGES = {
    "en/": ("anonymous", EVERY),
    "en/charter/2/I/": ("anonymous", EVERY),
    "ar/charter/2/I/": ("anonymous", "accessibility"),
    "en/charter/1..2/I/": ("anonymous", EVERY),
    "fr/amendments/": ("anonymous", EVERY),
    "es/decisions/": ("anonymous", EVERY),
    "en/city/": ("delegate", "accessibility"),
    "en/desk/": ("moderator", "accessibility"),
}
pytestmark = [
    pytest.mark.large,
    pytest.mark.browser,
    pytest.mark.skipif(
        not LIGHTHOUSE.exists() or not shutil.which("node") or not BROWSER,
        reason="Lighthouse, node or Chromium is not here: make system-large, and nodejs",
    ),
]


@pytest.fixture
def stage(transactional_db):
    return stages.build()


def cookie(person) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


def scored(url: str, headers: dict[str, str], categories: str, folder: Path) -> dict[str, tuple[int, list[str]]]:
    """Each category's score out of 100, and all that took points from any."""
    file = folder / "said.json"
    words = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={file}"]
    words += [f"--only-categories={categories}", f"--chrome-flags={FLAGS}", f"--extra-headers={json.dumps(headers)}"]
    env = {**os.environ, "CHROME_PATH": BROWSER}
    subprocess.run(words, env=env, check=True, capture_output=True, timeout=180)
    report = json.loads(file.read_text())
    lost = [
        f"{name}: {audit['title']}"
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 1 and audit["scoreDisplayMode"] == "binary"
    ]
    return {name: (round(category["score"] * 100), lost) for name, category in report["categories"].items()}


def test_nothing_is_taken_from_the_score(stage, live_server, tmp_path):
    below = {}
    for path, (role, categories) in PAGES.items():
        person = stage.people[role]
        scores = scored(f"{live_server.url}/{path}", cookie(person) if person else {}, categories, tmp_path)
        below |= {(path, category): score for category, score in scores.items() if score[0] < 100}
    assert below == {}, below
