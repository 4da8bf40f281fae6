"""Colleagues at one draft: notes for them alone, and nobody's words lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.amending import amendments, drafting
from charter.models import Amendment, DraftNote, Sitting
from charter.queries.amending import drafting as drafting_queries
from tests import factories


@pytest.fixture
def draft(round_, city, officer):
    return factories.draft(round_, city, officer)


def test_a_note_is_for_colleagues_and_in_the_record_by_its_digest(draft, officer, delegate):
    note = drafting.add_note(amendment=draft, by=delegate, text=" Which decision?\u200b ")
    assert [(draft_note.text, draft_note.by) for draft_note in drafting_queries.draft_notes(draft)] == [
        ("Which decision?", delegate)
    ]
    act = Record.objects.get(act="draft note written")
    assert (act.about, act.person, "Which" in str(act.content)) == (f"draftnote:{note.pk}", delegate.pk, False)


def test_an_empty_note_is_refused(draft, officer):
    with pytest.raises(Refused, match="Write your note"):
        drafting.add_note(amendment=draft, by=officer, text=" \u200b ")


@pytest.mark.parametrize("role", ["stranger", "moderator"])
def test_nobody_else_leaves_a_note(draft, role, request):
    with pytest.raises(Refused) as refused:
        drafting.add_note(amendment=draft, by=request.getfixturevalue(role), text="Hello.")
    assert refused.value.refusal.hidden
    assert DraftNote.objects.count() == 0


def test_notes_stay_with_those_who_wrote_them_when_another_member_carries_it_on(draft, officer, other_city):
    drafting.add_note(amendment=draft, by=officer, text="Between us.")
    draft.organisation = other_city
    draft.save()
    assert drafting_queries.draft_notes(draft) == []


def test_a_discarded_draft_takes_its_notes_with_it(draft, officer):
    drafting.add_note(amendment=draft, by=officer, text="Between us.")
    drafting.open_editing_session(amendment=draft, by=officer)
    amendments.discard_draft(amendment=draft, by=officer)
    assert (DraftNote.objects.count(), Sitting.objects.count()) == (0, 0)


def test_a_colleague_who_opens_it_learns_who_is_in_it(draft, officer, delegate):
    now = timezone.now()
    drafting.open_editing_session(amendment=draft, by=officer, at=now)
    drafting.open_editing_session(amendment=draft, by=officer, at=now)
    assert [sitting.person for sitting in drafting_queries.colleagues_at_draft(draft, delegate, now)] == [officer]
    assert drafting_queries.colleagues_at_draft(draft, officer, now) == []
    assert drafting_queries.colleagues_at_draft(draft, delegate, now + timedelta(minutes=30)) == []


def test_who_left_is_not_in_it(draft, officer, delegate):
    drafting.open_editing_session(amendment=draft, by=officer)
    drafting.close_editing_session(amendment=draft, by=officer)
    assert drafting_queries.colleagues_at_draft(draft, delegate, timezone.now()) == []


def test_a_stranger_sits_at_no_draft(draft, stranger):
    with pytest.raises(Refused):
        drafting.open_editing_session(amendment=draft, by=stranger)


def test_saved_words_are_set_apart_as_a_draft_of_their_own(draft, officer, delegate):
    apart = drafting.save_as_separate_draft(amendment=draft, by=delegate)
    assert Amendment.objects.count() == 2
    assert apart.texts.get().changes.get().html == draft.text.changes.get().html
    assert apart.texts.get().reason.text == "Families still leave the city."


def test_notes_are_counted_an_amendment(draft, city, officer):
    drafting.add_note(amendment=draft, by=officer, text="One.")
    drafting.add_note(amendment=draft, by=officer, text="Two.")
    assert drafting_queries.count_draft_notes([draft], city) == {draft.pk: 2}


def test_who_sat_at_a_draft_is_forgotten_after_a_day(draft, officer):
    now = timezone.now()
    drafting.open_editing_session(amendment=draft, by=officer, at=now)
    drafting.delete_old_editing_sessions(now=now + timedelta(hours=23))
    assert Sitting.objects.count() == 1
    drafting.delete_old_editing_sessions(now=now + timedelta(hours=25))
    assert Sitting.objects.count() == 0
