"""A member's own room: what waits for whom; what others never see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate, NewsMark
from charter import tasks
from charter.actions.amending import amendments, positions
from charter.models import Amendment
from charter.queries.city import unread_news
from tests import factories


def room(client, person, **query):
    client.force_login(person)
    return client.get(reverse("city"), query)


def test_an_empty_room_says_what_will_stand_there(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert "No action required" in page
    assert "When a staff member of Tamanrit sends an amendment, you can confirm it here." in page
    assert "Tamanrit has not proposed an amendment in this round. Members may propose until" in page


def test_an_empty_room_says_what_to_do(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert "Your text is saved here until it is sent" in page
    assert "See the proposals of other members" in page and "You are the only person in the team of Tamanrit." in page


def test_a_person_with_two_mandates_has_one_line_in_the_team(client, delegate, city, round_):
    Mandate.objects.create(person=delegate, organisation=city, kind="focal_point", since=timezone.now())
    page = room(client, delegate).content.decode()
    team = page.partition("Our team</h2>")[2].partition("</section>")[0]
    assert team.count("<li>") == 1 and "delegate" in team and "focal point" in team
    assert "You are the only person in the team" in team


def test_the_days_left_stand_first(client, delegate, round_):
    page = room(client, delegate).content.decode()
    assert page.index("Members may propose amendments: 19 days left.") < page.index("<h2>No action required</h2>")


def test_without_a_round_the_room_says_so(client, delegate, charter):
    assert "No round is open now." in room(client, delegate).content.decode()


def test_news_stand_before_what_waits_until_they_are_marked_as_read(client, round_, city, officer, delegate):
    factories.sent(round_, city, officer)
    for _again in range(2):  # a page that is opened marks nothing
        page = room(client, delegate).content.decode()
        assert page.index(f"<bdi>{officer}</bdi> sent the draft for confirmation") < page.index("Action required: 1")
    until = page.split('name="until" value="')[1].split('"')[0]
    factories.sent(round_, city, officer, title="After the page was made")
    response = client.post(f"{reverse('city_news_read')}?as={city.slug}", {"until": until}, follow=True)
    assert response.content.decode().count(f"<bdi>{officer}</bdi> sent the draft for confirmation") == 1
    client.post(reverse("city_news_read"), {"until": timezone.now().isoformat()})
    assert "Nothing new since" in room(client, delegate).content.decode()


@pytest.mark.parametrize(
    "until", ["", "yesterday", "2999-01-01T00:00:00+00:00", "2026-02-31T00:00:00+00:00", "2026-01-01"]
)
def test_news_of_the_future_are_never_marked_as_read(client, round_, city, officer, delegate, until):
    client.force_login(delegate)
    client.post(reverse("city_news_read"), {"until": until})
    factories.sent(round_, city, officer)
    assert f"<bdi>{officer}</bdi> sent the draft for confirmation" in room(client, delegate).content.decode()


def test_a_list_of_news_that_is_cut_says_so(client, round_, city, officer, delegate):
    for number in range(unread_news.MOST - 2):
        factories.sent(round_, city, officer, title=f"Draft {number}")
    assert "Only the newest items are listed." not in room(client, delegate).content.decode()
    for number in range(2):
        factories.sent(round_, city, officer, title=f"One more {number}")
    assert "Only the newest items are listed." in room(client, delegate).content.decode()


def test_nobody_marks_the_news_of_another_member(client, round_, city, officer, stranger):
    client.force_login(stranger)
    assert client.post(f"{reverse('city_news_read')}?as={city.slug}").status_code == 404
    assert not NewsMark.objects.exists()


def test_an_officer_sees_own_drafts_and_that_the_delegate_confirms(client, round_, city, officer):
    factories.draft(round_, city, officer, title="A draft of ours")
    factories.sent(round_, city, officer, title="One that waits")
    page = room(client, officer).content.decode()
    assert "Our drafts: 2" in page and "A draft of ours" in page and "Awaiting the delegate" in page
    assert "Confirm for Tamanrit" not in page and "Only the delegate of Tamanrit confirms amendments." in page


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
    assert "Which workspace do you want to open?" in room(client, officer).content.decode()
    assert "<h1>Velmora</h1>" in room(client, officer, **{"as": other_city.slug}).content.decode().replace(
        "\n", ""
    ).replace("  ", "")


def test_our_amendments_stand_with_their_fate(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    page = room(client, delegate).content.decode()
    assert "More homes" in page and "Under review" in page and "1 member" in page


def test_a_co_proposer_is_asked_to_carry_on_what_was_withdrawn(
    client, round_, city, delegate, other_city, other_delegate
):
    amendment = factories.confirmed(round_, city, delegate)
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    page = room(client, other_delegate).content.decode()
    assert "Tamanrit withdrew amendment 1" in page and "Take over the amendment for Velmora" in page
    address = reverse("amendment_together", args=[round_.number, 1, "carry-on"])
    client.post(address, {"organisation": other_city.slug})
    amendment.refresh_from_db()
    assert (amendment.organisation, amendment.number, amendment.state) == (other_city, 1, "under_review")


def test_nobody_is_asked_to_carry_on_what_was_decided_in_public(
    client, round_, city, delegate, other_city, other_delegate, moderator
):
    amendment = factories.confirmed(round_, city, delegate)
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    factories.deciding_now(round_)
    factories.accepted(amendment, moderator, outcome="not_accepted")
    Amendment.objects.update(state="withdrawn")
    assert positions.may_carry_on(other_delegate, other_city, Amendment.objects.get()) is not True
    assert "Take over the amendment" not in room(client, other_delegate).content.decode()


def test_a_position_that_lapsed_is_told(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    now = "The city keeps one quarter of new homes for people with low incomes."
    factories.adopt(factories.provision(round_.charter, 5), now, by=factories.holder("moderator"))
    page = room(client, other_delegate).content.decode()
    assert "1 position has lapsed because the text changed." in page
    assert "Confirm your position on amendment 1/1 again" in page


def test_the_room_asks_as_often_for_three_as_for_one(client, round_, city, officer, delegate):
    def fill(words):
        factories.draft(round_, city, officer, words)
        factories.sent(round_, city, officer, words)
        factories.confirmed(round_, city, delegate, words)

    fill("First words.")
    room(client, delegate)
    with CaptureQueriesContext(connection) as for_one:
        room(client, delegate)
    fill("Second words.")
    fill("Third words.")
    with CaptureQueriesContext(connection) as for_three:
        room(client, delegate)
    assert len(for_three) == len(for_one)


def test_what_nobody_confirmed_in_time_is_not_asked_for_and_reading_ends_nothing(
    client, round_, city, officer, delegate
):
    amendment = factories.sent(round_, city, officer)
    now = timezone.now()
    round_.opens_at, round_.proposals_until = now - timedelta(days=9), now - timedelta(days=5)
    round_.confirm_until = now - timedelta(seconds=1)
    round_.save()
    answer = room(client, delegate)
    assert (answer.context["count"], "Confirm for Tamanrit" in answer.content.decode()) == (0, False)
    amendment.refresh_from_db()
    assert amendment.state == "sent"
    tasks.end_unconfirmed_amendments(now)
    assert "Not confirmed in time" in room(client, delegate).content.decode()


def test_a_compromise_asks_for_a_word_by_buttons_of_equal_weight(client, round_, city, delegate, moderator, charter):
    from charter.actions.deciding import compromises

    amendment = factories.confirmed(round_, city, delegate)
    compromises.propose_compromise(
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
    assert "A compromise text on I.1.1 needs your reply" in page and "Between both." in page
    assert [page.count(f'name="act" value="{answer}"') for answer in ("yes", "yes_with_a_word", "no")] == [1, 1, 1]


def test_only_who_may_invite_is_led_to_inviting(client, round_, city, officer, delegate):
    assert "Invite, mark as away, end a mandate" in room(client, delegate).content.decode()
    page = room(client, officer).content.decode()
    assert ("Invite, mark as away" in page, "Show the whole team" in page) == (False, True)


def test_an_amendment_without_a_title_is_listed_by_what_it_does(client, round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    amendment.text.title = None
    amendment.text.save(update_fields=["title"])
    assert "<td>Change the text</td>" in room(client, delegate).content.decode()
