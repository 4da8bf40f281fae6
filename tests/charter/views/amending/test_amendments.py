"""The public page of an amendment and the table of all: what may be known, and what may not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import create_localized_text
from charter.actions.amending import amendments, positions, revisions
from charter.models import Decision, Release
from tests import factories

LIST = "amendments"


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


def page_of(client, amendment, **query):
    address = reverse("amendment", args=[amendment.round.number, amendment.number])
    return client.get(address, query).content.decode()


def decide(amendment, moderator, released=False):
    release = None
    if released:
        release = Release.objects.create(round=amendment.round, by=moderator, at=timezone.now())
    amendment.state = "decided"
    amendment.save()
    return Decision.objects.create(
        amendment=amendment,
        text=amendment.text,
        outcome="not_accepted",
        reason=create_localized_text("A fixed share would bind too much.", "en"),
        by=moderator,
        at=timezone.now(),
        release=release,
    )


def test_everybody_reads_what_is_asked_and_why(client, amendment):
    page = page_of(client, amendment)
    assert "Amendment 1: More homes" in page and "Families still leave the city." in page
    assert "Under review" in page and "Confirmed for Tamanrit, number 1" in page


@pytest.mark.parametrize("view, word", [("before", "fifth"), ("after", "third")])
def test_before_and_after(view, word, client, amendment):
    words = page_of(client, amendment, view=view).split('class="words')[1].split("</p>")[0]
    assert word in words and "<del" not in words


@pytest.fixture
def to_check(round_, city, delegate, charter, moderator):
    """An amendment that adds a word beside one that the text has changed since."""
    words = factories.WORDS["en"][5]
    amendment = factories.confirmed(round_, city, delegate, words.replace("new homes", "new homes yearly"))
    factories.adopt(factories.provision(charter, 5), words.replace("new homes", "new flats"), by=moderator)
    amendment.refresh_from_db()
    return amendment


def test_only_what_was_confirmed_is_shown_as_proposed_and_the_new_reading_is_to_be_checked(client, to_check):
    page = page_of(client, to_check)
    proposed, reading = page.split("New wording of the amendment, to be checked")
    assert "flats" not in proposed
    assert "flats" in reading and "Check whether the meaning is still the same." in reading
    after = page_of(client, to_check, view="after").split('class="words')[1].split("</p>")[0]
    assert "homes yearly" in after and "flats" not in after


def test_a_new_reading_that_was_kept_is_shown_over_the_working_text_until_it_is_published(client, to_check, delegate):
    revisions.keep_rebased_proposal(amendment=to_check, by=delegate, seen_text=to_check.text_id)
    proposed, working = page_of(client, to_check).split("The amendment applied to the working text")
    assert "to be checked" not in proposed and "flats" not in proposed
    assert "flats" in working and "not adopted" in working


def test_names_of_people_are_shown_only_where_they_let_them(client, amendment, delegate):
    assert str(delegate) not in page_of(client, amendment)
    delegate.name_is_public = True
    delegate.save()
    assert f"Confirmed by {delegate}, delegate." in page_of(client, amendment)


def test_a_decision_is_not_known_before_its_release(client, amendment, moderator, delegate):
    decide(amendment, moderator)
    for reader in (None, delegate):
        if reader:
            client.force_login(reader)
        page = page_of(client, amendment)
        assert "Under review" in page
        assert "Not accepted" not in page and "bind too much" not in page


def test_moderators_and_the_body_see_it_as_provisional(client, amendment, moderator):
    decide(amendment, moderator)
    for reader in (moderator, factories.holder("body_member")):
        reader.is_demonstration = True
        client.force_login(reader)
        with_factor(reader)
        page = page_of(client, amendment)
        assert "Provisional: not public until the decisions are published." in page and "bind too much" in page


def with_factor(person):
    """Second factors are asked of moderators before they see anything."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def test_a_released_decision_is_public_with_its_reason(client, amendment, moderator):
    decide(amendment, moderator, released=True)
    page = page_of(client, amendment)
    assert "Not accepted" in page and "A fixed share would bind too much." in page and "As decided" in page


