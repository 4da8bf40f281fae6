"""The record of an item at the desk: what each act changed, before and after, for moderators alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions.records import changed_values
from accounts.models import Record
from charter.actions.amending import timetables
from charter.actions.deciding import decisions, releases
from charter.actions.deciding.decisions import NOBODY
from charter.actions.secretariat import handling
from charter.models import Decision
from charter.queries.secretariat import histories
from tests import factories


def cells(page):
    """Words of the act, then each field with what it was and is."""
    return [
        (str(row["what"]), [(str(change["field"]), change["before"], change["after"]) for change in row["changes"]])
        for row in page.context["rows"]
    ]


def test_only_what_differs_is_kept_with_what_was_there_alone():
    assert changed_values({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {
        "before": {"b": 2},
        "after": {"b": 3, "c": 4},
    }
    assert changed_values(None, {"a": None}) == {"before": {}, "after": {"a": None}}


def test_an_amendment_is_told_act_by_act(desk, asked, moderator, second_moderator):
    second_moderator.name = "Nadia Ben"
    second_moderator.save()
    amendment = asked[0]
    handling.assign_amendment(amendment=amendment, to=second_moderator, due_on=timezone.localdate(), by=moderator)
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason={"en": "Clear."})
    decisions.decide_amendment(
        amendment=amendment, by=moderator, outcome="falls", because_of=asked[1], reason={"en": "It met."}
    )
    decisions.reopen_amendment(amendment=amendment, by=moderator)
    page = desk.get(reverse("desk_history", args=[1, 1]))
    acts = cells(page)
    assert acts[0] == (
        "Decision revoked",
        [("Decision", "Falls because of No. …", ""), ("Because of amendment", "1/2", "")],
    )
    assert acts[1] == (
        "Decided",
        [("Decision", "Accepted", "Falls because of No. …"), ("Because of amendment", "", "1/2")],
    )
    assert acts[2] == ("Decided", [("Decision", "", "Accepted")])
    assert acts[3][0] == "Assigned" and acts[3][1][0] == ("Assigned to", "", "Nadia Ben")
    assert "1/1" in page.content.decode()


def test_a_release_and_a_return_are_told_with_the_amendment(desk, version, city, officer, homes, moderator):
    deciding = factories.deciding(version)
    amendment = factories.under_review(deciding, city, officer, homes, "Other words.")
    decision = decisions.decide_amendment(
        amendment=amendment, by=moderator, outcome="accepted", reason={"en": "Clear."}
    )
    releases.send_back(decision=decision, by=factories.holder("body_member"), word="Look again.")
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason={"en": "Clear."})
    decisions.release_decisions(round_=deciding, by=moderator)
    acts = dict(cells(desk.get(reverse("desk_history", args=[deciding.number, amendment.number]))))
    assert acts["Published"] == [("Public", "No", "Yes")]
    assert acts["Returned by the endorsing body"] == [("Returned", "No", "Yes")]


def test_a_round_is_told_with_ends_that_moved_and_hours_that_were_set(desk, round_, moderator):
    later = round_.support_until + timedelta(days=2)
    timetables.change_timetable(round_=round_, by=moderator, note={"en": "Holidays."}, support_until=later)
    due = later + timedelta(days=1)
    releases.plan_release(round_=round_, due=due, by=moderator, endorsed=NOBODY)
    releases.plan_release(round_=round_, due=due + timedelta(days=1), by=moderator, endorsed=NOBODY)
    acts = cells(desk.get(reverse("desk_round_history", args=[1])))
    (_planned, [(_due, before, after)]), (_first, [(_f, nothing, at_first)]), (_moved, [(field, old, new)]) = acts[:3]
    assert (nothing, at_first) == ("", before) and before != after
    assert field == "Support until" and old != new


def test_earlier_dates_are_told_with_their_answer(desk, round_, moderator):
    earlier = {"support_until": round_.support_until - timedelta(days=2)}
    for confirms in (False, True):
        proposed = timetables.change_timetable(round_=round_, by=moderator, note="So.", **earlier)
        second = factories.holder("moderator")
        if confirms:
            timetables.confirm_timetable(proposed=proposed, by=second)
        else:
            timetables.refuse_timetable(proposed=proposed, by=second, reason="No.")
    acts = cells(desk.get(reverse("desk_round_history", args=[1])))
    assert [words for words, _changes in acts] == [
        "Timetable changed",
        "Earlier dates confirmed",
        "Earlier dates proposed",
        "Earlier dates refused",
        "Earlier dates proposed",
    ]
    assert acts[1][1] == [("Status", "Pending", "Confirmed")]
    assert acts[0][1] == acts[2][1] and acts[0][1][0][0] == "Support until"


def test_acts_of_an_earlier_release_are_told_too(asked, moderator):
    from accounts.actions.records import Act, append_acts

    old = {"to": moderator.pk, "due": "2026-12-02", "before": {"to": None, "due": "2026-12-02"}}
    append_acts(Act("amendment assigned", asked[0], moderator, content=old))
    [change] = histories.acts_on_amendment(asked[0])[0].changes
    assert (change.field, change.before, change.after) == ("to", None, moderator.pk)


def test_the_record_holds_neither_names_nor_words_and_stays_whole(desk, asked, moderator):
    decisions.decide_amendment(
        amendment=asked[0], by=moderator, outcome="accepted", reason={"en": "A reason of the dugong."}
    )
    handling.assign_amendment(amendment=asked[0], to=moderator, due_on=None, by=moderator)
    kept = str(list(Record.objects.values_list("content", flat=True)))
    assert moderator.name not in kept and moderator.email not in kept and "dugong" not in kept
    call_command("verify_record")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("kind", ["officer", "body"])
def test_nobody_else_reads_it(client, asked, officer, kind):
    client.force_login(officer if kind == "officer" else factories.holder("body_member"))
    assert client.get(reverse("desk_history", args=[1, 1])).status_code == 404
    assert client.get(reverse("desk_round_history", args=[1])).status_code == 404
