"""The printed table of permissions: whole, the same as the page in the docs, and leaving nothing behind."""

from __future__ import annotations

import inspect
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts import rules as people
from accounts.models import Organisation, Person
from charter import rules
from charter.states import Phase
from consultation.permissions import table
from consultation.permissions.specimen import ROLES
from consultation.permissions.verbs import VERBS

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
# Questions that others are made of, or whose answer hangs on more than role, verb and round.
PARTS = {
    "may_commit",
    "may_propose",
    "may_edit",
    "may_edit_comment",
    "may_write",
    "may_return_initiative",
    "may_change_help_entry",
    "may_draft_from_paper",
}


def printed(*args: str) -> str:
    out = StringIO()
    call_command("permission_table", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def answers(db):
    return {(cell.verb, cell.role, cell.round): cell for cell in table.permission_cells()}


def test_the_page_in_the_docs_is_what_the_command_prints(db):
    assert (DOCS / "permissions.md").read_text(encoding="utf-8") == printed()


def test_json_has_each_role_verb_and_state_once(db):
    rows = json.loads(printed("--json"))
    verbs = [verb.name for group in VERBS.values() for verb in group]
    places = [(row["verb"], row["role"], row["round"]) for row in rows]
    assert places == [(verb, role, phase.value) for verb in verbs for role in ROLES for phase in Phase]
    assert {row["answer"] for row in rows} == {"yes", "no", "hidden"}


def test_every_no_says_why(answers):
    assert [place for place, cell in answers.items() if cell.answer != "yes" and not cell.why] == []


def test_every_question_of_the_rules_is_a_verb():
    names = {name for name, _rule in inspect.getmembers(rules) if name.startswith("may_")}
    names |= {name for name, _rule in inspect.getmembers(people) if name.startswith("may_")}
    source = inspect.getsource(inspect.getmodule(next(iter(VERBS.values()))[0].ask))
    assert {name for name in names - PARTS if f".{name}(" not in source} == set()


@pytest.mark.parametrize(
    ("verb", "role", "phase", "answer"),
    [
        ("confirm", "delegate", "open", "yes"),
        ("confirm", "delegate", "supporting", "no"),
        ("confirm", "substitute", "open", "no"),
        ("confirm", "standing_in", "open", "yes"),
        ("confirm", "officer", "open", "no"),
        ("confirm", "expired", "open", "hidden"),
        ("read_draft", "moderator", "open", "hidden"),
        ("apply", "moderator", "open", "no"),
        ("apply", "moderator", "deciding", "yes"),
    ],
)
def test_what_everybody_knows_of_the_rules_stands_in_the_table(answers, verb, role, phase, answer):
    assert answers[verb, role, phase].answer == answer


def test_the_people_it_asks_for_do_not_stay(db):
    printed()
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)


def test_editors_and_members_that_there_are_change_nothing(db):
    from tests import factories

    before = printed()
    factories.holder("language_editor")
    factories.member(factories.organisation("Tamanrit"), "delegate", away_since=None)
    assert printed() == before
