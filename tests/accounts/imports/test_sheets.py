"""What is counted of a table before its cells are read, and that the site itself stays small."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest

from accounts.imports import sheets
from accounts.imports.refusals import Unreadable
from tests.memory import grown


def workbook(*lines: list[str | None], far: str = "") -> bytes:
    """A workbook with these lines; `far` is a column in which each of 4,999 rows has one cell."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for row in range(1, 5000) if far else ():
        book.active[f"{far}{row}"] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet is this XML."""
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["name"]))) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {"xl/worksheets/sheet1.xml": xml}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return book.getvalue()


def with_parts(number: int) -> bytes:
    book = io.BytesIO(workbook(["name"]))
    with zipfile.ZipFile(book, "a") as archive:
        for part in range(number):
            archive.writestr(f"xl/more/{part}.xml", "<x/>")
    return book.getvalue()


CELLS = b"<worksheet>" + b"<row>" + b"<c/>" * 200_001 + b"</row></worksheet>"
DEEP = b"<worksheet>" + b"<x>" * 60 + b"</x>" * 60 + b"</worksheet>"
ENTITY = b'<!DOCTYPE x [<!ENTITY e "e">]><worksheet>&e;</worksheet>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook(far="XFD"), "to the right of column 100"),
        (with_sheet(CELLS), "more than 200000 cells"),
        (with_sheet(DEEP), "not an XLSX file"),
        (with_sheet(ENTITY), "not an XLSX file"),
        (with_sheet(b"<worksheet>"), "not an XLSX file"),
        (with_parts(500), "content of the file is larger than 50 MB"),
    ],
)
def test_a_workbook_is_counted_before_it_is_read(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        sheets.read_rows(data, "members.xlsx")


def test_the_cells_of_a_text_are_counted_before_they_are_read():
    with pytest.raises(Unreadable, match="more than 200000 cells"):
        sheets.read_rows(b"name" + b"," * 200_001, "members.csv")


def test_columns_without_a_name_are_left_out():
    rows = sheets.read_rows(workbook(["name", None, "country", None], ["Aville", "x", "ES", "y"]), "members.xlsx")
    assert [row.cells for row in rows] == [{"name": "Aville", "": "x", "country": "ES"}]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (workbook(far="XFD"), "members.xlsx"),
        (workbook(["name", "country"], *[["A city " * 9, "ES"]] * 4_999), "members.xlsx"),
        ((b"name,country\n" + b"A city,ES\n" * 4_999), "members.csv"),
    ],
    ids=["far to the right", "a large workbook", "a large text"],
)
def test_the_site_grows_by_less_than_50_mb(data, name):
    def read() -> None:
        with suppress(Unreadable):
            sheets.read_upload(io.BytesIO(data), name)

    assert grown(read) < 50


TABLES = {
    "French": "email;name;member\na@example.org;Zoé Müller;Besançon\nb@example.org;José Núñez;A Coruña\n",
    "Arabic": "email,name,member\na@example.org,محمد علي,الرباط\nb@example.org,فاطمة الزهراء,القاهرة\n",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("French", "utf-8"),
        ("French", "utf-8-sig"),
        ("French", "utf-16"),
        ("French", "cp1252"),
        ("French", "mac_roman"),
        ("Arabic", "utf-8"),
        ("Arabic", "utf-16"),
        ("Arabic", "cp1256"),
    ],
)
def test_a_table_is_read_in_each_encoding_that_spreadsheets_write(language, encoding):
    as_it_is = sheets.read_rows(TABLES[language].encode(), "people.csv")
    assert sheets.read_rows(TABLES[language].encode(encoding), "people.csv") == as_it_is
    assert [row.cells["email"] for row in as_it_is] == ["a@example.org", "b@example.org"]


NAMES = (
    "email;member\na@example.org;Port-Céleste\nb@example.org;São Brás do Cais\n",
    "email;member\na@example.org;L’Île-d’Yeu\n",
    "email;member\na@example.org;MÉRIDA\n",
    "email;member\na@example.org;Málaga\n",
    "email;name;member;kind;office;language;evidence\r\n"
    "ana@bregana.example;Ana Horvat;Bregana;delegate;Deputy mayor;en;Council decision of 4 March 2026\r\n"
    "marc@portceleste.example;Marc Lenoir;Port-Céleste;delegate;Maire adjoint;fr;Letter of 2 March 2026\r\n"
    "rui@saobras.example;Rui Pinto;São Brás do Cais;delegate;Mayor;en;\r\n",
)


@pytest.mark.parametrize("table", NAMES)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_a_few_names_are_read_in_the_code_page_of_windows_or_the_mac(table, encoding):
    assert sheets.read_rows(table.encode(encoding), "people.csv") == sheets.read_rows(table.encode(), "people.csv")


def test_the_line_with_the_separator_is_no_row():
    assert sheets.read_rows(b"sep=;\r\nemail;name\r\na@example.org;Ana\r\n", "a.csv")[0].cells["name"] == "Ana"


def test_a_binary_file_is_no_table():
    with pytest.raises(Unreadable, match="neither CSV nor XLSX"):
        sheets.read_rows(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.csv")


def test_a_file_without_a_needed_column_is_refused_with_what_it_has():
    rows = sheets.read_rows(b"E-mail;name\na@example.org;Ana\n", "a.csv")
    with pytest.raises(Unreadable, match=r"lacks these columns: email\. The line has: e-mail, name\."):
        sheets.require_columns(rows, ["email", "name"])
    assert sheets.unknown_columns(rows, ["email", "name"]) == ["e-mail"]
