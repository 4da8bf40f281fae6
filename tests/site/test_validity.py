"""Every kind of page for the validator of HTML that the W3C keeps: no error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.site import asking
from tests.site.every_page import is_file, pages

pytestmark = pytest.mark.large
FOLDER = Path(os.environ.get("VALIDATOR", settings.BASE_DIR / "var" / "validator"))
VALIDATOR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture
def validated(tmp_path):
    """Asks the validator about pages by their names; what it says of each, in its own words."""
    java = shutil.which("java")
    if not VALIDATOR.exists() or not java:
        pytest.skip("The validator or Java is not here: make system-large, and a Java of 17 or later")

    def ask(html_by_page: dict[str, str]) -> dict[str, list[str]]:
        names = {f"{n}.html": name for n, name in enumerate(html_by_page)}
        for file, name in names.items():
            (tmp_path / file).write_text(html_by_page[name], encoding="utf-8")
        result = subprocess.run(
            [java, "-jar", VALIDATOR, "--errors-only", "--exit-zero-always", "--format", "json", str(tmp_path)],
            capture_output=True,
            text=True,
        )
        faults: dict[str, list[str]] = {}
        for message in json.loads(result.stderr)["messages"]:
            where = names[message["url"].rpartition("/")[2]]
            faults.setdefault(where, []).append(f"{message['message']} … {message.get('extract', '').strip()}")
        return faults

    return ask


def drawn(stage, language: str) -> dict[str, str]:
    """Each page as its person gets it."""
    html_by_page = {}
    for role, paths in pages(stage, language).items():
        client = asking.client_of(stage, role)
        for path in paths:
            with asking.undone(client):
                answer = client.get(path)
            if answer.status_code == 200 and not is_file(answer.headers):
                html_by_page[f"{role}: {path}"] = asking.text_of(answer)
    return html_by_page


def test_the_validator_finds_what_is_wrong(validated):
    assert list(validated({"a page": "<!doctype html><title>A</title><p><ul></ul><a href='/a b'>"})) == ["a page"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_breaks_the_rules_of_html(one_stage, db, validated, language):
    cache.clear()
    html_by_page = drawn(one_stage, language)
    assert len(html_by_page) > 100
    wrong = validated(html_by_page)
    print(*(f"{where}: {faults}" for where, faults in wrong.items()), sep="\n")
    assert set(wrong) == set()
