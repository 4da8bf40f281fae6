"""Members from a file: understood row by row, idempotent, and safe against formulas."""

from __future__ import annotations

import io

import openpyxl
import pytest

from accounts.actions import organisations
from accounts.exports import members as exports
from accounts.imports import members, sheets
from accounts.models import FormerName, Organisation, say
from tests import factories

HEAD = "address,name,name_language,name_fr,country,sections,wave,latitude,campaign"


def planned(*lines, head=HEAD):
    return members.plan(sheets.read("\n".join([head, *lines]).encode(), "members.csv"))


def take(plan):
    return organisations.take(entries=[one.entry for one in plan if one.entry], by=None)


def test_a_new_member_is_understood_whole(db):
    (one,) = planned("tamanrit,جماعة تمنريت,ar,Tamanrit,ma,africa; metropolis,10,-31.5,yes")
    assert (one.is_new, one.faults) == (True, [])
    take([one])
    made = Organisation.objects.get(slug="tamanrit")
    assert (made.name.text, made.name.language, made.name.in_language("fr").text) == ("جماعة تمنريت", "ar", "Tamanrit")
    assert (made.country, made.sections, made.wave, made.latitude) == ("MA", ["africa", "metropolis"], 10, -31.5)
    assert made.kind == "government"


def test_the_same_file_again_changes_nothing(db):
    line = "tamanrit,Tamanrit,en,Tamanrit la Grande,MA,africa,10,31.5,yes"
    assert take(planned(line)) == {"new": 1, "changed": 0, "same": 0}
    assert take(planned(line)) == {"new": 0, "changed": 0, "same": 1}
    assert planned(line)[0].changes == []


def test_only_the_columns_of_the_file_change(db):
    take(planned("tamanrit,Tamanrit,en,,MA,africa,10,31.5,yes"))
    (one,) = planned("tamanrit,Tamanrit,en,100", head="address,name,name_language,wave")
    assert one.changes == ["wave"]
    take([one])
    made = Organisation.objects.get()
    assert (made.wave, made.country) == (100, "MA")


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
    city.name = say("Tamanrit", "en", fr="Tamanrit la Grande", es="Tamanrit la Mayor")
    city.save()
    take(planned(f"{city.slug},{cells}", head=head))
    name = Organisation.objects.get().name
    assert (name.in_language("fr").text, name.in_language("es").text) == (fr, es)


def test_the_former_name_keeps_its_own_translations(db):
    city = factories.organisation()
    city.name = say("Tamanrit", "en", fr="Tamanrit la Grande")
    city.save()
    take(planned(f"{city.slug},Greater Tamanrit,Le Grand Tamanrit", head="address,name,name_fr"))
    assert FormerName.objects.get().name.in_language("fr").text == "Tamanrit la Grande"


def test_a_name_that_becomes_the_official_one_is_no_translation_of_it(db):
    city = factories.organisation()
    city.name = say("Tamanrit", "en", fr="Tamanrit la Grande")
    city.save()
    take(planned(f"{city.slug},Tamanrit la Grande,fr", head="address,name,name_language"))
    name = Organisation.objects.get().name
    assert (name.text, name.language, list(name.translations.all())) == ("Tamanrit la Grande", "fr", [])


def test_without_an_address_it_is_found_by_name_and_country(db):
    take(planned("tamanrit,Tamanrit,en,,MA,,,,"))
    (one,) = planned(",tamanrit,en,,MA,europe,,,")
    assert (one.is_new, one.entry.slug) == (False, "tamanrit")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",,,,MA,,,,", "name: the official name is missing."),
        ("Bad Address!,X,en,,,,,,", "address: letters"),
        (",X,en,,Marocco,,,,", "country: “Marocco” is no code"),
        (",X,en,,,atlantis,,,", "sections: “atlantis” is none of"),
        (",X,en,,,,7,,", "wave: “7” is none of"),
        (",X,en,,,,,123,", "latitude: between"),
        (",X,en,,,,,north,", "latitude: degrees"),
        (",X,en,,,,,,perhaps", "campaign: yes or no."),
        (",=1+1,en,,,,,,", "name: a formula"),
        (",@SUM(A1),en,,,,,,", "name: a formula"),
        (',"+cmd|x",en,,,,,,', "name: a formula"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken(db, line, fault):
    (one,) = planned(line)
    assert one.entry is None
    assert any(said.startswith(fault) for said in one.faults)


def test_a_member_twice_in_one_file_is_said_with_its_row(db):
    _, two = planned("a,A,en,,,,,,", "a,A,en,,,,,,")
    assert two.faults == ["The same member stands in row 2."]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_back_the_same_and_holds_no_formula(db, ending):
    factories.organisation("=cmd|' /C calc'!A0", sections=["europe"], latitude=-3.5, country="ES")
    factories.organisation("-Minus", wave=100)
    data = exports.as_csv() if ending == "csv" else exports.as_xlsx()
    rows = sheets.read(data, f"members.{ending}")
    assert [row.cells["name"] for row in rows] == ["'=cmd|' /C calc'!A0", "'-Minus"]
    plan = members.plan(rows)
    assert [(one.is_new, one.changes, one.faults) for one in plan] == [(False, [], []), (False, [], [])]


def test_a_formula_in_a_workbook_is_a_fault(db):
    book = openpyxl.Workbook()
    book.active.append(["name", "country"])
    book.active.append(["=HYPERLINK(A1)", "ES"])
    out = io.BytesIO()
    book.save(out)
    (one,) = members.plan(sheets.read(out.getvalue(), "x.xlsx"))
    assert one.faults[0] == "name: a formula. Write the value itself."


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"\xff\xfe\x00n", "a.csv", "not in UTF-8"),
        (b'name\n"open', "a.csv", "quotation mark"),
        (b"PK nothing", "a.xlsx", "no XLSX"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.csv", "larger than 2 MB"),
        (b"name\n" + b"a\n" * 5001, "a.csv", "more than 5000 rows"),
    ],
)
def test_files_that_are_no_tables_are_refused_with_a_sentence(data, name, said):
    with pytest.raises(sheets.Unreadable, match=said):
        sheets.read(data, name)


def test_semicolons_and_a_mark_of_encoding_are_read():
    (row,) = sheets.read("\ufeffname;country\nÉvora;PT\n".encode(), "a.csv")
    assert row.cells == {"name": "Évora", "country": "PT"}


def test_a_kind_is_named_by_its_code_or_in_any_language(db):
    head = "address,name,official_kind"
    rows = planned("a,Aville,City", "b,Bville,ville", "c,Cville,rural_municipality", "d,Dville,", head=head)
    assert [one.entry.fields["official_kind_id"] for one in rows] == ["city", "city", "rural_municipality", None]
    assert take(rows)["new"] == 4
    assert take(planned("a,Aville,City", head=head))["same"] == 1
    (wrong,) = planned("e,Eville,empire", head=head)
    assert wrong.faults == ["official_kind: “empire” is not in the list of kinds at the desk."]


def test_an_export_that_is_imported_changes_nothing(db):
    factories.organisation("Aville", official_kind_id="city", latitude=1.5, population_band="1m_5m", country="ES")
    factories.organisation("=Bville", sections=["africa", "europe"])
    for data, name in ((exports.as_csv(), "members.csv"), (exports.as_xlsx(), "members.xlsx")):
        again = members.plan(sheets.read(data, name))
        assert [(one.faults, one.changes, one.is_new) for one in again] == [([], [], False)] * 2
