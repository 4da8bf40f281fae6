"""A clean copy of a merge: what a legal service kept, dropped and changed, told from the file alone."""

from __future__ import annotations

import random

import pytest

from charter import texts
from charter.actions.merging import merges
from charter.actions.papers import clean_copies
from charter.exports.merge_papers import write_merge_docx
from charter.exports.tracking import W
from charter.importing.clean_copies import Treatment, compare, paper_of_file
from charter.importing.returned_lines import read
from charter.models import Article, Provision
from charter.queries.merging import merge_views
from charter.queries.papers.merge_papers import GONE, NEW, lines_of_merge, lines_of_paper
from tests import factories
from tests.charter.importing.libreoffice import Office
from tests.charter.importing.returned import Edited

THIRD = "The city keeps one third of new homes for people with low incomes."
RENT = "The city keeps one fifth of new homes at a fair rent for people with low incomes."
TREES = "Trees grow in every street."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def merge(charter, deciding, moderator, city, other_city, officer):
    """An open merge of the second article: two texts of one provision, a new provision, and one that is deleted."""
    homes, last = factories.provision(charter, 5), factories.provision(charter, 6)
    fresh = Provision.objects.create(charter=charter)
    chosen = [
        factories.under_review(deciding, city, officer, homes, THIRD),
        factories.under_review(deciding, other_city, officer, homes, RENT),
        factories.under_review(
            deciding, city, officer, homes, TREES, kind="insert", new_kind="subparagraph", new_provision=fresh
        ),
        factories.under_review(deciding, other_city, officer, last, "", kind="delete"),
    ]
    article = Article.objects.get(slug="a-home-one-can-keep")
    begun = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    accepted = [factories.accepted(amendment, moderator) for amendment in chosen]
    return merges.choose_amendments(merge=begun, amendments=accepted, by=moderator)


@pytest.fixture
def paper(merge, moderator):
    return clean_copies.issue_merge_paper(view=merge_views.view_of_merge(merge), by=moderator)


def compared(paper, data, name="clean.docx"):
    return compare(lines_of_paper(paper), read(data, name))


def treatments(paper, data, name="clean.docx"):
    """By the place of the amendment among those of the merge."""
    numbers = sorted(paper.merge.amendments.values_list("pk", flat=True))
    return {numbers.index(pk): str(treatment) for pk, treatment in compared(paper, data, name).treatments.items()}


def settled(data, *, accept):
    edited = Edited(data)
    edited.settle(*(("del", "ins") if accept else ("ins", "del")))
    return edited.save()


def test_edits_of_each_line_lead_from_the_text_before_to_the_result(merge):
    for line in lines_of_merge(merge_views.view_of_merge(merge)):
        if line.effect in (NEW, GONE):
            continue
        text, place = "", 0
        before, after = (texts.plain_text(html) for html in (line.before, line.after))
        for edit in line.edits:
            text += before[place : edit.start] + edit.text
            place = edit.end
        assert text + before[place:] == after


def test_each_change_has_the_member_that_proposes_it_as_author(paper, city, other_city):
    root = Edited(write_merge_docx(paper)).root
    marks = {
        (mark.tag.removeprefix(W), "".join(mark.itertext()).strip()): mark.get(f"{W}author")
        for mark in root.iter(f"{W}ins", f"{W}del")
        if "".join(mark.itertext()).strip()
    }
    assert marks["ins", "third"] == marks["ins", TREES] == str(city)
    assert marks["ins", "at a fair rent"] == str(other_city)


def test_a_file_with_all_changes_accepted_keeps_every_amendment(paper):
    data = settled(write_merge_docx(paper), accept=True)
    comparison = compared(paper, data)
    assert treatments(paper, data) == dict.fromkeys(range(4), "kept")
    assert all(line.is_as_merged for line in comparison.lines)
    assert (comparison.others, comparison.unplaced, comparison.open_marks) == ((), (), 0)


def test_a_file_with_all_changes_rejected_drops_every_amendment(paper):
    data = settled(write_merge_docx(paper), accept=False)
    assert treatments(paper, data) == dict.fromkeys(range(4), "dropped")


def test_a_file_as_it_was_downloaded_keeps_everything_and_says_that_changes_are_open(paper):
    comparison = compared(paper, write_merge_docx(paper))
    assert set(comparison.treatments.values()) == {Treatment.KEPT}
    assert comparison.open_marks > 0


