"""The table of permissions: every role, every verb, every state of a round, as the rules answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import override

from accounts.rules import Answer, Refusal
from charter.states import Phase

from .specimen import ROLES, specimen_cases
from .verbs import VERBS

YES, NO, HIDDEN = "yes", "no", "hidden"
HEAD = """# Who may do what, when

`manage.py permission_table` prints this page. It calls `charter/rules` and `accounts/rules.py` for a person in each
role and a round in each state; `--json` gives every answer with its reason. The member is a city; for a staff member
of a partner it is the partner. In the round, partners can propose amendments, and pending amendments are public.

A cell has `yes`, `no` (refused with a reason), `hidden` (the same answer as for an address that does not exist), or
the states of the round in which the answer is yes.
"""


@dataclass(frozen=True)
class Cell:
    """One answer: `yes`, `no` or `hidden`, and the sentence that the person reads."""

    verb: str
    role: str
    round: str
    answer: str
    why: str = ""


def permission_cells() -> list[Cell]:
    """Every answer there is, in the order of the verbs, then of the roles, then of the states."""
    verbs = [verb for group in VERBS.values() for verb in group]
    with specimen_cases() as cases, override("en"):
        return [
            _cell(verb.name, role, phase, verb.ask(cases[role, phase]))
            for verb in verbs
            for role in ROLES
            for phase in Phase
        ]


def permissions_page(answers: Iterable[Cell]) -> str:
    """The page `docs/permissions.md`: a table a subject, and under it why each thing is refused."""
    by_place: dict[tuple[str, str], list[Cell]] = {}
    for cell in answers:
        by_place.setdefault((cell.verb, cell.role), []).append(cell)
    return "\n".join([HEAD, *(_section(title, by_place) for title in VERBS)])


def _cell(verb: str, role: str, phase: Phase, answer: Answer) -> Cell:
    if isinstance(answer, Refusal):
        return Cell(verb, role, phase.value, HIDDEN if answer.hidden else NO, str(answer.why))
    return Cell(verb, role, phase.value, YES if answer else NO)


def _section(title: str, by_place: dict[tuple[str, str], list[Cell]]) -> str:
    verbs = VERBS[title]
    rows = [
        "| " + " | ".join([words, *(_answers_in_words(by_place[verb.name, role]) for verb in verbs)]) + " |"
        for role, words in ROLES.items()
    ]
    head = ["| | " + " | ".join(verb.words for verb in verbs) + " |", "|---" * (len(verbs) + 1) + "|"]
    reasons = [line for verb in verbs if (line := _reasons(verb.words, verb.name, by_place))]
    return "\n".join([f"## {title}", "", *head, *rows, "", *reasons, ""])


def _answers_in_words(row: list[Cell]) -> str:
    """One word where the round makes no difference, else the states in which it may be done."""
    answers = {cell.answer for cell in row}
    if len(answers) == 1:
        return row[0].answer
    return ", ".join(cell.round for cell in row if cell.answer == YES) or NO


def _reasons(words: str, verb: str, by_place: dict[tuple[str, str], list[Cell]]) -> str:
    reasons = dict.fromkeys(cell.why for role in ROLES for cell in by_place[verb, role] if cell.why)
    return f"- *{words}*: {' · '.join(reasons)}" if reasons else ""
