"""Giving amendments to moderators, notes among them, and the views they keep."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.secretariat import handling
from charter.models import DeskNote, Handling, SavedView
from tests import factories

DUE = date(2026, 12, 2)


@pytest.fixture
def amendment(round_, city, officer, charter):
    return factories.under_review(round_, city, officer, factories.provision(charter, 5), "Other words.")


def test_an_amendment_is_given_and_handed_over(amendment, moderator, second_moderator):
    handling.assign_amendment(amendment=amendment, to=moderator, due_on=DUE, by=moderator)
    handling.assign_amendment(amendment=amendment, to=second_moderator, due_on=None, by=moderator)
    handling_row = Handling.objects.get(amendment=amendment)
    assert (handling_row.assigned_to, handling_row.due_on) == (second_moderator, None)
    acts = Record.objects.filter(act="amendment assigned").order_by("number")
    assert [act.content for act in acts] == [
        {"before": {}, "after": {"to": moderator.pk, "due": "2026-12-02"}},
        {
            "before": {"to": moderator.pk, "due": "2026-12-02"},
            "after": {"to": second_moderator.pk, "due": ""},
        },
    ]


def test_work_is_given_to_moderators_alone(amendment, moderator, officer):
    with pytest.raises(Refused, match="Work can be assigned only to moderators"):
        handling.assign_amendment(amendment=amendment, to=officer, due_on=None, by=moderator)
    with pytest.raises(Refused):
        handling.assign_amendment(amendment=amendment, to=moderator, due_on=None, by=officer)
    assert Handling.objects.count() == 0


def test_a_draft_is_nobody_s_work_at_the_desk(round_, city, officer, moderator):
    draft = factories.draft(round_, city, officer)
    with pytest.raises(Refused, match="delegate confirmed"):
        handling.add_note(amendment=draft, by=moderator, text="A word.")


def test_a_note_is_written_for_moderators(amendment, moderator, officer):
    note = handling.add_note(amendment=amendment, by=moderator, text="  Ask the lawyers. ")
    assert (note.text, note.by) == ("Ask the lawyers.", moderator)
    for text, by in (("  ", moderator), ("A word.", officer)):
        with pytest.raises(Refused):
            handling.add_note(amendment=amendment, by=by, text=text)
    assert DeskNote.objects.count() == 1


def test_a_view_takes_the_new_filters_under_its_name(moderator, second_moderator, officer):
    handling.save_view(name="Mine", query="assigned=me", by=moderator)
    view = handling.save_view(name="Mine", query="assigned=me&due=overdue", by=moderator)
    assert SavedView.objects.get(person=moderator).query == "assigned=me&due=overdue"
    for by in (second_moderator, officer):
        with pytest.raises(Refused):
            handling.remove_view(view=view, by=by)
    handling.remove_view(view=view, by=moderator)
    assert SavedView.objects.count() == 0


def test_a_person_keeps_thirty_views_at_most(moderator):
    for number in range(handling.MOST_VIEWS):
        handling.save_view(name=str(number), query="", by=moderator)
    with pytest.raises(Refused, match="You have 30 saved views"):
        handling.save_view(name="one more", query="", by=moderator)
    handling.save_view(name="3", query="state=all", by=moderator)
