"""Two moderators at one decision, and words that are typed and not decided yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record
from charter.actions.deciding import decisions, open_decisions
from charter.models import Decision, DeskSitting
from tests import factories

HERE, KEEP = "/en/desk/amendments/1/1/", "/en/desk/amendments/1/1/typed/"


def decided(number, by):
    from charter.models import Amendment

    amendment = Amendment.objects.get(number=number)
    return decisions.decide_amendment(
        amendment=amendment, outcome="not_accepted", by=by, reason={"en": "It is too dear."}
    )


def test_who_opens_what_another_has_open_is_told_and_so_is_the_other(desk, client, asked, moderator, second_moderator):
    moderator.name, second_moderator.name = "Ilse Kowari", "Nadia Ben"
    moderator.save(), second_moderator.save()
    assert "also has this page open" not in desk.get(HERE).content.decode()
    open_decisions.open_editing_session(amendment=asked[0], by=second_moderator)
    assert "Nadia Ben also has this page open." in desk.get(HERE).content.decode()
    assert (
        "Nadia Ben also has this page open."
        in desk.get(reverse("desk_provision", args=[asked[0].text.changes.get().provision.short])).content.decode()
    )
    assert desk.post(KEEP, {"reason_en": "x"}).json()["others"] == "Nadia Ben also has this page open."
    assert "also has this page open" not in desk.get("/en/desk/amendments/1/2/").content.decode()


def test_after_a_quarter_of_an_hour_nobody_is_named(desk, asked, second_moderator):
    open_decisions.open_editing_session(
        amendment=asked[0], by=second_moderator, at=timezone.now() - timedelta(minutes=16)
    )
    assert "also has this page open" not in desk.get(HERE).content.decode()


def test_the_body_reads_and_is_not_counted_as_one_who_decides(client, asked):
    client.force_login(factories.holder("body_member"))
    client.get(HERE)
    assert not DeskSitting.objects.exists()


def test_the_second_to_decide_is_told_who_did_and_nothing_is_overwritten(desk, asked, second_moderator):
    second_moderator.name = "Nadia Ben"
    second_moderator.save()
    seen = asked[0].revision
    decided(1, second_moderator)
    answer = desk.post(HERE, {"outcome": "accepted", "reason_en": "A fair share.", "revision": seen, "token": "t"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nadia Ben decided on the amendment at" in page and "Not accepted" in page and "A fair share." in page
    assert [decision.outcome for decision in Decision.objects.all()] == ["not_accepted"]
    again = {"outcome": "accepted", "reason_en": "A fair share.", "revision": seen + 1, "token": "u"}
    assert desk.post(HERE, again).status_code == 302
    assert Decision.objects.get(superseded_at=None).outcome == "accepted"
    before = Record.objects.filter(act="amendment decided").latest("number").content["before"]
    assert before["outcome"] == "not_accepted"


def test_the_stored_row_decides_even_where_both_saw_the_same(asked, moderator, second_moderator):
    from accounts.rules import Refused

    seen = asked[0].revision
    decided(1, second_moderator)
    with pytest.raises(Refused, match="decided on the amendment at"):
        decisions.decide_amendment(
            amendment=asked[0], outcome="accepted", by=moderator, reason={"en": "So."}, seen=seen
        )


def test_what_is_typed_is_kept_on_the_server_and_is_there_when_the_page_opens_again(
    desk, asked, client, second_moderator
):
    typed = {"outcome": "advocacy", "reason_en": "Half a reas", "revision": asked[0].revision, "token": "t"}
    assert desk.post(KEEP, typed).json()["saved"].startswith("Saved on the server at")
    page = desk.get(HERE).content.decode()
    assert "Half a reas" in page and "Your earlier entry was restored" in page
    assert (
        "Half a reas"
        in desk.get(reverse("desk_provision", args=[asked[0].text.changes.get().provision.short])).content.decode()
    )
    assert "charter.decision" not in str(list(Record.objects.values_list("about", flat=True)))
    second_moderator.is_demonstration = True
    second_moderator.save()
    client.force_login(second_moderator)
    assert "Half a reas" not in client.get(HERE).content.decode()


def test_a_decision_takes_what_was_kept_away_and_so_does_throwing_it_away(desk, asked):
    for number, how in ((1, "decide"), (2, "forget")):
        address = f"/en/desk/amendments/1/{number}/"
        desk.post(f"{address}typed/", {"reason_en": "Half a reas"})
        if how == "decide":
            desk.post(address, {"outcome": "accepted", "reason_en": "Whole.", "token": how})
        else:
            assert desk.post(f"{address}typed/", {"act": "forget"}).url == address
        assert not DeskSitting.objects.filter(amendment__number=number).exists()


def test_words_typed_before_the_amendment_changed_come_back_with_a_warning(desk, asked, second_moderator):
    desk.post(KEEP, {"reason_en": "Half a reas", "revision": asked[0].revision})
    decided(1, second_moderator)
    page = desk.get(HERE).content.decode()
    assert "Half a reas" in page and "The amendment changed after you wrote your text" in page


def test_a_box_that_was_not_ticked_stays_so(desk, asked, round_, city, officer, charter, homes):
    from charter.models import Change

    text = asked[0].text
    heard = factories.provision(charter, 6)
    second = Change.objects.create(
        text=text,
        place=1,
        kind="replace",
        provision=heard,
        language="en",
        base=factories.working(heard).wording,
        html="X",
    )
    desk.post(KEEP, {"reason_en": "Half", f"taken_{text.changes.first().pk}": "on"})
    page = desk.get(HERE).content.decode()
    boxes = [tag.split(">")[0] for tag in page.split("<input")[1:] if 'name="taken_' in tag.split(">")[0]]
    first = text.changes.first().pk
    assert {f'name="taken_{first}"': True, f'name="taken_{second.pk}"': False} == {
        name: "checked" in box for box in boxes for name in box.split() if name.startswith("name=")
    }


def test_too_much_is_refused_with_a_reason(desk, asked):
    answer = desk.post(KEEP, {"reason_en": "x" * 200_000})
    assert answer.status_code == 422 and answer.json()["why"]


def test_what_is_old_is_forgotten(asked, moderator, second_moderator):
    now = timezone.now()
    open_decisions.open_editing_session(amendment=asked[0], by=moderator, at=now - timedelta(days=2))
    open_decisions.keep_typed_decision(
        amendment=asked[1], by=moderator, typed={"a": "b"}, revision=1, at=now - timedelta(days=30)
    )
    open_decisions.keep_typed_decision(
        amendment=asked[0], by=second_moderator, typed={"a": "b"}, revision=1, at=now - timedelta(days=61)
    )
    open_decisions.delete_old_sittings(now=now)
    assert [sitting.amendment for sitting in DeskSitting.objects.all()] == [asked[1]]
