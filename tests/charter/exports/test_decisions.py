"""The table of decisions as files: every numbered amendment has a row, and no cell is ever a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from charter.exports import files
from charter.exports.decisions import DecisionTable, is_open
from charter.models import Compromise, Round
from tests import factories

from .conftest import CHANGED


@pytest.fixture
def round_(version):
    return factories.deciding(version)


@pytest.fixture
def table(round_, city, officer, moderator):
    homes, heard = (factories.provision(round_.charter, place) for place in (5, 6))
    factories.accepted(factories.under_review(round_, city, officer, homes, CHANGED["en"]), moderator)
    factories.accepted(
        factories.under_review(round_, city, officer, heard, "=1+1", kind="replace"), moderator, outcome="not_accepted"
    )
    factories.under_review(round_, city, officer, homes, "Nobody decided.")
    return DecisionTable(round_.charter, round_, "en")


def lines(table):
    return list(csv.reader(io.StringIO(files.write_file(table, "csv").decode("utf-8-sig"))))


def test_every_amendment_has_a_row_and_open_ones_say_so(table):
    rows = lines(table)
    assert [line[0] for line in rows] == ["Amendment", "1", "2", "3"]
    assert [line[7] for line in rows[1:]] == ["Accepted", "Not accepted", "Under review"]
    assert [is_open(row) for row in table.rows] == [False, False, True]


def test_a_row_has_the_words_before_and_the_words_asked_for(table):
    line = lines(table)[1]
    assert line[1:7] == [
        "Tamanrit",
        "I.1.1",
        "Change the text",
        "en",
        factories.WORDS["en"][5],
        CHANGED["en"],
    ]
    assert line[8] == "It is clear."


def test_what_is_not_released_is_not_in_it(table, city, officer, moderator):
    place = factories.provision(table.charter, 4)
    amendment = factories.under_review(table.round, city, officer, place, "Secret words.")
    factories.accepted(amendment, moderator, release=False)
    for ending in ("csv", "html"):
        text = files.write_file(DecisionTable(table.charter, table.round, "en"), ending).decode()
        assert "Secret words." not in text and text.count("It is clear.") == 2


def test_no_cell_is_a_formula(table):
    assert lines(table)[2][6] == "'=1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(files.write_file(table, "xlsx"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == lines(table)


def test_words_in_the_text_come_with_their_place(city, officer, moderator):
    first = factories.version(factories.charter(languages=("en",)))
    factories.second_version(first, {5: CHANGED["en"]}, by=moderator, city=city, proposer=officer)
    table = DecisionTable(first.charter, Round.objects.get(), "en")
    assert lines(table)[1][11:14] == [CHANGED["en"], "I.1.1, version 2", ""]


@pytest.fixture
def put(table, city, other_city, stranger, officer, moderator):
    """One compromise on two decided amendments, with an assent, a refusal and a member that was silent."""
    first = table.round.amendments.get(number=1)
    theirs = factories.under_review(table.round, other_city, stranger, factories.provision(table.charter, 5), "Few.")
    third = factories.organisation("Zetania")
    late = factories.under_review(
        table.round, third, factories.member(third, "officer"), factories.provision(table.charter, 5), "All."
    )
    answers = {city: "yes_with_a_word", other_city: "no"}
    compromise = factories.answered([first, theirs, late], moderator, answers, agreed=False)
    factories.accepted(theirs, moderator)
    return compromise


ANSWERS = (
    "Compromise text, not agreed. Agreed: Tamanrit. Declined: Velmora. No reply: Zetania "
    "(No reply counts as neither consent nor refusal)."
)


def test_who_answered_a_compromise_stands_with_each_public_decision_on_it(table, put):
    rows = lines(DecisionTable(table.charter, table.round, "en"))
    assert [line[13] for line in rows] == ["Replies to a compromise text", ANSWERS, "", "", ANSWERS, ""]


@pytest.mark.parametrize(("ending", "reader"), [("docx", "docx"), ("odt", "odt"), ("html", "html")])
def test_documents_say_who_answered_a_compromise(table, put, opened, ending, reader):
    text = opened(files.write_file(DecisionTable(table.charter, table.round, "en"), ending), reader).replace(
        "\xa0", " "
    )
    assert (text.count("Declined:"), text.count("No reply:"), "But soon." in text) == (2, 2, False)


def test_a_kept_table_is_known_to_be_older_than_a_compromise_and_than_a_name_that_is_withheld(table, put, other_city):
    before = DecisionTable(table.charter, table.round, "en").made_of
    other_city.name_withheld = True
    other_city.save()
    after = DecisionTable(table.charter, table.round, "en")
    assert after.made_of != before
    assert "Declined: A member whose name is withheld." in lines(after)[1][13]
    Compromise.objects.update(agreed=True)
    assert DecisionTable(table.charter, table.round, "en").made_of != after.made_of


@pytest.mark.parametrize(("ending", "reader"), [("docx", "docx"), ("odt", "odt"), ("html", "html")])
def test_documents_have_decision_and_reason(table, opened, ending, reader):
    text = opened(files.write_file(table, ending), reader).replace("\xa0", " ")
    assert "Not accepted" in text and "It is clear." in text and "third" in text


@pytest.mark.parametrize("ending", sorted({*DecisionTable.extensions} - {"pdf"}))
def test_the_same_table_has_the_same_bytes(table, ending):
    assert files.write_file(table, ending) == files.write_file(DecisionTable(table.charter, table.round, "en"), ending)
