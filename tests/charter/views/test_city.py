"""A member's own room: what waits for whom; what others never see."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate, Visit
from charter.actions import amendments, positions
from tests import factories


def room(client, person, **query):
    client.force_login(person)
    return client.get(reverse("city"), query)


def test_an_empty_room_says_what_will_stand_there(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert "Waiting for you: nothing" in page
    assert "When an officer of Tamanrit sends an amendment, it stands here for you to confirm." in page
    assert "Tamanrit has not proposed anything in this round. Members may propose until" in page


def test_an_empty_room_says_what_to_do(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert "Read the charter and choose “Propose” beside a provision." in page
    assert "See what others propose" in page and "You are the only person of Tamanrit here." in page


def test_the_days_left_stand_first(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert page.index("Members may propose changes: 19 days left.") < page.index("Waiting for you")


def test_without_a_round_the_room_says_so(client, delegate, charter):
    assert "No round is open now." in room(client, delegate).content.decode()


def test_what_is_new_since_the_last_visit_stands_before_what_waits(client, round_, city, officer, delegate):
    assert "ew since" not in room(client, delegate).content.decode()
    Visit.objects.update(at=timezone.now() - timedelta(days=2))
    assert "Nothing new since" in room(client, delegate).content.decode()
    factories.sent(round_, city, officer)
    page = room(client, delegate).content.decode()
    assert page.index(f"{officer} sent it to be confirmed") < page.index("Waiting for you: 1")


def test_an_officer_sees_own_drafts_and_that_the_delegate_confirms(client, round_, city, officer):
    factories.draft(round_, city, officer, title="A draft of ours")
    factories.sent(round_, city, officer, title="One that waits")
    page = room(client, officer).content.decode()
    assert "Our drafts: 2" in page and "A draft of ours" in page and "Waiting for the delegate" in page
    assert "Confirm for Tamanrit" not in page and "Only the delegate of Tamanrit confirms." in page


def test_other_members_see_nothing_of_it(client, round_, city, officer, stranger):
    factories.draft(round_, city, officer, title="A draft of ours")
    factories.sent(round_, city, officer, title="One that waits")
    page = room(client, stranger).content.decode()
    assert "A draft of ours" not in page and "One that waits" not in page
    assert room(client, stranger, **{"as": city.slug}).status_code == 404


def test_a_person_without_a_member_has_no_room(client, db):
    assert room(client, factories.person()).status_code == 403
    client.logout()
    assert "/accounts/login/" in client.get(reverse("city")).url


def test_who_belongs_to_several_chooses(client, officer, city, other_city, round_):
    Mandate.objects.create(organisation=other_city, person=officer, kind="officer", since=timezone.now())
    assert "Whose room do you want to open?" in room(client, officer).content.decode()
    assert "<h1>Velmora</h1>" in room(client, officer, **{"as": other_city.slug}).content.decode().replace(
        "\n", ""
    ).replace("  ", "")


def test_our_amendments_stand_with_their_fate(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    page = room(client, delegate).content.decode()
    assert "More homes" in page and "Under review" in page and "1 member" in page


def test_a_co_proposer_is_asked_to_carry_on_what_was_withdrawn(
    client, round_, city, delegate, other_city, other_delegate
):
    amendment = factories.confirmed(round_, city, delegate)
    positions.join(amendment=amendment, organisation=other_city, by=other_delegate)
    amendments.withdraw(amendment=amendment, by=delegate)
    page = room(client, other_delegate).content.decode()
    assert "Tamanrit withdrew amendment 1" in page and "Carry it on for Velmora" in page
    address = reverse("amendment_together", args=[round_.number, 1, "carry-on"])
    client.post(address, {"organisation": other_city.slug})
    amendment.refresh_from_db()
    assert (amendment.organisation, amendment.number, amendment.state) == (other_city, 1, "under_review")


def test_a_position_that_lapsed_is_told(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    now = "The city keeps one quarter of new homes for people with low incomes."
    factories.adopt(factories.provision(round_.charter, 5), now, by=factories.holder("moderator"))
    page = room(client, other_delegate).content.decode()
    assert "1 has lapsed since the words changed." in page and "has new words" in page


def test_the_room_asks_as_often_for_three_as_for_one(client, round_, city, officer, delegate):
    def fill(words):
        factories.draft(round_, city, officer, words)
        factories.sent(round_, city, officer, words)
        factories.confirmed(round_, city, delegate, words)

    fill("First words.")
    room(client, delegate)
    with CaptureQueriesContext(connection) as one:
        room(client, delegate)
    fill("Second words.")
    fill("Third words.")
    with CaptureQueriesContext(connection) as three:
        room(client, delegate)
    assert len(three) == len(one)


def test_what_nobody_confirmed_in_time_is_ended_without_waiting_for_a_clock(client, round_, city, officer, delegate):
    factories.sent(round_, city, officer)
    now = timezone.now()
    round_.opens_at, round_.proposals_until = now - timedelta(days=9), now - timedelta(days=5)
    round_.confirm_until = now - timedelta(seconds=1)
    round_.save()
    page = room(client, delegate).content.decode()
    assert "Not confirmed in time" in page and "Confirm for Tamanrit" not in page


def test_a_compromise_asks_for_a_word_by_buttons_of_equal_weight(client, round_, city, delegate, moderator, charter):
    from charter.actions import compromises

    amendment = factories.confirmed(round_, city, delegate)
    compromises.put(
        round_=round_,
        amendments=[amendment],
        provision=factories.provision(charter, 5),
        language="en",
        html="The city keeps one quarter of new homes for people with low incomes.",
        reason={"en": "Between both."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=3),
    )
    page = room(client, delegate).content.decode()
    assert "A compromise on I.1.1 asks for your word" in page and "Between both." in page
    assert [page.count(f'name="act" value="{answer}"') for answer in ("yes", "yes_with_a_word", "no")] == [1, 1, 1]
