"""The names of bodies in the language of the reader, and of the document."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from charter.actions.versions import versions
from charter.exports import files
from charter.exports.texts import Text
from charter.models import Release, VersionStatusAct
from charter.states import VersionStatus
from charter.wording.bodies import body_name, body_name_apart
from tests import factories

NAMES = {"en": "the assembly", "fr": "l’assemblée"}
DAY = date(2026, 5, 2)


@pytest.fixture
def adopted(charter, moderator):
    publication = versions.propose_version(
        charter=charter, by=moderator, status=VersionStatus.ADOPTED, body="the assembly", body_names=NAMES, on=DAY
    )
    return versions.publish_version(publication=publication, by=factories.holder("moderator"))


@pytest.mark.parametrize(
    ("names", "code", "shown"),
    [
        (NAMES, "en", "the assembly"),
        (NAMES, "fr", "l’assemblée"),
        (NAMES, "es", '<bdi lang="en" dir="ltr">the assembly</bdi>'),
        ({}, "fr", "the assembly"),
    ],
)
def test_a_name_is_in_the_language_of_the_page_or_marked(names, code, shown):
    row = Release(body="the assembly", body_names=names)
    with translation.override(code):
        assert body_name_apart(row) == shown
        assert body_name(row) == names.get(code, "the assembly")


def test_pages_files_and_the_api_name_the_body_in_their_language(client, adopted):
    french = client.get("/fr/charter/1/").content.decode()
    assert "par l’assemblée le 2 mai 2026" in french and "the assembly" not in french
    spanish = client.get("/es/charter/1/").content.decode()
    assert 'por <bdi lang="en" dir="ltr">the assembly</bdi>' in spanish and "&lt;bdi" not in spanish
    assert "par l’assemblée" in files.write_file(Text(adopted.charter, adopted, "fr"), "html").decode()
    answer = client.get(f"{reverse('api_version', args=[1])}?language=fr").json()
    assert answer["status"]["body"] == "l’assemblée"


def test_a_version_from_before_names_its_body_as_it_was_given(client, charter, moderator):
    publication = versions.propose_version(
        charter=charter, by=moderator, status=VersionStatus.ADOPTED, body="the assembly", on=DAY
    )
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    assert VersionStatusAct.objects.get().body_names == {}
    assert "par the assembly le 2 mai 2026" in client.get("/fr/charter/1/").content.decode()
