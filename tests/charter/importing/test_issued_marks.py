"""Amendments that are marked in a downloaded file are known when the file comes back; only new changes are offered."""

from __future__ import annotations

import random

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from charter.actions.papers import received_papers
from charter.exports.paper_names import find_paper
from charter.exports.writing import write_paper
from charter.importing import returned_papers
from charter.importing.returned_lines import read
from charter.models import IssuedPaper
from charter.queries.papers.working_papers import Scope
from tests import factories
from tests.charter.exports.test_proposed import Consultation
from tests.charter.importing.libreoffice import Office
from tests.charter.importing.returned import Edited

HOMES = factories.WORDS["en"][5]
THIRD = HOMES.replace("one fifth", "one third")
BOTH = pytest.mark.parametrize("ending", ["docx", "odt"])


def proposed_file(version, ending="docx", language="en"):
    return write_paper(find_paper(f"proposed/{version.number}/I", language), ending)


def received_file(data, member, by, charter, ending="docx"):
    """The stored file as a team imports it."""
    returned = read(data, f"proposed.{ending}")
    source = returned_papers.identify(charter, returned, Scope(None), "en")
    return received_papers.receive_paper(
        organisation=member,
        by=by,
        file=ContentFile(data),
        filename=f"proposed.{ending}",
        digest=f"{random.random()}",
        reading=returned.as_json(),
        version=source.version,
        article=source.article,
        language=source.language,
        last_article=source.last_article,
        paper=source.paper,
    )


def known(result):
    """The numbers of the amendments that are named among what is not imported."""
    return sorted({note.number for note in result.left_out if note.what == "amendment"})


