"""Identical amendments are decided as one act, and granted when one of them was merged."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Letter, Record
from charter.actions.deciding import decisions
from charter.actions.merging import merges
from charter.models import Adoption, Amendment, Article, Batch, Decision, Position
from charter.queries.versions import data_faults
from charter.states import AmendmentState, Outcome, RebaseState, Stance
from charter.wording.charter_text import name_source
from tests import factories
from tests.charter.views.conftest import THIRD


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def same(deciding, homes, city, other_city, officer, stranger, delegate, other_delegate):
    """Two that propose the same, and one that proposes the same with something more."""
    three = [
        factories.under_review(deciding, city, officer, homes, THIRD),
        factories.under_review(deciding, other_city, stranger, homes, THIRD),
        factories.under_review(deciding, other_city, stranger, homes, THIRD.replace("new homes", "all new homes")),
    ]
    return three


def page_of(amendment):
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def states(amendments):
    return [Amendment.objects.get(pk=amendment.pk).state for amendment in amendments]


def decide_all(desk, same, **more):
    fields = {"outcome": "accepted", "reason_en": "It is clear.", "revision": same[0].revision, "token": "t"}
    return desk.post(page_of(same[0]), {**fields, "together": [same[1].pk], **more})


def merge(amendments, by):
    article = Article.objects.get(slug="a-home-one-can-keep")
    new_merge = merges.begin_merge(article=article, language="en", round_=amendments[0].round, by=by)
    merges.choose_amendments(merge=new_merge, amendments=amendments, by=by)
    return merges.apply_merge(merge=new_merge, by=by)


def test_an_identical_amendment_is_ticked_and_one_that_is_partly_so_is_named(desk, same):
    page = desk.get(page_of(same[0])).content.decode()
    assert f'name="together" value="{same[1].pk}" checked' in page
    assert f'name="together" value="{same[2].pk}"' not in page
    assert "Some amendments propose a part of the same text." in page
    assert f'href="{page_of(same[2])}"' in page


def test_identical_amendments_are_decided_by_one_act_and_undone_as_one(desk, same, moderator):
    before = Record.objects.count()
    decide_all(desk, same)
    assert states(same) == [AmendmentState.DECIDED, AmendmentState.DECIDED, AmendmentState.UNDER_REVIEW]
    act = Record.objects.get(number__gt=before)
    assert (act.act, act.content["amendments"]) == ("identical amendments decided", [same[0].pk, same[1].pk])
    history = desk.get(reverse("desk_history", args=[same[1].round.number, same[1].number])).content.decode()
    assert "Decided with identical amendments" in history
    desk.post(reverse("desk_undo", args=[Batch.objects.get().pk]), {"token": "u"})
    assert states(same) == [AmendmentState.UNDER_REVIEW] * 3
    assert Record.objects.filter(number__gt=act.number).count() == 1


def test_a_cleared_box_decides_one_alone(desk, same):
    decide_all(desk, same, together=[])
    assert states(same)[:2] == [AmendmentState.DECIDED, AmendmentState.UNDER_REVIEW]


def test_an_amendment_that_proposes_something_else_is_not_decided_with_it(desk, same):
    answer = decide_all(desk, same, together=[same[2].pk])
    assert (answer.status_code, states(same)) == (422, [AmendmentState.UNDER_REVIEW] * 3)
    assert "Amendment 3 does not propose the same text." in answer.content.decode()


def test_a_correction_of_identical_decisions_is_one_act_and_one_email_a_member(desk, same, moderator, deciding):
    decide_all(desk, same)
    decisions.release_decisions(round_=deciding, by=moderator)
    Letter.objects.all().delete()
    before = Record.objects.count()
    page = desk.get(page_of(same[0])).content.decode()
    assert f'name="together" value="{same[1].pk}" checked' in page
    fresh = Amendment.objects.get(pk=same[0].pk)
    fields = {"outcome": "not_accepted", "reason_en": "Counted again.", "note": "A vote was left out."}
    desk.post(page_of(fresh), {**fields, "revision": fresh.revision, "together": [same[1].pk], "token": "c"})
    current_decisions = Decision.objects.filter(superseded_at=None, release__isnull=False)
    assert {decision.outcome for decision in current_decisions} == {Outcome.NOT_ACCEPTED}
    assert list(Record.objects.filter(number__gt=before).values_list("act", flat=True)) == [
        "identical decisions corrected"
    ]
    to = list(Letter.objects.filter(kind="decisions").values_list("to", "organisation"))
    assert len(to) == len(set(to)) > 1


def test_a_merged_amendment_grants_an_identical_one_whose_support_stays(
    desk, client, same, moderator, deciding, city, other_city
):
    third = factories.organisation()
    supporter = factories.member(third, "delegate")
    Position.objects.create(
        text=same[1].text,
        organisation=third,
        stance=Stance.SUPPORT,
        by=supporter,
        mandate=supporter.mandates.get(),
        at=same[1].confirmed_at,
    )
    factories.accepted(same[0], moderator)
    merge(same[:1], moderator)
    left = Amendment.objects.get(pk=same[1].pk)
    assert left.text.changes.get().carry == RebaseState.ADOPTED
    assert Position.objects.filter(text=left.text, superseded_at=None).count() == 1
    public = client.get(reverse("amendment", args=[1, left.number])).content.decode()
    assert "no longer possible" not in public
    page = desk.get(page_of(left)).content.decode()
    assert "accepted, as part of No. 1" in page
    proposed = desk.get(f"{page_of(left)}?part_of=1").content.decode()
    assert 'value="accepted_as_part"' in proposed and "It is clear." in proposed
    fields = {"outcome": "accepted_as_part", "because_of": "1", "reason_en": "It is clear.", "revision": left.revision}
    desk.post(page_of(left), {**fields, "token": "p"})
    decisions.release_decisions(round_=deciding, by=moderator)
    public = client.get(reverse("amendment", args=[1, left.number])).content.decode()
    assert "Accepted, as part of No. 1" in public
    assert name_source(Adoption.objects.get(change__text__amendment=same[0])) == f"{city} and {other_city}"
    assert list(data_faults.identical_amendments_have_one_outcome()) == []


def test_what_others_brought_is_proposed_again_when_the_merge_is_reversed(same, moderator):
    from charter.actions.merging import merge_reversals

    factories.accepted(same[0], moderator)
    new_merge = merge(same[:1], moderator)
    merge_reversals.reverse_merge(merge=new_merge, reason={"en": "Too early."}, by=moderator)
    left = Amendment.objects.get(pk=same[1].pk)
    assert [(c.carry, c.base) for c in left.text.changes.all()] == [
        (RebaseState.CLEAN, factories.working(left.text.changes.get().provision).wording)
    ]


def test_a_merged_deletion_grants_an_identical_one(deciding, homes, city, other_city, officer, stranger, moderator):
    both = [
        factories.under_review(deciding, city, officer, homes, "", kind="delete"),
        factories.under_review(deciding, other_city, stranger, homes, "", kind="delete"),
    ]
    factories.accepted(both[0], moderator)
    merge(both[:1], moderator)
    left = Amendment.objects.get(pk=both[1].pk)
    assert left.text.changes.get().carry == RebaseState.ADOPTED


def test_the_check_finds_identical_amendments_with_opposite_outcomes(same, moderator, deciding):
    factories.accepted(same[0], moderator)
    factories.accepted(same[1], moderator, outcome="not_accepted")
    assert list(data_faults.identical_amendments_have_one_outcome()) == [
        "Amendment 1/2 is not_accepted, and amendment 1/1, which proposes the same, is granted."
    ]
