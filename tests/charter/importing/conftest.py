"""The demonstration charter, and whether pandoc is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.files import pandoc
from charter.importing.drafts import Edition
from charter.importing.reading import read_file
from charter.importing.structure import understand_document

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "consultation" / "demo"


@pytest.fixture(scope="session")
def demo() -> dict[str, Edition]:
    """The demonstration charter in its four languages."""
    paths = {lang: DEMO / f"charter.{lang}.html" for lang in ("en", "fr", "es", "ar")}
    return {lang: understand_document(read_file(path.read_bytes(), path.name), lang) for lang, path in paths.items()}


@pytest.fixture
def pandoc_here() -> str:
    """The path of pandoc."""
    program = pandoc.find_pandoc()
    if program is None:
        pytest.skip("There is no pandoc here: neither pypandoc_binary nor one on the path.")
    return program
