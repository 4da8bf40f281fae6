"""Conflicts between accepted amendments are named before anything is public, and end before it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.rules import Refused
from charter.actions.deciding import decisions, releases
from charter.actions.merging import merge_reversals, merges
from charter.models import Amendment, Article, CurrentWording, Decision, Merge
from charter.queries.deciding import accepted_conflicts
from tests import factories
from tests.charter.views.conftest import FIFTH, QUARTER, THIRD

RENT = FIFTH.replace("homes for", "homes at a fair rent for")


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def met(deciding, homes, city, other_city, officer, stranger, moderator):
    """Two accepted amendments on “fifth”, and one beside them; nothing is public."""
    amendments = [
        factories.under_review(deciding, city, officer, homes, THIRD),
        factories.under_review(deciding, other_city, stranger, homes, QUARTER),
        factories.under_review(deciding, other_city, stranger, homes, RENT),
    ]
    return [factories.accepted(amendment, moderator, release=False) for amendment in amendments]


def page_of(amendment):
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def test_the_decision_form_and_the_publication_page_name_the_conflict(desk, met):
    page = desk.get(page_of(met[0])).content.decode()
    assert "The amendment conflicts with accepted amendments." in page
    assert f'href="{page_of(met[1])}"' in page and "falls because of No. 2" in page
    assert "The amendment conflicts" not in desk.get(page_of(met[2])).content.decode()
    release = desk.get(reverse("desk_release", args=[1])).content.decode()
    assert "Conflicts between accepted amendments" in release and "“fifth”" in release
    filled = desk.get(f"{page_of(met[1])}?falls=1").content.decode()
    assert 'name="because_of" value="1"' in filled


def test_an_identical_amendment_is_in_no_conflict(desk, met, deciding, homes, officer):
    same = factories.under_review(deciding, factories.organisation(), officer, homes, THIRD)
    [conflict] = accepted_conflicts.conflicts_with_accepted(same)
    assert [other.number for other in conflict.others(same)] == [2]


def test_nothing_is_published_before_an_outcome_is_stated_for_each(desk, met, moderator):
    url = reverse("desk_release", args=[1])
    answer = desk.post(url, {"act": "now", "token": "a"})
    assert (answer.status_code, Decision.objects.exclude(release=None).count()) == (422, 0)
    assert "amendments 1 and 2 on “fifth”" in answer.content.decode()
    arguments = {"outcome": "falls", "because_of": met[0], "reason": {"en": "The first goes further."}}
    decisions.decide_amendment(amendment=met[1], by=moderator, **arguments)
    desk.post(url, {"act": "now", "token": "b"})
    assert Decision.objects.filter(release__isnull=False, superseded_at=None).count() == 3


def test_a_conflict_is_refused_after_the_merge_of_one_was_reversed(
    deciding, homes, city, other_city, officer, stranger, moderator
):
    first = factories.under_review(deciding, city, officer, homes, THIRD)
    first = factories.accepted(first, moderator, outcome="not_accepted")
    second = factories.accepted(factories.under_review(deciding, other_city, stranger, homes, QUARTER), moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator, amendments=[second])
    merges.apply_merge(merge=merge, by=moderator)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "It was too early."}, by=moderator)
    corrected = {"outcome": "accepted", "reason": {"en": "It was weighed again."}, "note": "It was an error."}
    with pytest.raises(Refused, match="1 and 2"):
        decisions.correct_decision(decision=first.decision, by=moderator, **corrected)


def test_no_hour_is_set_for_decisions_that_conflict(desk, met):
    fields = {"act": "plan", "day": "2099-01-01", "hour": "09:00", "token": "a"}
    assert desk.post(reverse("desk_release", args=[1]), fields).status_code == 422


def test_a_conflict_that_came_after_the_hour_was_set_drops_the_plan(deciding, met, moderator):
    from datetime import timedelta

    from django.utils import timezone

    decisions.decide_amendment(amendment=met[1], by=moderator, outcome="not_accepted", reason={"en": "Less."})
    due = timezone.now() + timedelta(hours=1)
    plan = releases.plan_release(round_=deciding, due=due, by=moderator, endorsed=decisions.NOBODY)
    decisions.decide_amendment(amendment=met[1], by=moderator, outcome="accepted", reason={"en": "Both."})
    assert releases.release_due(now=due + timedelta(minutes=1)) == []
    plan.refresh_from_db()
    assert plan.dropped_at is not None


def test_words_that_stand_for_both_settle_the_conflict_before_publication(deciding, met, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merges.choose_amendments(merge=merge, amendments=met[:2], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    written = FIFTH.replace("one fifth", "one third, or one quarter where land is scarce,")
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html=written, by=moderator)
    assert accepted_conflicts.conflicts_in_round(deciding) == []
    decisions.release_decisions(round_=deciding, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert [Amendment.objects.get(pk=amendment.pk).state for amendment in met[:2]] == ["merged", "merged"]


def test_a_conflict_that_an_open_merge_resolves_leads_to_that_merge(desk, deciding, met, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator, amendments=met)
    merge = Merge.objects.get(pk=merge.pk)
    link = f'<a href="{reverse("desk_merge", args=[merge.key])}">An open merge</a> resolves this conflict'
    assert link not in desk.get(reverse("desk_release", args=[1])).content.decode()
    conflict = merges.preview_merge(merge).conflicts[0]
    side = next(option for option in conflict.options if "third" in option.html)
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=side.choice, by=moderator)
    assert link in desk.get(reverse("desk_release", args=[1])).content.decode()
    merges.apply_merge(merge=merge, by=moderator, release=decisions.NOBODY)
    states = Decision.objects.filter(superseded_at=None).order_by("amendment__number")
    assert [(row.outcome, row.is_released) for row in states] == [
        ("accepted", True),
        ("falls", True),
        ("accepted", True),
    ]


def test_opposite_outcomes_of_identical_amendments_are_not_published(
    deciding, homes, city, other_city, officer, stranger, moderator
):
    for organisation, proposer, outcome in ((city, officer, "accepted"), (other_city, stranger, "not_accepted")):
        amendment = factories.under_review(deciding, organisation, proposer, homes, THIRD)
        factories.accepted(amendment, moderator, outcome=outcome, release=False)
    with pytest.raises(Refused, match="propose identical text and have opposite outcomes"):
        decisions.release_decisions(round_=deciding, by=moderator)


def test_moderators_try_a_merge_of_provisional_decisions_and_nothing_is_stored(desk, client, met, homes):
    page = desk.get(reverse("desk_trials")).content.decode()
    assert "Trial merge" in page and "1 conflict" in page and "(not public yet)" in page
    assert "a fair rent" in page
    assert Merge.objects.count() == 0
    assert CurrentWording.objects.get(provision=homes, language="en").wording.html == FIFTH
    client.force_login(factories.holder("body_member"))
    assert client.get(reverse("desk_trials")).status_code == 404
