"""Deciding, releasing, correcting."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions import amendments, decisions
from charter.actions import deciding as writing
from charter.actions.decisions import Endorsed
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
    decision = decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason=reason)
    assert (decision.reason.text, decision.reason.in_language("fr").text) == ("It is clear.", "C’est clair.")
    assert decision.reason.translations.count() == 1
    assert amendment.state == AmendmentState.DECIDED


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"outcome": Outcome.ACCEPTED, "reason": {"en": " "}}, "Give the reason"),
        ({"outcome": Outcome.TAKEN_UP, "reason": {"en": "x"}}, "because of which"),
        ({"outcome": Outcome.WITH_CHANGES, "reason": {"en": "x"}}, "Write the words"),
        ({"outcome": Outcome.IN_PART, "reason": {"en": "x"}}, "which part"),
        ({"outcome": "perhaps", "reason": {"en": "x"}}, "Choose one"),
        ({"outcome": Outcome.ACCEPTED, "reason": {"en": "x"}, "taken": {0: True}}, "changed since"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(amendment, moderator, said, why):
    with pytest.raises(Refused, match=why):
        decisions.decide(amendment=amendment, by=moderator, **said)
    assert Decision.objects.count() == 0


def test_only_moderators_decide(amendment, delegate):
    with pytest.raises(Refused):
        decisions.decide(amendment=amendment, by=delegate, outcome=Outcome.ACCEPTED, reason={"en": "x"})


def test_a_second_decision_takes_the_place_of_one_that_is_not_public(amendment, moderator, second_moderator):
    first = decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    decisions.decide(amendment=amendment, by=second_moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "y"})
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert amendment.decision.outcome == Outcome.NOT_ACCEPTED


def test_a_release_writes_one_letter_a_member(deciding, city, delegate, officer, charter, moderator):
    for place in (4, 5):
        asked = factories.under_review(deciding, city, officer, factories.provision(charter, place), "Other words.")
        decisions.decide(amendment=asked, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "Clear."})
    made = decisions.release(round_=deciding, by=moderator, endorsed=ASSEMBLY)
    letter = Letter.objects.get(to=delegate, kind="decisions")
    assert made.decisions.count() == 2
    assert "1/1: Accepted. Clear." in letter.body
    assert "1/2: Accepted. Clear." in letter.body


def test_who_wrote_an_amendment_learns_what_became_of_it_and_a_colleague_does_not(
    deciding, city, delegate, officer, charter, moderator
):
    factories.member(city, "officer")
    asked = factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")
    factories.accepted(asked, moderator)
    assert {letter.to for letter in Letter.objects.filter(kind="decisions")} == {delegate, officer}


def test_nothing_is_released_before_support_has_ended(version, city, officer, charter, moderator):
    running = factories.round_(version)
    asked = factories.under_review(running, city, officer, factories.provision(charter, 4), "Other words.")
    decisions.decide(amendment=asked, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    with pytest.raises(Refused, match="support has ended"):
        decisions.release(round_=running, by=moderator)


def test_a_released_decision_is_corrected_with_a_public_note(amendment, deciding, moderator):
    decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "x"})
    decisions.release(round_=deciding, by=moderator)
    amendment.refresh_from_db()
    old = amendment.decision
    with pytest.raises(Refused, match="public"):
        decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "y"})
    new = decisions.correct(
        decision=old, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "y"}, note="The count was wrong."
    )
    assert (new.is_released, new.note.text) == (True, "The count was wrong.")
    assert amendment.decisions.filter(superseded_at=None).get() == new


def test_a_provisional_decision_can_be_taken_back(amendment, moderator):
    decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"})
    decisions.reopen(amendment=amendment, by=moderator)
    assert amendment.state == AmendmentState.UNDER_REVIEW


def test_one_is_withdrawn_until_its_decision_is_public(amendment, deciding, delegate, moderator):
    decisions.decide(amendment=amendment, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "x"})
    assert may_withdraw(delegate, Amendment.objects.get(pk=amendment.pk)) is True
    decisions.release(round_=deciding, by=moderator)
    with pytest.raises(Refused, match="decision on this amendment is public"):
        amendments.withdraw(amendment=amendment, by=delegate)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.decision.outcome) == (AmendmentState.DECIDED, Outcome.NOT_ACCEPTED)


def test_no_decision_takes_a_step_that_the_table_does_not_have(amendment, delegate):
    amendments.withdraw(amendment=amendment, by=delegate)
    with pytest.raises(Refused, match="It is: Withdrawn"):
        writing.step(amendment, AmendmentState.DECIDED)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.WITHDRAWN
