"""Deciding, releasing, correcting."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.amending import amendments
from charter.actions.deciding import decision_writing, decisions
from charter.actions.deciding.decisions import Endorsed
from charter.models import Amendment, Decision
from charter.rules import may_withdraw
from charter.states import AmendmentState, Outcome
from tests import factories

ASSEMBLY = Endorsed("The assembly", date(2026, 11, 1), "Minutes of the assembly, 3.2")


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def amendment(deciding, city, officer, charter):
    return factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")


def test_a_decision_has_a_reason_in_its_languages(amendment, moderator):
    reason = {"en": "It is clear.", "fr": "C’est clair.", "es": " "}
    decision = decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason=reason)
    assert (decision.reason.text, decision.reason.in_language("fr").text) == ("It is clear.", "C’est clair.")
    assert decision.reason.translations.count() == 1
    assert amendment.state == AmendmentState.DECIDED


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"outcome": Outcome.ACCEPTED, "reason": {"en": " "}}, "Give the reason"),
        ({"outcome": Outcome.TAKEN_UP, "reason": {"en": "x"}}, "Name the other amendment"),
        ({"outcome": Outcome.WITH_CHANGES, "reason": {"en": "x"}}, "Write the text"),
        ({"outcome": Outcome.IN_PART, "reason": {"en": "x"}}, "which part"),
        ({"outcome": "perhaps", "reason": {"en": "x"}}, "Choose one"),
        ({"outcome": Outcome.ACCEPTED, "reason": {"en": "x"}, "taken": {0: True}}, "changed since"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(amendment, moderator, arguments, why):
    with pytest.raises(Refused, match=why):
        decisions.decide_amendment(amendment=amendment, by=moderator, **arguments)
    assert Decision.objects.count() == 0


def test_only_moderators_decide(amendment, delegate):
    with pytest.raises(Refused):
        decisions.decide_amendment(amendment=amendment, by=delegate, outcome=Outcome.ACCEPTED, reason={"en": "x"})


def test_a_second_decision_takes_the_place_of_one_that_is_not_public(amendment, moderator, second_moderator):
    first = decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    decisions.decide_amendment(
        amendment=amendment, by=second_moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "y"}
    )
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert amendment.decision.outcome == Outcome.NOT_ACCEPTED


def test_a_release_writes_one_letter_a_member(deciding, city, delegate, officer, charter, moderator):
    for place in (4, 5):
        proposed = factories.under_review(deciding, city, officer, factories.provision(charter, place), "Other words.")
        decisions.decide_amendment(amendment=proposed, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "Clear."})
    release = decisions.release_decisions(round_=deciding, by=moderator, endorsed=ASSEMBLY)
    letter = Letter.objects.get(to=delegate, kind="decisions")
    assert release.decisions.count() == 2
    assert "1/1: Accepted. Clear." in letter.body
    assert "1/2: Accepted. Clear." in letter.body


def test_who_wrote_an_amendment_learns_what_became_of_it_and_a_colleague_does_not(
    deciding, city, delegate, officer, charter, moderator
):
    factories.member(city, "officer")
    proposed = factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")
    factories.accepted(proposed, moderator)
    assert {letter.to for letter in Letter.objects.filter(kind="decisions")} == {delegate, officer}


def test_nothing_is_released_before_support_has_ended(version, city, officer, charter, moderator):
    running = factories.round_(version)
    proposed = factories.under_review(running, city, officer, factories.provision(charter, 4), "Other words.")
    decisions.decide_amendment(amendment=proposed, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    with pytest.raises(Refused, match="support period has ended"):
        decisions.release_decisions(round_=running, by=moderator)


def test_a_released_decision_is_corrected_with_a_public_note(amendment, deciding, moderator):
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "x"})
    decisions.release_decisions(round_=deciding, by=moderator)
    amendment.refresh_from_db()
    old = amendment.decision
    with pytest.raises(Refused, match="public"):
        decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "y"})
    new = decisions.correct_decision(
        decision=old, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "y"}, note="The count was wrong."
    )
    assert (new.is_released, new.note.text) == (True, "The count was wrong.")
    assert amendment.decisions.filter(superseded_at=None).get() == new


def test_a_correction_does_not_give_identical_amendments_opposite_outcomes(
    amendment, deciding, other_city, stranger, charter, moderator
):
    same = factories.under_review(deciding, other_city, stranger, factories.provision(charter, 4), "Other words.")
    for each in (amendment, same):
        factories.accepted(each, moderator, outcome=Outcome.NOT_ACCEPTED)
    decision = Decision.objects.get(amendment=amendment)
    with pytest.raises(Refused, match="identical text and have opposite outcomes"):
        decisions.correct_decision(
            decision=decision, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "y"}, note="The count was wrong."
        )
    assert Decision.objects.filter(superseded_at=None, outcome=Outcome.NOT_ACCEPTED).count() == 2


def test_a_provisional_decision_can_be_taken_back(amendment, moderator):
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    decisions.reopen_amendment(amendment=amendment, by=moderator)
    assert amendment.state == AmendmentState.UNDER_REVIEW


def test_one_is_withdrawn_until_its_decision_is_public(amendment, deciding, delegate, moderator):
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "x"})
    assert may_withdraw(delegate, Amendment.objects.get(pk=amendment.pk)) is True
    decisions.release_decisions(round_=deciding, by=moderator)
    with pytest.raises(Refused, match="decision on this amendment is public"):
        amendments.withdraw_amendment(amendment=amendment, by=delegate)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.decision.outcome) == (AmendmentState.DECIDED, Outcome.NOT_ACCEPTED)


def test_no_decision_takes_a_step_that_the_table_does_not_have(amendment, delegate):
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    with pytest.raises(Refused, match="not possible in the present status of the amendment: Withdrawn"):
        decision_writing.step_to_state(amendment, AmendmentState.DECIDED)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.WITHDRAWN
