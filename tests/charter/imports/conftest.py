"""Where the real texts are, and whether pandoc is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.imports import pandoc
from charter.imports.drafts import Edition
from charter.imports.reading import read
from charter.imports.structure import understand

ROOT = Path(__file__).resolve().parents[3]
DECLARATION = ROOT.parent / "shared" / "data" / "udhr"
DEMO = ROOT / "consultation" / "demo"
FILES = {"en": "eng", "es": "spa", "fr": "fra", "ar": "arb", "zh": "cmn_hans"}


@pytest.fixture(scope="session")
def declaration() -> dict[str, Edition]:
    """The Universal Declaration of Human Rights in five languages."""
    if not DECLARATION.is_dir():
        pytest.skip("The five files of the Declaration are not beside the repository, at ../shared/data/udhr.")
    paths = {lang: DECLARATION / f"{name}.html" for lang, name in FILES.items()}
    return {lang: understand(read(path.read_bytes(), path.name), lang) for lang, path in paths.items()}


@pytest.fixture(scope="session")
def demo() -> dict[str, Edition]:
    """The demonstration charter in its four languages."""
    paths = {lang: DEMO / f"charter.{lang}.html" for lang in ("en", "fr", "es", "ar")}
    return {lang: understand(read(path.read_bytes(), path.name), lang) for lang, path in paths.items()}


@pytest.fixture
def pandoc_here() -> str:
    """The path of pandoc."""
    program = pandoc.find()
    if program is None:
        pytest.skip("There is no pandoc here: neither pypandoc_binary nor one on the path.")
    return program
