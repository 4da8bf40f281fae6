"""Amendments that a merge carried over or left behind have their text of before when it is reversed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Record
from charter.actions.amending import revisions
from charter.actions.amending.amendments import ChangeInput
from charter.actions.deciding import compromises
from charter.actions.merging import merge_reversals, merges
from charter.models import Article, Decision
from charter.queries.deciding import amendment_events
from charter.queries.merging import merge_views
from charter.queries.versions import data_faults
from charter.states import RebaseState
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
QUARTER = FIFTH.replace("fifth", "quarter")
QUARTER_FOR_FAMILIES = QUARTER.replace("incomes.", "incomes and large families.")
BOTH_ASKED = THIRD.replace("low incomes", "no incomes")
WHY = {"en": "It was applied too soon."}


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def merged(deciding, city, officer, moderator):
    """Merges an accepted amendment alone."""

    def merged(provision, html, **more):
        amendment = factories.accepted(
            factories.under_review(deciding, city, officer, provision, html, **more), moderator
        )
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
        return merges.apply_merge(merge=merge, by=moderator)

    return merged


@pytest.fixture
def other(deciding, other_city, officer, homes):
    """An amendment of another city to the same provision, pending."""

    def other(html, **more):
        return factories.under_review(deciding, other_city, officer, homes, html, **more)

    return other


def change_of(amendment):
    amendment.refresh_from_db()
    return amendment.text.changes.get()


def test_an_accepted_amendment_that_became_void_can_be_merged_again(merged, other, homes, moderator, other_delegate):
    rival = factories.accepted(other(QUARTER), moderator)
    confirmed = rival.text
    merge = merged(homes, THIRD)
    assert change_of(rival).carry == RebaseState.VOID
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    change = change_of(rival)
    assert (change.carry, change.html, change.carry_note) == (RebaseState.CLEAN, QUARTER, "")
    assert change.base == factories.working(homes).wording
    assert rival.text.confirmed_by == confirmed.confirmed_by
    assert Decision.objects.get(amendment=rival, superseded_at=None).text == rival.text
    again = merges.begin_merge(article=merge.article, language="en", round_=merge.round, by=moderator)
    assert rival in merge_views.candidates_for(again)
    assert list(data_faults.all_faults()) == []


def test_the_history_shows_both_and_its_city_gets_one_email_for_each(merged, other, homes, moderator, other_delegate):
    rival = factories.accepted(other(QUARTER), moderator)
    letters = Letter.objects.filter(to=other_delegate, kind="moved").order_by("pk")
    merge = merged(homes, THIRD)
    assert letters.count() == 1
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    [_void, restored] = letters
    assert restored.subject == "The working text that your amendment 1/1 refers to was restored"
    assert "It was applied too soon." in restored.body
    rival.refresh_from_db()
    kinds = [event.kind for event in amendment_events.events_of(rival, rival.decision)]
    assert kinds[:2] == ["restored", "void"]
    assert Record.objects.filter(act="amendment carried over").latest("number").content["states"] == ["clean"]


def test_a_city_whose_amendment_ended_meanwhile_gets_no_email(merged, other, homes, moderator, other_delegate):
    ended = other(QUARTER)
    merge = merged(homes, THIRD)
    factories.accepted(ended, moderator, outcome="not_accepted")
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    letters = Letter.objects.filter(to=other_delegate, kind="moved")
    assert not letters.filter(subject__contains="as before").exists()
    assert change_of(ended).carry == RebaseState.CLEAN


def test_its_page_shows_no_other_reading_over_a_working_text_that_is_as_published(
    client, merged, other, homes, moderator
):
    pending = other(QUARTER_FOR_FAMILIES)
    merge = merged(homes, THIRD)
    address = reverse("amendment", args=[pending.round.number, pending.number])
    assert "New wording of the amendment, to be checked" in client.get(address).content.decode()
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    page = client.get(address).content.decode()
    assert "The amendment applied to the working text" not in page and "to be checked" not in page


@pytest.mark.parametrize(
    ("proposed", "merged_words", "carry"),
    [
        (QUARTER_FOR_FAMILIES, THIRD, RebaseState.CHECK),
        (BOTH_ASKED, THIRD, RebaseState.CLEAN),
        (THIRD, THIRD, RebaseState.ADOPTED),
    ],
    ids=["to check", "in part in the text", "in the text"],
)
def test_an_undecided_one_proposes_all_that_it_proposed(
    merged, other, homes, moderator, proposed, merged_words, carry
):
    pending = other(proposed)
    merge = merged(homes, merged_words)
    assert change_of(pending).carry == carry
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    change = change_of(pending)
    assert (change.carry, change.html, change.base.html) == (RebaseState.CLEAN, proposed, FIFTH)
    assert pending.look_until is None and pending.text.confirmed_by is not None


@pytest.mark.parametrize("more", [{"html": QUARTER}, {"html": "", "kind": "move"}], ids=["words", "move"])
def test_what_fell_with_a_deleted_provision_is_as_before(merged, other, homes, charter, moderator, more):
    more |= {"after": factories.provision(charter, 6)} if "kind" in more else {}
    pending = other(**more)
    merge = merged(homes, "", kind="delete")
    assert change_of(pending).carry == RebaseState.VOID
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    assert change_of(pending).carry == RebaseState.CLEAN


def test_a_split_is_at_its_place_again(merged, other, homes, moderator):
    pending = other("", kind="split", cut=FIFTH.index(" of new"))
    merge = merged(homes, FIFTH.replace("The city keeps", "The city and its districts keep"))
    change = change_of(pending)
    assert change.base.text[: change.cut] == "The city and its districts keep one fifth"
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    change = change_of(pending)
    assert (change.base.text, change.base.text[: change.cut]) == (FIFTH, "The city keeps one fifth")


def test_a_new_provision_is_proposed_at_its_place_again(merged, other, homes, moderator):
    pending = other("Trees grow.", kind="insert", new_kind="subparagraph")
    merge = merged(homes, "", kind="delete")
    assert (change_of(pending).carry, change_of(pending).provision == homes) == (RebaseState.CHECK, False)
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    assert (change_of(pending).carry, change_of(pending).provision) == (RebaseState.CLEAN, homes)


def test_what_its_city_revised_meanwhile_stays_as_revised(merged, other, homes, moderator, other_delegate):
    pending = other(QUARTER)
    merge = merged(homes, THIRD)
    pending.refresh_from_db()
    words = FIFTH.replace("fifth", "third").replace("low incomes", "modest incomes")
    changes = [ChangeInput("replace", homes, words)]
    revising = {"title": "Modest", "reason": "It is wider.", "seen_text": pending.text_id}
    revisions.revise_amendment(amendment=pending, by=other_delegate, changes=changes, **revising)
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    assert change_of(pending).html == FIFTH.replace("low incomes", "modest incomes")


@pytest.mark.parametrize("was_agreed", [True, False], ids=["agreed", "asked"])
def test_a_compromise_that_the_merge_closed_is_as_before(
    merged, other, deciding, homes, moderator, other_delegate, was_agreed
):
    arguments = {"reason": {"en": "Between."}, "answer_by": timezone.now() + timedelta(days=9), "by": moderator}
    placing = {"round_": deciding, "amendments": [other(QUARTER)], "provision": homes, "language": "en"}
    compromise = compromises.propose_compromise(**placing, html=FIFTH.replace("fifth", "half"), **arguments)
    if was_agreed:
        compromise = factories.agreed(compromise, moderator)
    before = (compromise.state, compromise.agreed, compromise.closed_at, compromise.answer_by)
    merge = merged(homes, THIRD)
    compromise.refresh_from_db()
    assert (compromise.state, compromise.agreed) == ("closed", False)
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    compromise.refresh_from_db()
    assert (compromise.state, compromise.agreed, compromise.closed_at) == before[:3]
    assert compromise.answer_by >= before[3] and compromise.base == factories.working(homes).wording
    subjects = Letter.objects.filter(to=moderator, kind="compromise_over").values_list("subject", flat=True)
    assert len(subjects) == 2 and any("open or agreed again" in subject for subject in subjects)
    assert list(data_faults.all_faults()) == []


def test_words_of_a_decision_are_those_that_were_decided(merged, other, homes, moderator):
    rival = other(BOTH_ASKED)
    words = {rival.text.changes.get().pk: QUARTER.replace("low incomes", "no incomes")}
    rival = factories.accepted(rival, moderator, outcome="accepted_with_changes", words=words)
    merge = merged(homes, THIRD)
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    decided = Decision.objects.get(amendment=rival, superseded_at=None)
    assert [row.html for row in decided.words.all()] == [QUARTER.replace("low incomes", "no incomes")]
