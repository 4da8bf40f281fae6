"""Amendments under which the text moved: what the desk proposes for void ones, and who waits for whom until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.amending import revisions
from charter.actions.deciding import decisions
from charter.models import Amendment, Decision
from charter.queries.deciding import ruled_out
from tests import factories
from tests.charter.views.conftest import QUARTER, THIRD

FAMILIES = THIRD.replace("incomes.", "incomes and large families.")


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


def moved(deciding, homes, words, city, officer, other_city, stranger, moderator):
    """An amendment of the second member, after those of the first entered the text."""
    other = factories.under_review(
        deciding, other_city, stranger, homes, words, at=timezone.now() - timedelta(days=30)
    )
    factories.merged(deciding, {5: QUARTER}, by=moderator, city=city, proposer=officer)
    return Amendment.objects.get(pk=other.pk)


@pytest.fixture
def void(deciding, homes, city, officer, other_city, stranger, moderator):
    return moved(deciding, homes, THIRD, city, officer, other_city, stranger, moderator)


@pytest.fixture
def to_check(deciding, homes, city, officer, other_city, stranger, moderator):
    return moved(deciding, homes, FAMILIES, city, officer, other_city, stranger, moderator)


def here(amendment):
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def test_the_desk_proposes_that_a_void_one_falls_and_a_moderator_confirms_it_with_a_reason(desk, void):
    assert [amendment.number for amendment in ruled_out.amendments_that_ruled_out(void)] == [2]
    page = desk.get(here(void)).content.decode()
    assert "because amendment 2 was merged" in page and 'href="?falls=2#decide"' in page
    assert (
        'value="falls" checked' not in " ".join(page.split()) and not Decision.objects.filter(amendment=void).exists()
    )
    form = desk.get(here(void), {"falls": "2"}).context["form"]
    assert (form["outcome"].value(), form["because_of"].value()) == ("falls", "2")
    fields = {"outcome": "falls", "because_of": "2", "revision": void.revision}
    assert desk.post(here(void), {**fields, "token": "t"}).status_code == 422
    assert desk.post(here(void), {**fields, "reason_en": "No. 2 says it otherwise.", "token": "u"}).status_code == 302
    decision = Decision.objects.get(amendment=void, superseded_at=None)
    assert (decision.outcome, decision.because_of.number) == ("falls", 2)


def test_a_number_that_has_nothing_to_do_with_it_is_not_put_into_the_form(desk, void):
    assert desk.get(here(void), {"falls": "1"}).context["form"]["outcome"].value() is None


def test_one_whose_words_can_stand_does_not_fall_because_of_another(desk, to_check):
    assert ruled_out.amendments_that_ruled_out(to_check) == []
    assert "The amendment can no longer be applied because amendment" not in desk.get(here(to_check)).content.decode()


def test_the_member_has_its_time_before_it_is_decided_on_as_it_stands(desk, to_check, moderator):
    page = desk.get(here(to_check)).content.decode()
    assert "The member that proposed the amendment can check it until" in page
    arguments = {
        "amendment": to_check,
        "outcome": "not_accepted",
        "by": moderator,
        "reason": {"en": "It is too dear."},
    }
    with pytest.raises(Refused, match="Decide after that"):
        decisions.decide_amendment(at=to_check.look_until - timedelta(seconds=1), **arguments)
    assert decisions.decide_amendment(at=to_check.look_until, **arguments).outcome == "not_accepted"


def test_a_member_that_answers_is_waited_for_no_more(desk, client, to_check, other_delegate, moderator):
    client.force_login(other_delegate)
    assert (
        "After that date the secretariat may decide on the amendment in its present form"
        in client.get(reverse("city")).content.decode()
    )
    revisions.keep_rebased_proposal(amendment=to_check, by=other_delegate, seen_text=to_check.text_id)
    decision = decisions.decide_amendment(
        amendment=to_check, outcome="not_accepted", by=moderator, reason={"en": "It is too dear."}
    )
    assert decision.outcome == "not_accepted"


def test_the_member_of_a_void_one_is_offered_to_write_it_anew(client, void, other_delegate):
    client.force_login(other_delegate)
    page = client.get(reverse("city")).content.decode()
    assert reverse("amendment_edit", args=[void.key]) in page and "no longer possible." in page


def test_an_amendment_under_which_nothing_moved_waits_for_nobody(asked):
    assert asked[0].look_until is None
