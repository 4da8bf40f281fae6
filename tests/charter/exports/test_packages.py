"""The data package of a version, opened again and compared with what it was made of."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

import pytest

from charter import texts
from charter.exports.packages import package
from charter.exports.tables import TABLES
from charter.models import Amendment, Version
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def second(db, moderator):
    charter, city = factories.charter(languages=("en",)), factories.organisation("Tamanrit")
    who = factories.member(city, "officer")
    made = factories.second_version(factories.version(charter), {5: THIRD}, by=moderator, city=city, who=who)
    factories.answered([Amendment.objects.get()], moderator, {city: "yes"}, agreed=True)
    return made


def opened(version):
    archive = zipfile.ZipFile(io.BytesIO(package(version)))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_version_gives_the_same_bytes(second):
    assert package(second) == package(Version.objects.get(pk=second.pk))


def test_the_manifest_has_the_hash_of_every_other_file(second):
    files = opened(second)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert (manifest["version"], manifest["digest"]) == (2, second.digest)


def test_words_and_their_digests_are_those_of_the_version(second):
    rows = json.loads(opened(second)["wordings.json"])
    assert [row["text"] for row in rows][5] == THIRD
    assert all(row["digest"] == texts.digest_of_words(row["language"], row["html"]) for row in rows)


def test_amendments_and_decisions_are_those_of_the_round_before(second):
    files = opened(second)
    [asked], [decided] = json.loads(files["amendments.json"]), json.loads(files["decisions.json"])
    assert (asked["member"], asked["state"], asked["asked"]) == ("Tamanrit", "accepted", THIRD)
    assert (decided["outcome"], decided["reason"], decided["in_the_text"]) == ("accepted", "It is clear.", True)
    first = opened(second.charter.versions.get(number=1))
    assert (json.loads(first["amendments.json"]), json.loads(first["decisions.json"])) == ([], [])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_reads_alike_in_both_forms_and_every_column_is_explained(second, table):
    files = opened(second)
    rows = json.loads(files[f"{table.name}.json"])
    sheet = list(csv.DictReader(io.StringIO(files[f"{table.name}.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(sheet) > 0
    assert list(rows[0]) == list(sheet[0]) == list(table.columns)
    assert all(f"| `{name}` | {said} |" in files["README.md"].decode() for name, said in table.columns.items())


def test_who_answered_a_compromise_stands_beside_the_decision(second):
    [answer] = json.loads(opened(second)["answers.json"])
    assert [answer[name] for name in ("round", "number", "about", "agreed", "member", "answer", "silence")] == [
        *(1, 1, "amendments", True),
        *("Tamanrit", "yes", "neither"),
    ]


def test_a_member_that_withholds_its_name_is_not_named(second):
    from accounts.models import Organisation

    Organisation.objects.update(name_withheld=True)
    assert b"Tamanrit" not in b"".join(opened(second).values())


def test_the_page_of_a_version_leads_to_it(client, version):
    assert b'href="/en/charter/1/data.zip"' in client.get("/en/charter/1/").content
    answer = client.get("/en/charter/1/data.zip")
    assert (answer["Content-Type"], answer.content) == ("application/zip", package(version))
    assert answer["Content-Disposition"] == 'attachment; filename="charter-1-data.zip"'
    assert client.get("/en/charter/9/data.zip").status_code == 404


def test_the_licence_is_said_to_people_and_to_machines(second, settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    files = opened(second)
    said = json.loads(files["datapackage.json"])
    assert said["licenses"] == [{"name": "ODbL-1.0", "title": "ODbL 1.0", "path": settings.DATA_LICENCE_URL}]
    assert files["LICENCE.txt"].decode() == f"ODbL 1.0\n{settings.DATA_LICENCE_URL}\n"
    assert f"Licence: ODbL 1.0, {settings.DATA_LICENCE_URL}" in files["README.md"].decode()


def test_each_table_is_described_as_it_stands(second):
    files = opened(second)
    for one in json.loads(files["datapackage.json"])["resources"]:
        head = next(csv.reader(io.StringIO(files[one["path"]].decode("utf-8-sig"))))
        assert head == [column["name"] for column in one["schema"]["fields"]]


def test_the_page_of_the_version_names_the_licence(client, second):
    page = client.get("/en/charter/2/").content.decode()
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>' in page
