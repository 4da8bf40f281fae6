"""What is hashed, sealed or taken away carries offices and numbers of people, never their names."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from accounts.actions import erasures, organisations
from accounts.models import Organisation, Person, Record
from charter.exports import files, paper_names, release_manifests
from charter.exports.packages import build_package
from charter.exports.release_manifests import Release
from charter.models import Charter
from tests import factories
from tests.site import stage as stages

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def asked(db, city, officer, delegate, moderator):
    """Version 2, with words that an officer prepared and a delegate confirmed; all let their names be public."""
    first = factories.version(factories.charter(languages=("en",)))
    factories.second_version(first, {5: THIRD}, by=moderator, city=city, proposer=officer)
    [amendment] = first.charter.rounds.get().amendments.all()
    text = amendment.text
    text.prepared_on, text.confirmed_by, text.confirmed_on = officer.mandates.get(), delegate, delegate.mandates.get()
    text.save()
    Person.objects.update(name_is_public=True, name="Marta Quetzal")
    return amendment


def second(amendment):
    return Charter.objects.get(pk=amendment.round.charter_id).versions.get(number=2)


def packed(amendment):
    with zipfile.ZipFile(io.BytesIO(build_package(second(amendment))[1])) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_the_record_holds_no_name_and_no_address(stage):
    stages.grow(stage)
    contents = json.dumps(list(Record.objects.values_list("content", flat=True)), ensure_ascii=False)
    people = [word for person in Person.objects.all() for word in (person.name, person.email)]
    cities = [str(organisation) for organisation in Organisation.objects.all()]
    assert [word for word in (*people, *cities) if word in contents] == []
    assert Record.objects.exclude(person=None).exclude(mandate=None).count() > 20


def test_the_package_says_who_acted_by_office_and_number(asked, officer, delegate, moderator):
    package = packed(asked)
    [row] = json.loads(package["amendments.json"])
    assert (row["prepared_as"], row["prepared_by"]) == ("officer", officer.pk)
    assert (row["confirmed_as"], row["confirmed_by"]) == ("delegate", delegate.pk)
    assert json.loads(package["decisions.json"])[0]["decided_by"] == moderator.pk
    [line] = csv.DictReader(io.StringIO(package["amendments.csv"]))
    assert (line["confirmed_as"], line["confirmed_by"]) == ("delegate", str(delegate.pk))


def test_no_name_of_a_person_is_in_package_manifest_or_table(asked):
    release = release_manifests.as_json(
        release_manifests.release_manifest(Release(asked.round.charter, second(asked)), with_files=False)
    )
    table = files.write_file(table_of(asked), "csv").decode()
    text = "".join([*packed(asked).values(), release.decode(), table])
    assert "Tamanrit" in text and "Quetzal" not in text


def table_of(amendment):
    return paper_names.find_paper(f"decisions/{amendment.round.number}", "en")


def test_erasing_who_acted_changes_no_byte_of_it(asked, delegate):
    before = packed(asked)
    erasures.erase_person(person=delegate)
    assert packed(asked) == before


def test_of_a_member_that_withholds_its_name_no_number_is_given(asked, city, moderator):
    organisations.withhold_name(organisation=city, by=moderator, because="threats")
    [row] = json.loads(packed(asked)["amendments.json"])
    assert {row[name] for name in ("prepared_as", "prepared_by", "confirmed_as", "confirmed_by")} == {None}
