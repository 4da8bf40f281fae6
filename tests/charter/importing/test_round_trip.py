"""The demonstration charter, written by pandoc as Word, OpenDocument and Markdown, comes back as it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from charter.importing.drafts import Edition
from charter.importing.plan import plan_import
from charter.importing.reading import read_file
from charter.importing.structure import understand_document
from tests.charter.importing.conftest import DEMO


def returned(program: str, folder: Path, lang: str, writer: str, ending: str) -> tuple[Edition, list[str]]:
    file = folder / f"charter.{ending}"
    source = DEMO / f"charter.{lang}.html"
    subprocess.run([program, "--from=html", f"--to={writer}", f"--output={file}", str(source)], check=True)
    document = read_file(file.read_bytes(), file.name)
    return understand_document(document, lang), [part.what for part in document.left_out]


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_word_and_opendocument_bring_back_every_provision(
    pandoc_here: str, tmp_path: Path, demo: dict[str, Edition], lang: str, ending: str
) -> None:
    edition, left_out = returned(pandoc_here, tmp_path, lang, ending, ending)
    before = [
        (provision.citation, provision.kind, provision.label, provision.depth, provision.html)
        for provision in demo[lang].provisions()
    ]
    after = [
        (provision.citation, provision.kind, provision.label, provision.depth, provision.html)
        for provision in edition.provisions()
    ]
    assert (edition.title, after, left_out) == (demo[lang].title, before, [])


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_markdown_brings_back_the_words(pandoc_here: str, tmp_path: Path, demo: dict[str, Edition], lang: str) -> None:
    edition, _left_out = returned(pandoc_here, tmp_path, lang, "gfm", "md")
    before = [(provision.citation, provision.kind, provision.html) for provision in demo[lang].provisions()]
    assert [(provision.citation, provision.kind, provision.html) for provision in edition.provisions()] == before


def test_a_round_trip_changes_nothing(pandoc_here: str, tmp_path: Path, demo: dict[str, Edition]) -> None:
    edition, _left_out = returned(pandoc_here, tmp_path, "en", "docx", "docx")
    assert plan_import(edition, [demo["en"]]).changes_nothing
