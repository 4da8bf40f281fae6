"""Releasing at an hour that is set, returning a decision, and a member's reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refusal, Refused
from charter import rules
from charter.actions.deciding import decisions, releases, replies
from charter.actions.deciding.decisions import NOBODY, Endorsed
from charter.models import Decision, Release, ReleasePlan
from charter.tasks import run_due
from tests import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def decision(deciding, city, officer, charter, moderator):
    amendment = factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")
    return decisions.decide_amendment(
        amendment=amendment, by=moderator, outcome="accepted", reason={"en": "It is clear."}
    )


@pytest.fixture
def body(db):
    return factories.holder("body_member")


@pytest.fixture
def plan(decision, deciding, moderator):
    return releases.plan_release(round_=deciding, due=timezone.now() + HOUR, by=moderator, endorsed=NOBODY)


def test_at_its_hour_a_reader_finds_it_public_though_no_worker_runs(client, plan, decision, delegate):
    assert "It is clear." not in client.get(reverse("decisions")).content.decode()
    with time_machine.travel(plan.due + timedelta(minutes=2), tick=False):
        page = client.get(reverse("decisions")).content.decode()
    assert "It is clear." in page
    assert Release.objects.get().at == plan.due
    assert Letter.objects.filter(to=delegate, kind="decisions").count() == 1


def test_before_its_hour_nothing_is_public(client, plan, decision):
    with time_machine.travel(plan.due - timedelta(seconds=1), tick=False):
        client.get(reverse("decisions"))
    assert not Release.objects.exists()


def test_the_worker_releases_once(plan, decision):
    with time_machine.travel(plan.due + HOUR, tick=False):
        run_due(timezone.now())
        run_due(timezone.now())
    decision.refresh_from_db()
    assert (Release.objects.count(), decision.is_released) == (1, True)


def test_what_is_decided_after_the_hour_waits_for_the_next(
    plan, deciding, decision, city, officer, charter, moderator
):
    late = factories.under_review(deciding, city, officer, factories.provision(charter, 5), "Later words.")
    arguments = {"outcome": "accepted", "reason": {"en": "Late."}, "at": plan.due + timedelta(minutes=1)}
    after = decisions.decide_amendment(amendment=late, by=moderator, **arguments)
    releases.release_due(now=plan.due + HOUR)
    assert [Decision.objects.get(pk=d.pk).is_released for d in (decision, after)] == [True, False]


def test_another_hour_takes_the_place_of_the_first(plan, deciding, moderator):
    releases.plan_release(round_=deciding, due=timezone.now() + 3 * HOUR, by=moderator, endorsed=NOBODY)
    with time_machine.travel(plan.due + HOUR, tick=False):
        assert releases.release_due(now=timezone.now()) == []
    assert ReleasePlan.objects.filter(dropped_at=None).count() == 1


def test_a_dropped_hour_releases_nothing(plan, moderator):
    releases.drop_plan(plan=plan, by=moderator)
    assert releases.release_due(now=plan.due + HOUR) == []
    with pytest.raises(Refused):
        releases.drop_plan(plan=plan, by=moderator)


def test_an_hour_that_is_over_is_refused(deciding, moderator):
    with pytest.raises(Refused):
        releases.plan_release(round_=deciding, due=timezone.now() - HOUR, by=moderator, endorsed=NOBODY)


def test_an_hour_while_support_lasts_is_refused_and_one_after_it_is_not(round_, moderator):
    with pytest.raises(Refused):
        releases.plan_release(round_=round_, due=round_.support_until - HOUR, by=moderator, endorsed=NOBODY)
    assert releases.plan_release(round_=round_, due=round_.support_until + HOUR, by=moderator, endorsed=NOBODY).pk


def test_where_support_was_prolonged_past_the_hour_nothing_is_public(plan, deciding, decision):
    deciding.support_until = plan.due + HOUR
    deciding.save()
    assert releases.release_due(now=plan.due) == []
    decision.refresh_from_db()
    assert not decision.is_released


def test_what_the_body_returns_waits_until_it_is_decided_anew(decision, deciding, body, moderator):
    releases.send_back(decision=decision, by=body, word="Whose third is it?")
    with pytest.raises(Refused):
        decisions.release_decisions(round_=deciding, by=moderator)
    amendment = decision.amendment
    decisions.decide_amendment(
        amendment=amendment, by=moderator, outcome="accepted", reason={"en": "One third of new homes."}
    )
    release = decisions.release_decisions(round_=deciding, by=moderator)
    assert [row.reason.text for row in release.decisions.all()] == ["One third of new homes."]
    assert Record.objects.filter(act="decision returned").count() == 1


def test_only_the_body_returns_and_only_with_a_word(decision, body, moderator, deciding):
    assert isinstance(rules.may_send_back(moderator, decision), Refusal)
    with pytest.raises(Refused):
        releases.send_back(decision=decision, by=body, word=" ")
    decisions.release_decisions(round_=deciding, by=moderator)
    decision.refresh_from_db()
    with pytest.raises(Refused):
        releases.send_back(decision=decision, by=body, word="Too late.")


def test_a_release_names_its_body_with_day_and_minutes(decision, deciding, moderator):
    with pytest.raises(Refused):
        decisions.release_decisions(round_=deciding, by=moderator, endorsed=Endorsed("The assembly"))
    today = timezone.localdate()
    release = decisions.release_decisions(
        round_=deciding, by=moderator, endorsed=Endorsed("The assembly", today, "Item 3")
    )
    assert (release.body, release.endorsed_on, release.minutes) == ("The assembly", today, "Item 3")


@pytest.fixture
def public(decision, deciding, moderator):
    decisions.release_decisions(round_=deciding, by=moderator)
    return Decision.objects.get(pk=decision.pk)


def test_the_member_replies_once_and_may_change_it_within_the_hour(public, delegate):
    reply = replies.give_reply(decision=public, by=delegate, text="We thank you.", language="en")
    assert replies.give_reply(decision=public, by=delegate, text="We thank all.", language="en").pk == reply.pk
    with pytest.raises(Refused):
        replies.give_reply(decision=public, by=delegate, text="More.", language="en", at=reply.at + 2 * HOUR)
    reply.refresh_from_db()
    assert reply.text == "We thank all."


def test_nobody_else_replies_and_not_before_it_is_public(
    decision, delegate, officer, other_delegate, deciding, moderator
):
    with pytest.raises(Refused):
        replies.give_reply(decision=decision, by=delegate, text="Now.", language="en")
    decisions.release_decisions(round_=deciding, by=moderator)
    for person in (officer, other_delegate, moderator):
        with pytest.raises(Refused):
            replies.give_reply(decision=decision, by=person, text="Now.", language="en")


def test_a_reply_stands_in_the_table_and_a_removed_one_leaves_its_reason(client, public, delegate, moderator):
    reply = replies.give_reply(decision=public, by=delegate, text="We thank you.", language="en")
    assert "We thank you." in client.get(reverse("decisions")).content.decode()
    replies.remove_reply(reply=reply, by=moderator, because="It names a person.")
    page = client.get(reverse("decisions")).content.decode()
    assert ("We thank you." in page, "The reply was removed: It names a person." in page) == (False, True)
