"""The printed table of permissions against the site: each verb is tried by its own form, by each role."""

from __future__ import annotations

import pytest

from charter.states import Phase
from consultation.permissions import table
from consultation.permissions.specimen import ROLES
from consultation.permissions.verbs import VERBS
from tests.site import asking, deeds


@pytest.fixture(scope="module")
def places(one_stage, django_db_blocker):
    with django_db_blocker.unblock():
        return deeds.furnish(one_stage)


@pytest.fixture
def stage(one_stage, places, db):
    return one_stage


def test_every_verb_and_role_of_the_table_is_tried_here_or_elsewhere():
    verbs = {verb.name for group in VERBS.values() for verb in group}
    assert verbs - deeds.DEEDS.keys() == deeds.ELSEWHERE
    assert deeds.WHO.keys() == ROLES.keys()


PHASES = [phase if phase == Phase.OPEN else pytest.param(phase, marks=pytest.mark.large) for phase in Phase]


@pytest.mark.parametrize("phase", PHASES)
def test_what_each_role_tries_is_answered_as_the_table_says(stage, places, phase):
    expected = {(cell.role, cell.verb): cell.answer for cell in table.permission_cells() if cell.round == phase.value}
    otherwise = []
    for role, person in deeds.WHO.items():
        with asking.as_role(stage, person, phase) as client:
            for verb in (verb for verb in deeds.DEEDS if (role, verb) not in deeds.NOT_THERE):
                with asking.undone(client):
                    result, how = deeds.answer(client, places[role], verb)
                if result != expected[role, verb] and not _signs_in_first(role, result, expected[role, verb]):
                    otherwise.append(f"{role} {verb}: {result}, not {expected[role, verb]}: {how}")
    if otherwise:
        pytest.fail("\n".join(otherwise))


def _signs_in_first(role: str, answer: str, expected: str) -> bool:
    """A reader without an account is sent to sign in, or given back what was typed, whatever the table hides."""
    return role == "reader" and {answer, expected} == {"hidden", "no"}
