"""Tables of text in force and text proposed: rows become changes of the provisions, and nothing is silent."""

from __future__ import annotations

import random

import pytest

from charter.files.refusals import Unreadable
from charter.importing import returned_papers
from charter.importing.returned_changes import BaseLine
from charter.importing.returned_lines import read
from charter.importing.returned_tables import find_row_changes, is_table
from charter.queries.papers.working_papers import Scope, article_at
from tests import factories
from tests.charter.importing.made import docx, paragraph
from tests.charter.importing.tables import open_table, word_rows, word_table

NUMBERS = ["I, title", "I, heading 1", "I.1", "I.1.1", "I.1.2"]
ENGLISH = factories.WORDS["en"][2:7]
HOME, FIFTH, THIRTY = ENGLISH[2:]
THIRD, TEN = FIFTH.replace("fifth", "third"), THIRTY.replace("thirty", "ten")


def base_in(language="en"):
    rows = zip(NUMBERS, factories.WORDS[language][2:7], strict=True)
    return [BaseLine(f"k{n}", text, text, cite, n < 2) for n, (cite, text) in enumerate(rows)]


def changes_of(data, base=None, name="table.docx"):
    returned = read(data, name)
    assert is_table(returned)
    return find_row_changes(base or base_in(), returned, returned.authors)


def told(found):
    return [(one.kind, one.key, one.text) for one in found.changes]


def doubts(found):
    return [doubt.why for one in found.changes for doubt in one.doubts]


HEADERS = {
    "en": ("Text in force", "Text proposed"),
    "fr": ("Texte en vigueur", "Texte proposé"),
    "es": ("Texto vigente", "Texto que se propone"),
    "ar": ("النص الحالي", "النص المقترح"),
}


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("with_header", [True, False])
@pytest.mark.parametrize("table", [word_table, open_table])
def test_rows_in_each_language_are_changes_with_or_without_a_header(language, with_header, table):
    base = base_in(language)
    header = [HEADERS[language]] if with_header else []
    rows = [(base[2].text, f"{base[2].text} 2026"), (base[3].text, ""), ("", f"{base[4].text} 2027")]
    found = changes_of(table(*header, *rows), base, "table.odt" if table is open_table else "table.docx")
    assert told(found) == [
        ("replace", "k2", f"{base[2].text} 2026"),
        ("delete", "k3", ""),
        ("insert", "k2", f"{base[4].text} 2027"),
    ]
    assert (found.tray, doubts(found)) == ((), [])


def test_unchanged_rows_are_no_change():
    found = changes_of(word_table((HOME, HOME), (FIFTH, "Unchanged"), (THIRTY, TEN)))
    assert (told(found), found.tray) == ([("replace", "k4", TEN)], ())


def test_words_for_deleted_and_new_stand_for_empty_cells():
    found = changes_of(word_table((FIFTH, "[Deleted]"), ("(new)", "Nobody is cut off.")))
    assert told(found) == [("delete", "k3", ""), ("insert", "k2", "Nobody is cut off.")]


def test_a_header_names_columns_in_another_order_with_numbers_and_reasons():
    header = ("Reasons", "Amendment", "Text in force", "No.")
    found = changes_of(word_table(header, ("Families leave.", THIRD, FIFTH, "I.1.1")))
    assert [(one.text, one.reason) for one in found.changes] == [(THIRD, "Families leave.")]


@pytest.mark.parametrize("number", ["I.1.1", "1.1", "Article 1, § 1.1", "١.١", "Artículo I.1.1"])
def test_a_number_tells_equal_texts_apart(number):
    base = base_in()
    base[4] = BaseLine("k4", FIFTH, FIFTH, "I.1.2")
    found = changes_of(word_table(("No.", "Text in force", "Text proposed"), (number, FIFTH, THIRD)), base)
    assert (told(found), doubts(found)) == ([("replace", "k3", THIRD)], [])


def test_equal_texts_without_a_number_are_taken_in_order_and_doubted():
    base = base_in()
    base[4] = BaseLine("k4", FIFTH, FIFTH, "I.1.2")
    found = changes_of(word_table((FIFTH, THIRD)), base)
    assert told(found) == [("replace", "k3", THIRD)]
    assert doubts(found) == ["Several provisions have this text: I.1.1, I.1.2."]


def test_a_number_of_another_provision_is_doubted():
    found = changes_of(word_table(("No.", "Text in force", "Text proposed"), ("I.1.2", FIFTH, THIRD)))
    assert told(found) == [("replace", "k3", THIRD)]
    assert doubts(found) == ["The number in the file names another provision: I.1.2."]


def test_a_number_printed_before_both_texts_is_no_part_of_them():
    found = changes_of(word_table((f"1.1. {FIFTH}", f"1.1. {THIRD}"), ("", "1.3 Nobody is cut off.")))
    assert told(found) == [("replace", "k3", THIRD), ("insert", "k3", "Nobody is cut off.")]
    assert doubts(found) == []


def test_another_text_in_force_is_shown_beside_the_one_here():
    older = FIFTH.replace("new homes", "homes")
    found = changes_of(word_table((older, THIRD)))
    [change] = found.changes
    assert (change.kind, change.text) == ("replace", THIRD)
    [doubt] = change.doubts
    assert (doubt.in_file, doubt.in_force) == (older, FIFTH)


def test_a_row_that_changes_another_text_in_nothing_is_named():
    older = FIFTH.replace("new homes", "homes")
    [named] = changes_of(word_table((older, older), (THIRTY, TEN))).tray
    assert named.text == older and FIFTH in named.why


