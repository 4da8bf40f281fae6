"""What the rows of a table of comments become: comments, errors with what to write instead, or nothing."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from charter.actions.comments import comments
from charter.files import pandoc
from charter.files.refusals import Unreadable
from charter.importing import comment_tables
from charter.importing.comment_plans import Writer, plan_comments
from charter.importing.comment_tables import rows_of
from charter.models import Amendment, CharterComment
from tests import factories

HEAD = ["No.", "Member", "Language", "Place", "Type of comment", "Comment", "Proposed change", "Key"]
ISO = ["MB/NC¹", "Line number", "Clause/ Subclause", "Paragraph/ Figure/Table", "Type of comment", "Comments"]


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def plan(charter, round_, officer, city):
    """Plans rows, each a mapping from the titles of columns to cells."""

    def _plan(*rows, head=HEAD, **writer):
        lines = [head, *([row.get(title, "") for title in head] for row in rows)]
        values = {"person": officer, "organisation": city, "language": "en", **writer}
        return plan_comments(rows_of(lines), charter, round_, Writer(**values))

    return _plan


def post(target, by, round_, **more):
    values = {"text": "One fifth is too little.", "language": "en", **more}
    return comments.post_comment(target=target, by=by, round_=round_, **values)


def faults(plan):
    return [why for row in plan.faulty for why in row.faults]


@pytest.mark.parametrize(
    "row",
    [
        {"Place": "I.1.1"},
        {"Place": "Article 1, paragraph 1.1"},
        {"Place": "المادة ١، الفقرة ١.١"},
        {"Key": "its own"},
        {"Key": "its own", "Place": "I.1.1"},
    ],
)
def test_a_row_is_placed_by_its_key_or_its_citation(plan, homes, row):
    row = {**row, "Comment": "Why?", "Type of comment": "question"}
    if "Key" in row:
        row["Key"] = f" {str(homes.key).upper()}"
    [planned] = plan(row).comments
    comment = planned.comment
    assert (comment.target, comment.text, comment.kind, comment.language) == (homes, "Why?", "question", "en")
    assert (planned.number, planned.citation) == (2, "I.1.1")


def test_a_comment_on_an_amendment_has_its_key(plan, round_, city, officer, homes):
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    [planned] = plan({"Key": "amendment-1-1", "Comment": "Half is fair."}).comments
    assert (planned.comment.target, planned.citation) == (amendment, "Amendment 1/1")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"Place": "I.1.1"}, "The row has no comment."),
        ({"Comment": "Why?"}, "The row has no place."),
        ({"Comment": "Why?", "Place": "XL.7"}, "The charter has no provision “XL.7”."),
        ({"Comment": "Why?", "Place": "1"}, "“1” can mean several provisions, such as"),
        ({"Comment": "Why?", "Key": "unknown"}, "No provision has the key “unknown”."),
        (
            {"Comment": "Why?", "Place": "I.1.1", "Language": "Klingon"},
            "Language: “Klingon” is not possible here. Enter one of these values: English",
        ),
        (
            {"Comment": "Why?", "Place": "I.1.1", "Type of comment": "Ode"},
            "Type of comment: “Ode” is not possible here",
        ),
        ({"Comment": "=FORMULA", "Place": "I.1.1"}, "Comment: the cell contains a formula."),
        ({"Comment": "a" * 5001, "Place": "I.1.1"}, "Your comment has 5001 characters. The limit is 5,000"),
    ],
)
def test_a_row_with_an_error_is_told_what_to_write(plan, homes, row, why):
    result = plan(row, {"Comment": "Right.", "Place": "I.1.1"})
    assert [sentence.startswith(why) for sentence in faults(result)] == [True]
    assert [planned.number for planned in result.comments] == [3]
    assert [row.number for row in result.kept] == [2, 3]


def test_a_key_and_a_place_that_differ_are_an_error(plan, homes):
    assert faults(plan({"Comment": "Why?", "Key": str(homes.key), "Place": "I.1.2"})) == [
        "The key belongs to I.1.1, but the place is “I.1.2”. Clear the wrong cell."
    ]


def test_the_key_of_an_amendment_that_does_not_exist_is_an_error(plan, round_, other_city, stranger, homes):
    factories.under_review(round_, other_city, stranger, homes, "One half of new homes are social.")
    assert faults(plan({"Comment": "Why?", "Key": "amendment-1-1"})) == []
    [why] = faults(plan({"Comment": "Why?", "Key": "amendment-1-2"}))
    assert why.startswith("No provision has the key “amendment-1-2”.")


def test_a_proposed_change_is_the_end_of_the_comment_in_its_language(plan, homes):
    row = {"Place": "I.1.1", "Comment": "Trop peu.", "Proposed change": "La moitié.", "Language": "français"}
    [planned] = plan(row).comments
    assert planned.has_proposal and planned.comment.language == "fr"
    first, last = planned.comment.text.split("\n\n")
    assert first == "Trop peu." and last.endswith("La moitié.") and not last.startswith("Proposed")


@pytest.mark.parametrize("member", ["Tamanrit", "TAMANRIT", "MA", "MA-07", ""])
def test_rows_of_the_member_are_planned_however_it_is_named(plan, homes, city, member):
    city.country = "MA"
    assert len(plan({"Place": "I.1.1", "Comment": "Why?", "Member": member}).comments) == 1


@pytest.mark.parametrize("member", ["Velmora", "FR", "**"])
def test_rows_of_other_members_are_left_out(plan, homes, city, member):
    city.country = "MA"
    result = plan({"Place": "XL", "Comment": "Why?", "Member": member})
    [(why, numbers)] = result.left_out.items()
    assert why.startswith("The row belongs to another member.") and numbers == [2]
    assert (result.comments, result.faulty, result.kept) == ([], [], [])


def test_a_row_that_the_secretariat_answered_is_left_out(plan, homes):
    head = [*HEAD, "Observations of the secretariat"]
    result = plan({"Place": "I.1.1", "Comment": "Why?", head[-1]: "Because."}, head=head)
    assert [why[:35] for why in result.left_out] == ["The secretariat has already answere"]


def test_comments_that_the_member_posted_are_left_out_once_each(plan, homes, officer, city, round_):
    post(homes, officer, round_, text="Why?\nAnd how?", organisation=city)
    twice = {"Place": "I.1.1", "Comment": "When?"}
    result = plan({"Place": "I.1.1", "Comment": "Why? And  how?"}, twice, twice)
    assert result.left_out == {
        "The comment was already posted.": [2],
        "An earlier row has the same comment on the same provision.": [4],
    }
    assert [planned.number for planned in result.comments] == [3]


def test_a_row_of_our_table_with_another_text_is_an_error(plan, homes, officer, city, round_):
    comment = post(homes, officer, round_, organisation=city)
    row = {"No.": str(comment.pk), "Key": str(homes.key), "Comment": "One fifth is too much."}
    assert [why[:30] for why in faults(plan(row))] == [f"The row differs from comment {comment.pk}"[:30]]
    added = {**row, "Comment": comment.comment, "Proposed change": "One half."}
    assert [why[:30] for why in faults(plan(added))] == [f"The row differs from comment {comment.pk}"[:30]]


def test_a_number_of_another_table_proves_nothing(plan, homes, officer, city, round_):
    comment = post(homes, officer, round_, organisation=city)
    assert len(plan({"No.": str(comment.pk), "Place": "I.1.1", "Comment": "Another."}).comments) == 1


def test_a_removed_comment_is_not_posted_again_by_its_row(plan, homes, officer, city, round_, moderator):
    comment = post(homes, officer, round_, organisation=city)
    comments.remove_comment(comment=comment, by=moderator, because="It names a person.")
    row = {"No.": str(comment.pk), "Key": str(homes.key), "Comment": comment.comment}
    assert plan(row).left_out == {"The comment was already posted.": [2]}


def test_comments_are_refused_where_they_are_closed(plan, homes, round_):
    round_.comments_open = False
    assert faults(plan({"Place": "I.1.1", "Comment": "Why?"})) == [
        "Comments are closed now. Members can comment again in the next round."
    ]


def test_the_template_of_iso_is_understood(plan, homes):
    row = dict(zip(ISO, ["", "12", "I", "1.1", "ed", "A comma is missing."], strict=True))
    [planned] = plan(row, head=ISO).comments
    assert (planned.comment.target, planned.comment.kind) == (homes, "wording")


def test_lines_above_the_titles_are_no_rows_and_repeated_titles_neither():
    lines = [["Template for comments", ""], [], ["Place", "Comment"], ["I.1", "Why?"], ["Place", "Comment"], ["", " "]]
    assert [(row.number, row.cells) for row in rows_of(lines)] == [(4, {"place": "I.1", "comment": "Why?"})]


@pytest.mark.parametrize(
    "lines", [[["Name", "Country"], ["Lyon", "FR"]], [["Comment"], ["Why?"]], [["Place", "Comment"]]]
)
def test_a_file_without_the_columns_or_rows_is_refused(lines):
    with pytest.raises(Unreadable):
        rows_of(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_files_are_read_in_any_encoding_and_separator(encoding, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([["Lieu", "Commentaire"], ["I.1", "À l’été, où êtes-vous ?"]])
    [row] = comment_tables.read_table(io.BytesIO(out.getvalue().encode(encoding)), "table.csv")
    assert row.cells == {"place": "I.1", "comment": "À l’été, où êtes-vous ?"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        ("a.pdf", b"%PDF-1.7"),
        ("a.zip", b"PK\x03\x04aa"),
    ],
)
def test_files_that_are_no_tables_are_refused_with_what_to_save(name, data):
    with pytest.raises(Unreadable, match="Save it as DOCX, XLSX or CSV"):
        comment_tables.read_table(io.BytesIO(data), name)


def test_paragraphs_of_a_cell_in_word_are_lines():
    head = "<tr><th>Place</th><th>Comment</th><th>Key</th></tr>"
    row = "<tr><td>I.1</td><td><p>One.</p><p>Two.</p></td><td></td></tr>"
    data = pandoc.from_html(f"<html><body><p>Before</p><table>{head}{row}</table></body></html>", "docx")
    [row] = comment_tables.read_table(io.BytesIO(data), "table.docx")
    assert row.cells == {"place": "I.1", "comment": "One.\nTwo.", "key": ""}


@pytest.fixture
def full_table(homes, officer, city, other_city, stranger, moderator, round_):
    """Comments with all that a table can show: a quote, a reply, an answer, amendments, signs of formulas."""
    first = post(homes, officer, round_, organisation=city, quote="one fifth", text="-One fifth\n\nis too little.")
    post(homes, stranger, round_, organisation=other_city, reply_to=first, text="=SUM(We agree)", language="fr")
    comments.answer_comments(provision=homes, by=moderator, text="It is the mean.", language="en")
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    post(amendment, stranger, round_, organisation=other_city, text="Half is fair, 1/2.")
    Amendment.objects.filter(pk=amendment.pk).update(suggested_by=first)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx"])
def test_our_own_table_posts_nothing(full_table, charter, round_, client, officer, city, language, ending):
    count = CharterComment.objects.count()
    answer = client.get(f"/{language}/comment-table.{ending}")
    assert answer.status_code == 200 and count == 4
    rows = comment_tables.read_table(io.BytesIO(answer.content), f"table.{ending}")
    plan = plan_comments(rows, charter, round_, Writer(officer, city, language))
    assert (len(rows), plan.comments, plan.faulty) == (3, [], [])
    assert [*plan.left_out.values()] == [[2, 3, 4]]


def test_rows_that_a_spreadsheet_adds_to_our_table_are_comments(full_table, charter, round_, client, officer, city):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/en/comment-table.xlsx").content))
    book.active.append([None, None, None, None, None, "I.1.1", None, "- a list\n- of lines"])
    out = io.BytesIO()
    book.save(out)
    rows = comment_tables.read_table(out, "table.xlsx")
    [planned] = plan_comments(rows, charter, round_, Writer(officer, city, "en")).comments
    assert planned.comment.text == "- a list\n- of lines"
