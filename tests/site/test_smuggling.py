"""Fields that no form offers, sent with each form all the same by each role: every row is as without them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine
from django.utils import timezone

from tests.site import asking, deeds, smuggling


@pytest.fixture(scope="module")
def places(one_stage, django_db_blocker):
    with django_db_blocker.unblock():
        return deeds.furnish(one_stage)


@pytest.fixture
def one_moment():
    """So that what is signed with its time is the same each time that a form is sent."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


ROLES = ["reader", *(pytest.param(role, marks=pytest.mark.large) for role in deeds.WHO if role != "reader")]


@pytest.mark.parametrize("role", ROLES)
def test_fields_beside_a_form_change_no_row(one_stage, places, db, one_moment, role):
    with asking.as_role(one_stage, deeds.WHO[role]) as client:
        sending, odd, writing = smuggling.Sending(client), {}, 0
        for sheet in smuggling.sheets(one_stage, client, places[role]):
            writes, changes = sending.smuggled(sheet)
            writing += writes
            if changes:
                odd[str(sheet)] = sorted(changes)
    assert (writing >= 8, odd) == (True, {})


def test_a_field_that_a_form_reads_is_seen(one_stage, places, db, one_moment):
    """As if the box for a word were not offered: what is sent by its name changes the row."""
    with asking.as_role(one_stage, "delegate") as client:
        sheet = smuggling.of_a_deed(places["delegate"], "advise")
        assert smuggling.Sending(client).smuggled(sheet) == (True, set())
        read = replace(sheet, offered=sheet.offered - {"word"})
        wrote = "charter_advice.word"
        assert smuggling.Sending(client).smuggled(read) == (True, {wrote, f"{wrote} +{smuggling.WORD}"})