def test_marks_that_word_processors_change_are_no_difference():
    base = base_in()
    base[3] = BaseLine("k3", "The city’s homes – all of them.", "The city’s homes – all of them.", "I.1.1")
    found = changes_of(word_table(("The city's homes - all of them.", "The city's new homes - all of them.")), base)
    assert (told(found), doubts(found)) == ([("replace", "k3", "The city’s new homes – all of them.")], [])


def test_text_that_no_provision_has_goes_to_the_tray_with_its_row():
    found = changes_of(word_table((FIFTH, THIRD), ("Trams run all night.", "Trams run."), ("", "Buses too.")))
    assert told(found) == [("replace", "k3", THIRD)]
    assert [(one.text, one.where) for one in found.tray] == [
        ("Trams run all night. | Trams run.", "Row 2"),
        ("Buses too.", "Row 3"),
    ]


def test_two_rows_about_one_provision_do_not_exclude_each_other_silently():
    found = changes_of(word_table((FIFTH, THIRD), (FIFTH, "")))
    assert (told(found), len(found.tray)) == ([("replace", "k3", THIRD)], 1)


def test_merged_cells_go_to_the_tray_and_delete_nothing():
    goes_on = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    rows = word_rows((FIFTH, THIRD)).replace(
        "</w:tbl>", f"<w:tr><w:tc>{paragraph(THIRTY)}</w:tc>{goes_on}</w:tr></w:tbl>"
    )
    found = changes_of(docx(rows))
    assert told(found) == [("replace", "k3", THIRD)]
    assert [one.text for one in found.tray] == [THIRTY]


def test_a_heading_across_all_columns_is_unchanged_text():
    found = changes_of(word_table((ENGLISH[0],), (FIFTH, THIRD)))
    assert (told(found), found.tray) == ([("replace", "k3", THIRD)], ())


def test_a_dash_deletes_nothing():
    found = changes_of(word_table((FIFTH, "—"), (THIRTY, "[…]"), (HOME, "")))
    assert (told(found), len(found.tray)) == ([("delete", "k2", "")], 2)


def test_paragraphs_of_two_cells_are_paired_in_order_or_by_their_text():
    found = changes_of(word_table((f"{FIFTH}\n{THIRTY}", f"{THIRD}\n{TEN}")))
    assert (told(found), doubts(found)) == ([("replace", "k3", THIRD), ("replace", "k4", TEN)], [])
    found = changes_of(word_table((f"{FIFTH}\n{THIRTY}", f"{THIRD}\nNobody is cut off.\n{THIRTY}")))
    assert told(found) == [("replace", "k3", THIRD), ("insert", "k3", "Nobody is cut off.")]
    assert len(doubts(found)) == 2


def test_struck_text_of_the_right_cell_counts_as_deleted_and_is_doubted():
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>fifth </w:t></w:r>"
    cell = paragraph("The city keeps one ", struck, "third of new homes for people with low incomes.").replace(
        "<w:t>", '<w:t xml:space="preserve">'
    )
    found = changes_of(word_table((FIFTH, cell)))
    assert (told(found), len(doubts(found))) == ([("replace", "k3", THIRD)], 1)


def test_a_text_in_another_language_is_doubted():
    found = changes_of(word_table((FIFTH, factories.WORDS["fr"][5])))
    assert "little in common" in doubts(found)[0]


def test_text_outside_the_table_and_further_columns_are_named():
    found = changes_of(word_table((FIFTH, THIRD, "Ms Diallo asked for this."), before="Amendments"))
    assert [one.what for one in found.left_out] == ["outside"]
    assert [one.text for one in found.tray] == ["Ms Diallo asked for this."]


def test_a_text_with_a_table_in_it_and_a_table_of_numbers_are_no_tables_of_changes():
    long = "".join(paragraph(text) for text in ENGLISH * 3)
    assert not is_table(read(docx(long + word_rows((FIFTH, THIRD))), "a.docx"))
    assert not is_table(read(word_table(("1.", FIFTH), ("2.", THIRTY)), "a.docx"))


def test_random_tables_are_read_back_whole():
    """Every word is in a change or unchanged; left columns of another text give doubts, never other provisions."""
    draw = random.Random(7)
    base = base_in()
    for _case in range(60):
        rows, wanted = [], []
        for line in base:
            act = draw.choice(["replace", "delete", "keep", "absent", "older", "insert"])
            words = line.text.split()
            changed = " ".join([*words[:1], "truly", *words[1:]])
            if act == "absent":
                continue
            left = " ".join(words[:-1]) if act == "older" and len(words) > 4 else line.text
            right = {"delete": "", "keep": left, "insert": left}.get(act, changed)
            rows.append((left, right))
            if right != left:
                wanted.append(("replace" if right else "delete", line.key, right, left != line.text))
            if act == "insert":
                rows.append(("", f"Something new {len(rows)}."))
                wanted.append(("insert", line.key, rows[-1][1], False))
        if rows:
            found = changes_of(word_table(*rows), base)
            assert [(one.kind, one.key, one.text, bool(one.doubts)) for one in found.changes] == wanted
            assert found.tray == ()


def test_the_article_is_known_by_the_rows_and_another_one_is_refused(version, charter):
    returned = read(word_table((FIFTH, THIRD)), "table.docx")
    source = returned_papers.identify(charter, returned, Scope(article_at(version, "I")), "en")
    assert (source.version, source.language) == (version, "en")
    with pytest.raises(Unreadable, match="The column of the text in force contains no text"):
        returned_papers.identify(charter, returned, Scope(article_at(version, "II")), "en")
    with pytest.raises(Unreadable, match="cannot identify the article"):
        returned_papers.identify(charter, returned, None, "")
