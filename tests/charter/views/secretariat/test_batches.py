"""Choosing several in the queue: deciding together, assigning, undoing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.deciding import decisions
from charter.models import Amendment, Batch, Handling
from charter.states import AmendmentState
from tests import factories

DECIDE, ASSIGN = "/en/desk/together/decide/", "/en/desk/together/assign/"


@pytest.fixture
def chosen(asked):
    return [amendment.pk for amendment in asked]


def states(amendments):
    return [type(amendment).objects.get(pk=amendment.pk).state for amendment in amendments]


def test_what_was_ticked_is_shown_with_its_clashes_before_the_decision(desk, chosen, asked):
    page = desk.post(reverse("desk_decide_together"), {"chosen": chosen}).content.decode()
    assert "2 amendments are selected." in page
    assert "Conflicts with 2" in page and "Conflicts with 1" in page
    assert 'value="accepted_in_part"' not in page
    assert states(asked) == [AmendmentState.UNDER_REVIEW] * 2


def test_several_are_decided_once_and_undone(desk, chosen, asked):
    fields = {"chosen": chosen, "act": "decide", "outcome": "not_accepted", "reason_en": "No.", "token": "t"}
    for _ in range(2):
        assert desk.post(DECIDE, fields).url == "/en/desk/?round=1"
    assert Batch.objects.count() == 1
    assert "You decided on 2 amendments in one batch." in desk.get(reverse("desk")).content.decode()
    undo = reverse("desk_undo", args=[Batch.objects.get().pk])
    assert desk.post(undo, {"token": "u"}).url == "/en/desk/?round=1"
    assert states(asked) == [AmendmentState.UNDER_REVIEW] * 2
    assert desk.post(undo, {"token": "v"}).status_code == 403


def test_a_refusal_names_those_that_clash_and_keeps_what_was_typed(desk, chosen, asked):
    fields = {"chosen": chosen, "act": "decide", "outcome": "accepted", "reason_en": "Both are good.", "token": "t"}
    answer = desk.post(DECIDE, fields)
    page = answer.content.decode()
    assert (answer.status_code, states(asked)) == (422, [AmendmentState.UNDER_REVIEW] * 2)
    assert "amendment 1 with amendment 2" in page and "Both are good." in page
    assert page.count('name="chosen"') == 2


def test_what_changed_meanwhile_is_looked_at_again(desk, chosen, asked, moderator):
    seen = " ".join(f"{amendment.pk}-{amendment.revision}" for amendment in asked)
    decisions.decide_amendment(amendment=asked[0], by=moderator, outcome="accepted", reason={"en": "Yes."})
    decisions.reopen_amendment(amendment=asked[0], by=moderator)
    fields = {"chosen": chosen, "act": "decide", "outcome": "not_accepted", "reason_en": "No.", "seen": seen}
    answer = desk.post(DECIDE, fields)
    assert answer.status_code == 422
    assert "Some of these amendments changed since you opened the page" in answer.content.decode()


def test_several_are_assigned(desk, chosen, asked, moderator):
    fields = {"chosen": chosen, "act": "assign", "assigned": str(moderator.pk), "due_on": "2026-12-02", "token": "t"}
    assert desk.post(ASSIGN, fields).url == "/en/desk/?round=1"
    assert set(Handling.objects.values_list("assigned_to", flat=True)) == {moderator.pk}
    assert "You assigned 2 amendments in one batch." in desk.get(reverse("desk")).content.decode()


@pytest.mark.parametrize(
    ("due", "why"), [("soon", "Enter a date, such as 2026-12-18"), ("", "Choose a person or a due date")]
)
def test_assigning_several_says_what_is_missing(desk, chosen, due, why):
    answer = desk.post(ASSIGN, {"chosen": chosen, "act": "assign", "due_on": due, "token": "t"})
    assert answer.status_code == 422
    assert why in answer.content.decode()


@pytest.mark.parametrize("name", ["desk_decide_together", "desk_assign_together"])
def test_nothing_chosen_says_how_to_choose(desk, asked, name):
    for fields in ({}, {"chosen": ["x", "99999"]}):
        assert "Then decide on several amendments or assign them" in desk.post(reverse(name), fields).content.decode()


def test_a_member_of_the_body_does_none_of_it(client, asked, chosen):
    client.force_login(factories.holder("body_member"))
    for name in ("desk_decide_together", "desk_assign_together"):
        assert client.post(reverse(name), {"chosen": chosen}).status_code == 404
    page = client.get(reverse("desk")).content.decode()
    assert 'name="chosen"' not in page and "Assigned to" not in page


@pytest.fixture
def foreign(asked, city, officer):
    """Amendments that are not for moderators: a draft, one whose confirmation was taken back, and unknown ids."""
    drafts = [factories.draft(asked[0].round, city, officer, "A word of the numbat.") for _ in range(2)]
    Amendment.objects.filter(pk=drafts[1].pk).update(number=99)
    return [*(draft.pk for draft in drafts), 999_999, "1; DROP"]


ACTS = {
    DECIDE: {"act": "decide", "outcome": "not_accepted", "reason_en": "No."},
    ASSIGN: {"act": "assign", "due_on": "2026-12-02"},
}


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("address", ACTS)
def test_with_one_foreign_thing_among_them_the_whole_is_refused(desk, chosen, asked, foreign, address, number):
    mixed = [*chosen, foreign[number]]
    assert "numbat" not in desk.post(address, {"chosen": mixed}).content.decode()
    answer = desk.post(address, {**ACTS[address], "chosen": mixed, "token": "t"})
    page = answer.content.decode()
    assert (answer.status_code, page.count('name="chosen"'), "Nothing was changed." in page) == (422, 2, True)
    assert "numbat" not in page
    assert set(Amendment.objects.values_list("state", flat=True)) == {
        AmendmentState.UNDER_REVIEW,
        AmendmentState.DRAFT,
    }
    assert (Batch.objects.count(), Handling.objects.count()) == (0, 0)


def test_what_is_left_is_decided_when_the_button_is_pressed_again(desk, chosen, asked, foreign):
    fields = {**ACTS[DECIDE], "token": "t"}
    desk.post(DECIDE, {**fields, "chosen": [*chosen, *foreign]})
    assert desk.post(DECIDE, {**fields, "chosen": chosen}).status_code == 302
    assert states(asked) == [AmendmentState.DECIDED] * 2
