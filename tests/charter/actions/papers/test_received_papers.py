"""Files that the secretariat imports for members: rights of each act, and what the audit log has of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter import rules
from charter.actions.amending import on_behalf
from charter.actions.amending.changes import ChangeInput
from charter.actions.papers import received_papers
from charter.actions.papers.received_papers import NewDraft
from charter.models import Amendment, ReceivedPaper
from charter.queries.amending.on_behalf import days_of_files
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def imported(version, round_, city, moderator, officer, delegate):
    return factories.received(version, city, moderator, THIRD, came_on=timezone.localdate())


@pytest.fixture
def new_draft(charter):
    return NewDraft("More homes", [ChangeInput("replace", factories.provision(charter, 5), THIRD)], "Families leave.")


def test_a_moderator_makes_drafts_of_the_member_once(imported, round_, moderator, city, new_draft):
    [draft] = received_papers.make_drafts(received=imported, round_=round_, drafts=[new_draft], by=moderator)
    assert (draft.organisation, draft.begun_by, draft.on_behalf) == (city, moderator, False)
    assert days_of_files([draft]) == {draft.pk: timezone.localdate()}
    with pytest.raises(Refused, match="already imported"):
        received_papers.make_drafts(received=imported, round_=round_, drafts=[new_draft], by=moderator)
    assert Letter.objects.filter(kind="drafts_imported").count() == 2


def test_no_team_makes_drafts_of_it_before_the_secretariat(imported, round_, officer, delegate, stranger, new_draft):
    for person in (officer, delegate, stranger):
        with pytest.raises(Refused):
            received_papers.make_drafts(received=imported, round_=round_, drafts=[new_draft], by=person)
        with pytest.raises(Refused):
            received_papers.delete_paper(received=imported, by=person)
    assert not Amendment.objects.exists() and ReceivedPaper.objects.exists()


def test_only_moderators_import_a_draft_for_a_member(round_, city, officer, delegate, new_draft):
    values = {"round_": round_, "organisation": city, "language": "en", "changes_of_file": new_draft.changes}
    for person in (officer, delegate, factories.holder("administrator"), factories.holder("language_editor", "fr")):
        with pytest.raises(Refused):
            on_behalf.import_draft(by=person, came_on=timezone.localdate(), **values)
    assert not Amendment.objects.exists()


def test_only_moderators_receive_a_file_for_a_member_and_not_of_tomorrow(version, round_, city, officer, moderator):
    for person, day in ((officer, 0), (moderator, 1)):
        with pytest.raises(Refused):
            factories.received(version, city, person, THIRD, came_on=timezone.localdate() + timedelta(days=day))
    assert not ReceivedPaper.objects.exists()


def test_only_moderators_state_whose_changes_they_are(imported, officer, stranger, city, other_city):
    for person in (officer, stranger):
        with pytest.raises(Refused):
            received_papers.assign_authors(received=imported, owners={"A colleague": other_city}, by=person)
    imported.refresh_from_db()
    assert (imported.organisation, imported.authors) == (city, None)


def test_the_audit_log_counts_authors_and_names_none(imported, moderator, other_city):
    [row] = received_papers.assign_authors(received=imported, owners={"A colleague": other_city}, by=moderator)
    assert (row.organisation, row.authors, row.is_shared) == (other_city, ["A colleague"], False)
    act = Record.objects.get(act="paper authors stated")
    assert act.content == {"authors": 1}


def test_the_rule_names_the_other_page_after_the_proposal_period(round_, city, moderator):
    answer = rules.may_import_for(moderator, city, round_, round_.proposals_until + timedelta(minutes=1))
    assert "On behalf of members" in str(answer.why)
