"""No string of the interface is missing, unfinished or out of date in a required language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["fr", "es", "ar"]
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def catalogue(root: Path, language: str) -> Catalog:
    with (root / "consultation" / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def names(text: str | tuple[str, ...]) -> set[str]:
    forms = text if isinstance(text, tuple) else (text,)
    return {match.group() for form in forms for match in PLACE.finditer(form)}


def texts(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory) -> Path:
    """The tree with its strings gathered anew, in a folder of its own."""
    if shutil.which("xgettext") is None:
        pytest.fail("gettext is missing: apt-get install gettext")
    copy = tmp_path_factory.mktemp("tree") / "tree"
    ignored = shutil.ignore_patterns(".git", ".venv*", "var", "tests", "demo", "static", "node_modules", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / "var").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-wrap"]
    env = {**os.environ, "SECRET_KEY": "messages", "ALLOWED_HOSTS": "localhost", "DEBUG": "0"}
    env["DJANGO_SETTINGS_MODULE"] = "consultation.settings"
    for language in LANGUAGES:
        command += ["-l", language]
    subprocess.run(command, cwd=copy, env=env, check=True, capture_output=True)
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_code_is_translated(gathered, language):
    missing = [m.id for m in catalogue(gathered, language) if m.id and (m.fuzzy or not all(texts(m)))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_the_code_does_not_say(gathered, language):
    kept = {m.id for m in catalogue(ROOT, language) if m.id}
    assert kept - {m.id for m in catalogue(gathered, language) if m.id} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_a_string_stand_in_its_translation(language):
    wrong = [
        m.id
        for m in catalogue(ROOT, language)
        if m.id and not all(names(text) <= names(m.id) for text in texts(m) if text)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_with_a_number_has_each_plural_form_of_the_language(language):
    """As many as the head of the catalogue states; another number of forms shows the wrong one without an error."""
    entries = catalogue(ROOT, language)
    wrong = [m.id for m in entries if isinstance(m.id, tuple) and len(texts(m)) != entries.num_plurals]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_compiled_and_as_new_as_its_source(language):
    source = ROOT / "consultation" / "locale" / language / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    assert compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