@pytest.mark.parametrize("state", ["draft", "sent"])
def test_what_is_not_confirmed_has_no_public_address(state, client, round_, city, officer):
    getattr(factories, state)(round_, city, officer)
    assert client.get(reverse("amendment", args=[round_.number, 1])).status_code == 404
    assert "More homes" not in client.get(reverse(LIST)).content.decode()


def test_where_the_round_keeps_pending_ones_inside_the_public_does_not_find_them(client, amendment, round_, stranger):
    round_.pending_is_public = False
    round_.save()
    address = reverse("amendment", args=[round_.number, amendment.number])
    assert client.get(address).status_code == 404
    assert "More homes" not in client.get(reverse(LIST)).content.decode()
    client.force_login(stranger)
    assert client.get(address).status_code == 200


def test_positions_are_told_and_partners_stand_apart(client, amendment, other_city, other_delegate):
    partner = factories.organisation("Network", kind="partner")
    positions.take_position(
        organisation=other_city, text=amendment.text, by=other_delegate, stance="reservation", line="How?"
    )
    person = factories.member(partner, "officer")
    positions.take_position(organisation=partner, text=amendment.text, by=person, stance="support")
    page = page_of(client, amendment)
    assert "No member supports the amendment. 1 member has a reservation. No member objects." in page
    assert "Partner organizations, not counted:" in page and "How?" in page


def test_a_round_that_counts_the_voting_members_names_others_apart(
    client, amendment, round_, other_city, other_delegate
):
    round_.who_is_counted = "is_voting_member"
    round_.save()
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    assert "Not counted in this round: <bdi>Velmora</bdi> (Support)" in page_of(client, amendment)
    other_city.is_voting_member = True
    other_city.save()
    assert "Supported by <strong>1 member</strong>." in page_of(client, amendment)


def test_a_delegate_of_another_member_speaks_by_buttons_of_equal_weight(client, amendment, other_city, other_delegate):
    client.force_login(other_delegate)
    page = page_of(client, amendment)
    assert [page.count(f'name="stance" value="{s}"') for s in ("support", "reservation", "objection")] == [1, 1, 1]
    address = reverse("position", args=[amendment.round.number, amendment.number])
    fields = {"organisation": other_city.slug, "text": amendment.text_id, "stance": "support"}
    assert "Position of Velmora recorded." in client.post(address, fields, follow=True).content.decode()
    assert amendment.text.positions.get().stance == "support"


def test_an_officer_reads_who_may_speak_and_asks_the_delegate_to_join(client, amendment, other_city, stranger):
    client.force_login(stranger)
    assert "Only the delegate of Velmora, or the alternate while the delegate is away, can do this" in page_of(
        client, amendment
    )
    address = reverse("amendment_together", args=[amendment.round.number, amendment.number, "join"])
    page = client.post(address, {"organisation": other_city.slug}, follow=True).content.decode()
    assert "Your delegate is asked to co-sponsor the amendment for Velmora." in page


def test_nobody_speaks_for_a_member_of_others(client, amendment, city, other_delegate):
    client.force_login(other_delegate)
    address = reverse("position", args=[amendment.round.number, amendment.number])
    fields = {"organisation": city.slug, "text": amendment.text_id, "stance": "support"}
    assert client.post(address, fields).status_code == 404


def test_one_taken_back_within_the_hour_says_so_under_its_number(client, amendment, delegate):
    amendments.undo_confirmation(amendment=amendment, by=delegate)
    page = page_of(client, amendment)
    assert "undone within one hour" in page and "Withdrawn" in page


def test_a_withheld_name_is_not_said(client, amendment, city):
    city.name_withheld = True
    city.save()
    for page in (page_of(client, amendment), client.get(reverse(LIST)).content.decode()):
        assert "Tamanrit" not in page


