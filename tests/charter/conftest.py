"""The Universal Declaration of Human Rights, a real text in five languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.importing.drafts import Edition
from charter.importing.reading import read_file
from charter.importing.structure import understand_document

DECLARATION = Path(__file__).resolve().parents[3] / "shared" / "data" / "udhr"
FILES = {"en": "eng", "es": "spa", "fr": "fra", "ar": "arb", "zh": "cmn_hans"}


@pytest.fixture(scope="session")
def declaration() -> dict[str, Edition]:
    """The Universal Declaration of Human Rights in five languages."""
    if not DECLARATION.is_dir():
        pytest.skip("The five files of the Declaration are not beside the repository, at ../shared/data/udhr.")
    paths = {lang: DECLARATION / f"{name}.html" for lang, name in FILES.items()}
    return {lang: understand_document(read_file(path.read_bytes(), path.name), lang) for lang, path in paths.items()}
