"""Members from a file: understood row by row, idempotent, and safe against formulas."""

from __future__ import annotations

import io

import openpyxl
import pytest

from accounts.actions import organisations
from accounts.exports import members as member_exports
from accounts.imports import members, sheets
from accounts.models import FormerName, Organisation, create_localized_text
from tests import factories

HEAD = "address,name,name_language,name_fr,country,sections,wave,latitude,campaign"


def planned(*lines, head=HEAD):
    return members.plan_members(sheets.read_rows("\n".join([head, *lines]).encode(), "members.csv"))


def take(plan):
    return organisations.import_members(entries=[row.entry for row in plan if row.entry], by=None)


def test_a_new_member_is_understood_whole(db):
    (row,) = planned("tamanrit,جماعة تمنريت,ar,Tamanrit,ma,africa; metropolis,10,-31.5,yes")
    assert (row.is_new, row.faults) == (True, [])
    take([row])
    organisation = Organisation.objects.get(slug="tamanrit")
    assert (organisation.name.text, organisation.name.language, organisation.name.in_language("fr").text) == (
        "جماعة تمنريت",
        "ar",
        "Tamanrit",
    )
    assert (organisation.country, organisation.sections, organisation.wave, organisation.latitude) == (
        "MA",
        ["africa", "metropolis"],
        10,
        -31.5,
    )
    assert organisation.kind == "government"


def test_the_same_file_again_changes_nothing(db):
    line = "tamanrit,Tamanrit,en,Tamanrit la Grande,MA,africa,10,31.5,yes"
    assert take(planned(line)) == {"new": 1, "changed": 0, "same": 0}
    assert take(planned(line)) == {"new": 0, "changed": 0, "same": 1}
    assert planned(line)[0].changes == []


def test_only_the_columns_of_the_file_change(db):
    take(planned("tamanrit,Tamanrit,en,,MA,africa,10,31.5,yes"))
    (row,) = planned("tamanrit,Tamanrit,en,100", head="address,name,name_language,wave")
    assert row.changes == ["wave"]
    take([row])
    organisation = Organisation.objects.get()
    assert (organisation.wave, organisation.country) == (100, "MA")


@pytest.mark.parametrize(
    ("head", "cells", "fr", "es"),
    [
        ("address,wave", "100", "Tamanrit la Grande", "Tamanrit la Mayor"),
        ("address,name_es", "Tamanrit la Bella", "Tamanrit la Grande", "Tamanrit la Bella"),
        ("address,name_es", "", "Tamanrit la Grande", "Tamanrit la Mayor"),
        ("address,name,name_language", "Greater Tamanrit,en", "Tamanrit la Grande", "Tamanrit la Mayor"),
        (
            "address,name,name_language,name_fr",
            "Tamanrit,en,Le Grand Tamanrit",
            "Le Grand Tamanrit",
            "Tamanrit la Mayor",
        ),
    ],
)
def test_names_in_other_languages_change_only_by_their_own_column(db, head, cells, fr, es):
    """Changed at the desk after the file was made, they are not overwritten by it."""
    city = factories.organisation()
    city.name = create_localized_text("Tamanrit", "en", fr="Tamanrit la Grande", es="Tamanrit la Mayor")
    city.save()
    take(planned(f"{city.slug},{cells}", head=head))
    name = Organisation.objects.get().name
    assert (name.in_language("fr").text, name.in_language("es").text) == (fr, es)


def test_the_former_name_keeps_its_own_translations(db):
    city = factories.organisation()
    city.name = create_localized_text("Tamanrit", "en", fr="Tamanrit la Grande")
    city.save()
    take(planned(f"{city.slug},Greater Tamanrit,Le Grand Tamanrit", head="address,name,name_fr"))
    assert FormerName.objects.get().name.in_language("fr").text == "Tamanrit la Grande"


def test_a_name_that_becomes_the_official_one_is_no_translation_of_it(db):
    city = factories.organisation()
    city.name = create_localized_text("Tamanrit", "en", fr="Tamanrit la Grande")
    city.save()
    take(planned(f"{city.slug},Tamanrit la Grande,fr", head="address,name,name_language"))
    name = Organisation.objects.get().name
    assert (name.text, name.language, list(name.translations.all())) == ("Tamanrit la Grande", "fr", [])


