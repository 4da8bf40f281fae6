"""Amending clauses in a returned file, as changes by provision."""

from __future__ import annotations

from charter.importing.returned_changes import BaseLine
from charter.importing.returned_clauses import find_clause_changes
from charter.importing.returned_lines import Paragraph, Returned, Stretch

TEXTS = ("One fifth of new homes is public.", "Cities do not cut off water.", "Benches stay open.")


def test_each_change_names_its_own_clauses():
    rewording = "In paragraph 1, replace “fifth” with “third”."
    insertion = "After paragraph 1, insert “Nobody is cut off.”"
    neighbour = "In paragraph 2, replace “water” with “light”."
    deletion = "Delete paragraph 3."
    base = [BaseLine(f"k{n}", text, text, str(n)) for n, text in enumerate(TEXTS, 1)]
    lines = (Paragraph((Stretch(clause),)) for clause in (rewording, insertion, neighbour, deletion))

    changes = find_clause_changes(base, Returned(tuple(lines), (), ()), (), "en").changes

    assert [(change.kind, change.key, change.clauses) for change in changes] == [
        ("replace", "k1", (rewording,)),
        ("insert", "k1", (insertion,)),
        ("replace", "k2", (neighbour,)),
        ("delete", "k3", (deletion,)),
    ]
