"""The demonstration charter, written by pandoc as Word, OpenDocument and Markdown, comes back as it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from charter.imports.drafts import Edition
from charter.imports.plan import plan
from charter.imports.reading import read
from charter.imports.structure import understand

from .conftest import DEMO


def returned(program: str, folder: Path, lang: str, writer: str, ending: str) -> tuple[Edition, list[str]]:
    made = folder / f"charter.{ending}"
    source = DEMO / f"charter.{lang}.html"
    subprocess.run([program, "--from=html", f"--to={writer}", f"--output={made}", str(source)], check=True)
    document = read(made.read_bytes(), made.name)
    return understand(document, lang), [one.what for one in document.left_out]


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_word_and_opendocument_bring_back_every_provision(
    pandoc_here: str, tmp_path: Path, demo: dict[str, Edition], lang: str, ending: str
) -> None:
    found, left_out = returned(pandoc_here, tmp_path, lang, ending, ending)
    before = [(one.citation, one.kind, one.label, one.depth, one.html) for one in demo[lang].provisions()]
    after = [(one.citation, one.kind, one.label, one.depth, one.html) for one in found.provisions()]
    assert (found.title, after, left_out) == (demo[lang].title, before, [])


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_markdown_brings_back_the_words(pandoc_here: str, tmp_path: Path, demo: dict[str, Edition], lang: str) -> None:
    found, _left_out = returned(pandoc_here, tmp_path, lang, "gfm", "md")
    before = [(one.citation, one.kind, one.html) for one in demo[lang].provisions()]
    assert [(one.citation, one.kind, one.html) for one in found.provisions()] == before


def test_a_round_trip_changes_nothing(pandoc_here: str, tmp_path: Path, demo: dict[str, Edition]) -> None:
    found, _left_out = returned(pandoc_here, tmp_path, "en", "docx", "docx")
    assert plan(found, [demo["en"]]).changes_nothing