def test_without_an_address_it_is_found_by_name_and_country(db):
    take(planned("tamanrit,Tamanrit,en,,MA,,,,"))
    (row,) = planned(",tamanrit,en,,MA,europe,,,")
    assert (row.is_new, row.entry.slug) == (False, "tamanrit")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",,,,MA,,,,", "name: the official name is missing."),
        ("Bad Address!,X,en,,,,,,", "address: letters"),
        (",X,en,,Marocco,,,,", "country: “Marocco” is not a country. Write its name, or a code such as MA."),
        (",X,en,,,atlantis,,,", "sections: “atlantis” is not possible here"),
        (",X,en,,,,7,,", "wave: “7” is not possible here"),
        (",X,en,,,,,123,", "latitude: enter a value between"),
        (",X,en,,,,,north,", "latitude: enter degrees"),
        (",X,en,,,,,,perhaps", "campaign: enter yes or no."),
        (",=1+1,en,,,,,,", "name: the cell contains a formula"),
        (",@SUM(A1),en,,,,,,", "name: the cell contains a formula"),
        (',"+cmd|x",en,,,,,,', "name: the cell contains a formula"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken(db, line, fault):
    (row,) = planned(line)
    assert row.entry is None
    assert any(sentence.startswith(fault) for sentence in row.faults)


def test_a_member_twice_in_one_file_is_said_with_its_row(db):
    _, two = planned("a,A,en,,,,,,", "a,A,en,,,,,,")
    assert two.faults == ["Row 2 contains the same member."]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_the_same_and_holds_no_formula(db, ending):
    factories.organisation("=cmd|' /C calc'!A0", sections=["europe"], latitude=-3.5, country="ES")
    factories.organisation("-Minus", wave=100)
    data = member_exports.as_csv() if ending == "csv" else member_exports.as_xlsx()
    rows = sheets.read_rows(data, f"members.{ending}")
    assert [row.cells["name"] for row in rows] == ["'=cmd|' /C calc'!A0", "'-Minus"]
    plan = members.plan_members(rows)
    assert [(planned_row.is_new, planned_row.changes, planned_row.faults) for planned_row in plan] == [
        (False, [], []),
        (False, [], []),
    ]


def test_a_formula_in_a_workbook_is_a_fault(db):
    book = openpyxl.Workbook()
    book.active.append(["name", "country"])
    book.active.append(["=HYPERLINK(A1)", "ES"])
    out = io.BytesIO()
    book.save(out)
    (row,) = members.plan_members(sheets.read_rows(out.getvalue(), "x.xlsx"))
    assert row.faults[0] == "name: the cell contains a formula. Enter the value itself."


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty. Choose another file."),
        (b"\xff\xfe\x00", "a.csv", "encoding of the file is not known"),
        (b'name\n"open', "a.csv", "quotation mark"),
        (b"PK nothing", "a.xlsx", "not an XLSX file"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.csv", "larger than 2 MB"),
        (b"name\n" + b"a\n" * 5001, "a.csv", "more than 5000 rows"),
    ],
)
def test_files_that_are_no_tables_are_refused_with_a_sentence(data, name, sentence):
    with pytest.raises(sheets.Unreadable, match=sentence):
        sheets.read_rows(data, name)


def test_semicolons_and_a_mark_of_encoding_are_read():
    (row,) = sheets.read_rows("\ufeffname;country\nÉvora;PT\n".encode(), "a.csv")
    assert row.cells == {"name": "Évora", "country": "PT"}


def test_a_kind_is_named_by_its_code_or_in_any_language(db):
    head = "address,name,official_kind"
    rows = planned("a,Aville,City", "b,Bville,ville", "c,Cville,rural_municipality", "d,Dville,", head=head)
    assert [row.entry.fields["official_kind_id"] for row in rows] == ["city", "city", "rural_municipality", None]
    assert take(rows)["new"] == 4
    assert take(planned("a,Aville,City", head=head))["same"] == 1
    assert take(planned("a,Aville,Rural municipality", head="Address,Name,Official kind"))["changed"] == 1
    (wrong,) = planned("e,Eville,empire", head=head)
    assert wrong.faults == ["official_kind: “empire” is not in the list of types."]


def test_an_export_that_is_imported_changes_nothing(db):
    factories.organisation("Aville", official_kind_id="city", latitude=1.5, population_band="1m_5m", country="ES")
    factories.organisation("=Bville", sections=["africa", "europe"], themes=["housing", "water"])
    for data, name in ((member_exports.as_csv(), "members.csv"), (member_exports.as_xlsx(), "members.xlsx")):
        again = members.plan_members(sheets.read_rows(data, name))
        assert [(row.faults, row.changes, row.is_new) for row in again] == [([], [], False)] * 2


def test_values_are_understood_by_their_names_in_any_language(db):
    head = "name,kind,country,sections,themes,population_band,language,campaign"
    themes, band = '"Water, sanitation and energy"', "de 50 000 à 250 000"
    cells = f"Tamanrit,gobierno local,MAROC,Afrique,{themes},{band},français,Sí"
    (row,) = planned(cells, head=head)
    assert row.faults == []
    fields = row.entry.fields
    assert (fields["kind"], fields["country"], fields["sections"]) == ("government", "MA", ["africa"])
    assert (fields["themes"], fields["language"], fields["is_campaign_member"]) == (["water"], "fr", True)
    assert fields["population_band"] == "50k_250k"


def test_emails_have_a_language_with_texts_or_the_stored_one(db):
    factories.organisation("Tamanrit", language="zh-hans")
    lines = ["name,language", "Tamanrit,zh-hans", "Velmora,français", "Zorilla,zh-hans"]
    stored, new, wrong = members.plan_members(sheets.read_rows("\n".join(lines).encode(), "members.csv"))
    assert (stored.changes, stored.faults) == ([], [])
    assert new.entry.fields["language"] == "fr"
    fault = "language: “zh-hans” is not possible here. Enter one of these values: en, fr, es, ar."
    assert (wrong.entry, wrong.faults) == (None, [fault])
