"""Papers of small charters, and other programs that open their files."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable

import pytest

from charter.actions.versions import versions
from charter.files import pandoc
from charter.models import Charter
from tests import factories

CHANGED = {
    "en": "The city keeps one third of new homes for people with low incomes.",
    "fr": "La ville réserve un tiers des logements neufs aux personnes à faibles revenus.",
    "es": "La ciudad reserva un tercio de las viviendas nuevas a personas con bajos ingresos.",
    "ar": "تخصص المدينة ثلث المساكن الجديدة لذوي الدخل المنخفض.",
}


@pytest.fixture
def everywhere(db):
    """Version 1 of a charter in four languages, one of them from right to left."""
    return factories.version(factories.charter(languages=tuple(CHANGED)))


@pytest.fixture
def two_versions(db, moderator):
    """Both versions of a charter in one language, in which the secretariat changed one provision."""

    def made(language: str):
        first = factories.version(factories.charter(languages=(language,)))
        provision = factories.provision(first.charter, 5)
        factories.reword(provision, CHANGED[language], by=moderator, language=language)
        publication = versions.propose_version(charter=Charter.objects.get(pk=first.charter_id), by=moderator)
        return first, versions.publish_version(publication=publication, by=factories.holder("moderator"))

    return made


@pytest.fixture
def opened() -> Callable[..., str]:
    """What pandoc reads in a file: one paragraph a line, without any sign."""
    program = pandoc.find_pandoc()
    if program is None:
        pytest.skip("pandoc is not here")

    def read(data: bytes, reader: str, *options: str) -> str:
        command = [program, f"--from={reader}", "--to=plain", "--wrap=none", *options]
        out = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
        return "\n".join(line.strip() for line in io.StringIO(out) if line.strip())

    return read