@pytest.fixture
def fifth(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def amendment(round_, other_city, officer, fifth):
    return factories.under_review(round_, other_city, officer, fifth, THIRD)


@BOTH
def test_a_file_with_pending_amendments_that_nobody_changed_has_no_change(
    version, charter, amendment, city, officer, ending
):
    received = received_file(proposed_file(version, ending), city, officer, charter, ending)
    result = returned_papers.compare(received)
    assert (result.changes, result.unplaced, known(result)) == ((), (), [amendment.number])
    assert [note.why for note in result.left_out if note.number] == [
        f"The change is already amendment {amendment.number}. It does not become part of your draft."
    ]
    assert returned_papers.authors_of(received) == ()
    assert [mark["text"] for mark in received.paper.marks] == [amendment.text.pk] * len(received.paper.marks)


def test_the_same_marks_are_in_one_paper_and_other_marks_in_another(
    version, round_, amendment, city, officer, charter
):
    first, second = proposed_file(version), proposed_file(version)
    assert first == second and IssuedPaper.objects.count() == 1
    factories.under_review(round_, city, officer, factories.provision(charter, 6), "", kind="delete")
    proposed_file(version)
    assert IssuedPaper.objects.count() == 2


def test_a_new_change_beside_a_known_mark_is_the_only_change(version, charter, amendment, city, officer):
    file = Edited(proposed_file(version), author="Legal office")
    file.retype(factories.provision(charter, 4).key.hex, "Another title")
    file.add(factories.provision(charter, 6).key.hex, "Rents are public.")
    received = received_file(file.save(), city, officer, charter)
    result = returned_papers.compare(received)
    assert [(change.kind, change.html) for change in result.changes] == [
        ("replace", "Another title"),
        ("insert", "Rents are public."),
    ]
    assert returned_papers.authors_of(received) == ("Legal office",) and known(result) == [amendment.number]


def test_a_new_change_in_the_provision_of_a_known_mark_leaves_the_amendment_out(
    version, charter, amendment, city, officer, fifth
):
    file = Edited(proposed_file(version), author="Legal office")
    [run] = [run for run in file.paragraph(fifth.key.hex).iter("{*}t") if (run.text or "").endswith(HOMES[-12:])]
    run.getparent().addnext(file._run(" Each year.", "ins"))
    [change] = returned_papers.compare(received_file(file.save(), city, officer, charter)).changes
    assert (change.html, change.authors, change.doubts) == (f"{HOMES} Each year.", ("Legal office",), ())


def test_a_mark_under_another_name_is_known(version, charter, amendment, city, other_city, officer):
    data = Edited(proposed_file(version))
    for mark in data.root.iter("{*}ins", "{*}del"):
        mark.set(next(name for name in mark.attrib if name.endswith("author")), "Author")
    result = returned_papers.compare(received_file(data.save(), city, officer, charter))
    assert (result.changes, known(result)) == ((), [amendment.number])


def test_a_mark_that_somebody_edited_is_a_change_to_check(version, charter, amendment, city, officer):
    file = Edited(proposed_file(version))
    [word] = [text for text in file.root.iter("{*}t") if text.text == "third"]
    word.text = "thir"
    [change] = returned_papers.compare(received_file(file.save(), city, officer, charter)).changes
    assert change.html == HOMES.replace("one fifth", "one thir")
    assert [doubt.why for doubt in change.doubts] == [
        f"The file edits the text of amendment {amendment.number}. Check whether this is your own proposal."
    ]


def structural(round_, city, officer, charter, kind, place, **more):
    return factories.under_review(
        round_, city, officer, factories.provision(charter, place), more.pop("html", ""), kind=kind, **more
    )


@BOTH
@pytest.mark.parametrize("kind", ["insert", "delete", "move", "split", "join"])
def test_marks_of_whole_paragraphs_are_known(version, round_, city, other_city, officer, charter, ending, kind):
    second = factories.provision(charter, 6)
    more = {
        "insert": {"html": "Rents are public.", "new_kind": "subparagraph"},
        "move": {"after": factories.provision(charter, 4)},
        "split": {"cut": factories.WORDS["en"][6].index("within")},
        "join": {"after": second, "after_base": factories.working(second, "en").wording},
    }.get(kind, {})
    place = 5 if kind in ("insert", "join") else 6
    amendment = structural(round_, other_city, officer, charter, kind, place, **more)
    received = received_file(proposed_file(version, ending), city, officer, charter, ending)
    result = returned_papers.compare(received)
    assert (result.changes, result.unplaced, known(result)) == ((), (), [amendment.number])
    assert returned_papers.authors_of(received) == ()


@BOTH
@pytest.mark.parametrize("language", ["en", "ar"])
def test_random_marks_are_known(city, officer, language, ending):
    consultation = Consultation(officer, language)
    for seed in range(12):
        consultation.draw(random.Random(seed))
        data = proposed_file(consultation.version, ending, language)
        received = received_file(data, city, officer, consultation.version.charter, ending)
        result = returned_papers.compare(received)
        assert (result.changes, result.unplaced, returned_papers.authors_of(received)) == ((), (), ()), seed
        assert known(result) == sorted({mark["number"] for mark in received.paper.marks}), seed


@BOTH
@pytest.mark.large
def test_marks_are_known_after_libreoffice_saved_the_file(city, officer, tmp_path, ending):
    office, consultation = Office(tmp_path), Consultation(officer, "en")
    for seed in range(4):
        consultation.draw(random.Random(seed))
        sent = {f"{seed}.{ending}": proposed_file(consultation.version, ending)}
        data = office.convert(sent, ending)[f"{seed}.{ending}"]
        received = received_file(data, city, officer, consultation.version.charter, ending)
        result = returned_papers.compare(received)
        assert (result.changes, returned_papers.authors_of(received)) == ((), ()), seed


def test_the_page_of_a_file_does_not_ask_for_the_authors_of_known_marks(
    client, version, charter, amendment, city, officer
):
    client.force_login(officer)
    received = received_file(proposed_file(version), city, officer, charter)
    shown = client.get(reverse("city_paper", args=[received.key])).content.decode()
    assert "No change was found in the file." in shown and f"already amendment {amendment.number}" in shown
    assert "downloaded by another member" not in shown