# --- The table ------------------------------------------------------------------------------------------------------


def test_the_table_lists_what_is_public(client, amendment, round_, city, officer):
    factories.sent(round_, city, officer, "Other words.", place=6, title="Hidden")
    page = client.get(reverse(LIST)).content.decode()
    assert "More homes" in page and "Hidden" not in page and "1 amendment" in page


FILTERS = {
    "its round": ({"round": "1"}, True),
    "its state": ({"state": "under_review"}, True),
    "another state": ({"state": "withdrawn"}, False),
    "its article": ({"article": "I"}, True),
    "another article": ({"article": "II"}, False),
    "what nobody knows": ({"article": "XX", "state": "nonsense", "page": "x"}, True),
}


@pytest.mark.parametrize("query, is_shown", FILTERS.values(), ids=FILTERS.keys())
def test_filters_stand_in_the_address(query, is_shown, client, amendment):
    assert ("More homes" in client.get(reverse(LIST), query).content.decode()) == is_shown


def test_a_member_narrows_the_table(client, amendment, city, round_, other_city, other_delegate):
    factories.confirmed(round_, other_city, other_delegate, "Other.", title="From elsewhere")
    page = client.get(reverse(LIST), {"city": city.slug}).content.decode()
    assert "More homes" in page and "From elsewhere" not in page


def test_an_unreleased_decision_does_not_show_through_the_filter(client, amendment, moderator):
    decide(amendment, moderator)
    assert "More homes" not in client.get(reverse(LIST), {"state": "not_accepted"}).content.decode()
    assert "More homes" in client.get(reverse(LIST), {"state": "under_review"}).content.decode()


def test_the_table_asks_as_often_for_three_as_for_one(client, amendment, round_, city, delegate):
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse(LIST))
    for words in ("Other words.", "Still others."):
        factories.confirmed(round_, city, delegate, words)
    with CaptureQueriesContext(connection) as for_three:
        client.get(reverse(LIST))
    assert len(for_three) == len(for_one)


def test_the_page_asks_as_often_with_three_similar_ones_as_with_one(
    client, amendment, round_, other_city, other_delegate
):
    factories.confirmed(round_, other_city, other_delegate)
    page_of(client, amendment)
    with CaptureQueriesContext(connection) as for_one:
        page_of(client, amendment)
    for words in ("Other words.", "Still others."):
        factories.confirmed(round_, other_city, other_delegate, words)
    with CaptureQueriesContext(connection) as for_three:
        page_of(client, amendment)
    assert len(for_three) == len(for_one)


def test_the_page_asks_as_often_for_three_changes_as_for_one(client, round_, city, delegate, charter):
    places = [factories.provision(charter, place) for place in (5, 6, 8)]
    changes = [amendments.ChangeInput("replace", place, "Other words.") for place in places]
    with_one_change = factories.confirmed(round_, city, delegate, changes=changes[:1])
    with_three_changes = factories.confirmed(round_, city, delegate, changes=changes)
    page_of(client, with_one_change)
    counts = []
    for amendment in (with_one_change, with_three_changes):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, amendment)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_joined_reads_that_the_own_position_ended(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="reservation")
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    client.force_login(other_delegate)
    page = client.get(reverse("amendment", args=[round_.number, amendment.number])).content.decode()
    assert "The position (Reservation) ended on" in page
    assert "A co-sponsor does not take a position of its own" in page
    assert 'value="support"' not in page


def test_who_decides_finds_the_way_to_the_decision_on_the_public_page(
    client, amendment, moderator, delegate, settings
):
    settings.DEMONSTRATION, moderator.is_demonstration = True, True
    moderator.save()
    address = reverse("desk_decide", args=[1, 1])
    assert address not in page_of(client, amendment)
    client.force_login(delegate)
    assert address not in page_of(client, amendment)
    client.force_login(moderator)
    assert f'<a href="{address}">Decide on this amendment</a>' in page_of(client, amendment)
