from __future__ import annotations

import json

import pytest

from charter.importing.alignment import Alignment, align_editions
from charter.importing.placements import (
    MIXED,
    NOT_PLACED,
    OTHER_TEXT,
    TWICE,
    UNKNOWN,
    WRONG_FORMAT,
    Misplaced,
    Placement,
    apply_placements,
    as_json,
    from_json,
    propose_placements,
)
from tests.charter.importing.made import edition

BASE = "<h2>Article 1</h2><h3>Part</h3><p>The city says why.</p><p>The city says when.</p>"
OTHER = "<h2>Artículo 1</h2><h3>Parte</h3><p>La ciudad dice por qué.</p>"


def doubtful() -> Alignment:
    return align_editions(edition(BASE), edition(OTHER, "es"))


def test_proposals_survive_the_file_and_complete_the_alignment() -> None:
    handed = from_json(json.loads(json.dumps({"placements": as_json(propose_placements(doubtful()))})))
    assert handed == propose_placements(doubtful())
    assert apply_placements(doubtful(), handed).complete


def test_a_person_may_choose_another_place() -> None:
    placed = apply_placements(doubtful(), [Placement("1.1.1", "", "1.1.2"), Placement("", "1.1.1", "missing")])
    assert [(pair.base.citation, pair.how) for pair in placed.pairs if pair.how == "person"] == [("1.1.2", "person")]
    assert placed.complete


def test_a_new_provision_stands_after_its_neighbour() -> None:
    aligned = align_editions(
        edition(OTHER.replace("Artículo", "Article")), edition(BASE.replace("Article", "Artículo"), "es")
    )
    new = [placement for placement in propose_placements(aligned) if placement.place == "new"]
    assert all(placement.after or aligned.suggested for placement in new)


@pytest.mark.parametrize(
    ("placements", "sentence"),
    [
        ([Placement("9.9", "", "1.1.1")], UNKNOWN),
        ([Placement("1.1.1", "", "9.9")], UNKNOWN),
        ([Placement("1.1.1", "", "new", after="9.9")], UNKNOWN),
        ([Placement("1.1.1", "", "1, heading 1")], TWICE),
        ([Placement("1.1.1", "", "1.1.1"), Placement("1.1.1", "", "1.1.2")], TWICE),
        ([Placement("1.1.1", "", "1.1.1"), Placement("", "1.1.1", "missing")], TWICE),
        ([Placement("1.1.1", "", "")], NOT_PLACED),
        ([Placement("", "1.1.1", "new")], NOT_PLACED),
        ([Placement("1.1.1", "", "1.1.1", words="Otro texto")], OTHER_TEXT),
    ],
)
def test_placements_that_cannot_be_followed(placements: list[Placement], sentence: object) -> None:
    with pytest.raises(Misplaced) as refusal:
        apply_placements(doubtful(), placements)
    assert refusal.value.sentence is sentence


@pytest.mark.parametrize("data", [None, [], {}, {"placements": 3}, {"placements": ["x"]}])
def test_files_in_another_form(data: object) -> None:
    with pytest.raises(Misplaced) as refusal:
        from_json(data)
    assert refusal.value.sentence is WRONG_FORMAT


def test_a_heading_is_never_a_paragraph() -> None:
    aligned = align_editions(edition(BASE.replace("<h3>Part</h3>", "")), edition(OTHER, "es"))
    with pytest.raises(Misplaced) as refusal:
        apply_placements(aligned, [Placement("1, heading 1", "", "1.1")])
    assert refusal.value.sentence is MIXED