@pytest.mark.parametrize("seed", range(8))
def test_any_choice_among_the_changes_is_told_from_the_file(paper, seed):
    """Law: an amendment whose changes are all accepted is kept, one whose changes are all rejected is dropped."""
    chance = random.Random(seed)
    numbers = sorted(paper.merge.amendments.values_list("pk", flat=True))
    lines = lines_of_paper(paper)
    accepted = {pk for pk in numbers if chance.random() < 0.5}
    comparison = compare(lines, read(clean(paper, accepted), "clean.docx"))
    assert comparison.treatments == {pk: Treatment.KEPT if pk in accepted else Treatment.DROPPED for pk in numbers}
    assert not any(line.is_edited for line in comparison.lines)


def clean(paper, accepted):
    """The file in which the changes of these amendments were accepted and all others rejected, as Word does."""
    edited = Edited(write_merge_docx(paper))
    for line in lines_of_paper(paper):
        [start] = edited.root.xpath(f"//*[local-name()='bookmarkStart'][@*[local-name()='name']='_c_{line.key}']")
        paragraph = next(start.iterancestors(f"{W}p"))
        marks = [mark for mark in paragraph.iter(f"{W}ins", f"{W}del") if mark.getparent().tag != f"{W}rPr"]
        causes = [
            pk
            for edit in line.edits
            for pk in edit.amendments
            for _side in filter(None, (edit.end - edit.start, edit.text))
        ]
        causes = causes or [*line.amendments] * len(marks)
        for mark, pk in zip(marks, causes, strict=True):
            settle_mark(mark, is_in=(mark.tag == f"{W}ins") == (pk in accepted))
        whole = line.effect in (NEW, GONE)
        if whole and (line.effect == NEW) != (line.amendments[0] in accepted):
            paragraph.getparent().remove(paragraph)
        for mark in list(paragraph.iter(f"{W}ins", f"{W}del")):
            mark.getparent().remove(mark)
    return edited.save()


def settle_mark(mark, *, is_in):
    for child in list(mark) if is_in else ():
        for text in child.iter(f"{W}delText"):
            text.tag = f"{W}t"
        mark.addprevious(child)
    mark.getparent().remove(mark)


def test_other_words_in_place_of_an_amendment_change_it(paper, charter):
    data = Edited(settled(write_merge_docx(paper), accept=True), author=None)
    key = factories.provision(charter, 5).key.hex
    data.retype(key, THIRD.replace("one third", "thirty per cent").replace("homes", "homes at a fair rent"))
    comparison = compared(paper, data.save())
    line = next(line for line in comparison.lines if line.line.key == key)
    assert [str(treatment) for treatment in line.treatments.values()] == ["changed", "kept"]


def test_words_beside_the_amendments_are_an_editorial_change(paper, charter):
    data = Edited(settled(write_merge_docx(paper), accept=True), author=None)
    key = factories.provision(charter, 5).key.hex
    data.retype(key, "Each city keeps one third of new homes at a fair rent for people with low incomes.")
    comparison = compared(paper, data.save())
    line = next(line for line in comparison.lines if line.line.key == key)
    assert ({str(treatment) for treatment in line.treatments.values()}, line.is_edited) == ({"kept"}, True)


def test_a_paragraph_that_the_legal_service_adds_is_a_further_change(paper, charter):
    data = Edited(settled(write_merge_docx(paper), accept=True), author=None)
    data.add(factories.provision(charter, 4).key.hex, "This article enters into force at once.")
    [other] = compared(paper, data.save()).others
    assert (other.kind, other.text) == ("insert", "This article enters into force at once.")


def test_the_file_names_its_merge(paper, merge):
    assert paper_of_file(merge, read(write_merge_docx(paper), "clean.docx")) == paper


def test_libreoffice_accepts_and_rejects_the_changes_as_the_site_reads_them(paper, tmp_path):
    office = Office(tmp_path)
    files = {"clean.docx": write_merge_docx(paper)}
    for accept, treatment in ((True, "kept"), (False, "dropped")):
        data = office.settle(files, accept=accept)["clean.docx"]
        assert treatments(paper, data) == dict.fromkeys(range(4), treatment)
        converted = office.convert({"clean.docx": data}, "odt")["clean.odt"]
        assert treatments(paper, converted, "clean.odt") == dict.fromkeys(range(4), treatment)
