"""The desk: who sees it, what stands on it, and that its questions do not grow with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.deciding import decisions
from charter.actions.secretariat import handling
from charter.states import AmendmentState
from tests import factories
from tests.charter.views.conftest import THIRD


def test_the_queue_says_what_changes_and_what_clashes(desk, asked):
    page = desk.get(reverse("desk")).content.decode()
    assert "Amendments: 2. Decided: 0. To decide: 2." in page
    assert "conflicts with 2" in page
    assert "third" in page


def test_the_figures_of_the_queue_add_up_with_withdrawn_amendments(desk, asked):
    type(asked[1]).objects.filter(pk=asked[1].pk).update(state=AmendmentState.WITHDRAWN)
    page = desk.get(reverse("desk")).content.decode()
    assert "Amendments: 2. Decided: 0. To decide: 1. Withdrawn: 1." in page


def test_only_the_secretariat_and_the_body_see_the_desk(client, asked, officer):
    client.force_login(officer)
    for name, args in (("desk", []), ("desk_provision", [asked[0].text.changes.get().provision.short])):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_member_of_the_body_reads_and_cannot_decide(client, asked):
    client.force_login(factories.holder("body_member"))
    url = reverse("desk_decide", args=[1, 1])
    assert client.get(url).status_code == 200
    assert client.post(url, {"outcome": "accepted", "reason_en": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?state=decided", False),
        ("?article=I", True),
        ("?article=II", False),
        ("?words=third", True),
        ("?language=fr", False),
    ],
)
def test_filters_stand_in_the_address(desk, asked, query, shown):
    assert (
        "third</ins>"
        in desk.get(reverse("desk") + query).content.decode().replace('<span class="vh" lang="en">]</span>', "")
    ) is shown


def test_the_number_of_queries_does_not_grow(
    desk, asked, round_, charter, city, officer, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, args in (("desk", []), ("desk_provision", [asked[0].text.changes.get().provision.short])):
        url = reverse(name, args=args)
        desk.get(url)
        with CaptureQueriesContext(connection) as before:
            desk.get(url)
        for place in (4, 5, 6):
            factories.under_review(round_, city, officer, factories.provision(charter, place), "Quite other words.")
        with django_assert_num_queries(len(before)):
            desk.get(url)


def test_the_page_of_a_provision_reads_the_state_of_all_languages_at_once(
    desk, asked, homes, django_assert_max_num_queries
):
    assert homes.charter.languages.count() == 3
    url = reverse("desk_provision", args=[homes.short])
    desk.get(url)
    with django_assert_max_num_queries(45):
        desk.get(url)


def test_a_provision_shows_where_wordings_meet(desk, asked, homes):
    page = desk.get(reverse("desk_provision", args=[homes.short])).content.decode()
    assert "I.1.2: 2 amendments" in page or "2 amendments" in page
    assert "2 conflicting wordings" in page
    assert "Conflicts with 2" in page


def test_an_empty_desk_says_what_will_stand_there(desk, charter):
    assert "Amendments to decide: none" in desk.get(reverse("desk")).content.decode()


def test_deciding_needs_a_reason_and_keeps_what_was_typed(desk, asked):
    url = reverse("desk_decide", args=[1, 1])
    answer = desk.post(url, {"outcome": "accepted_with_changes", "token": "t", "reason_fr": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the reason in at least one language." in page
    assert "Change the text here" in page
    assert 'value="accepted_with_changes"' in page
    asked[0].refresh_from_db()
    assert asked[0].state == AmendmentState.UNDER_REVIEW


def test_a_decision_is_made_and_opens_the_next(desk, asked, homes):
    url = reverse("desk_decide", args=[1, 1])
    answer = desk.post(url, {"outcome": "accepted", "reason_en": "Clear.", "token": "t", "next": "1"})
    asked[0].refresh_from_db()
    assert answer.url == reverse("desk_decide", args=[1, 2])
    assert asked[0].state == AmendmentState.DECIDED


def test_a_decision_sent_twice_is_made_once(desk, asked, homes):
    url = reverse("desk_decide", args=[1, 1])
    fields = {"outcome": "accepted", "reason_en": "Clear.", "token": "t"}
    answers = [desk.post(url, fields) for _ in range(2)]
    assert [answer.url for answer in answers] == [reverse("desk_provision", args=[homes.short])] * 2
    assert asked[0].decisions.count() == 1


def test_words_of_the_secretariat_keep_the_formats_and_take_no_markup(desk, asked):
    url = reverse("desk_decide", args=[1, 1])
    typed = "The city keeps <b>one third</b> of new homes for people with low incomes."
    change = asked[0].text.changes.get()
    desk.post(url, {"outcome": "accepted_with_changes", "reason_en": "x", f"words_{change.pk}": typed, "token": "t"})
    html = asked[0].decisions.get().words.get().html
    assert "&lt;b&gt;one" in html


def test_identical_ones_are_decided_together(desk, round_, asked, homes, officer):
    third = factories.under_review(round_, factories.organisation("Third"), officer, homes, THIRD)
    page = desk.get(reverse("desk_provision", args=[homes.short])).content.decode()
    assert "Decide 1 and 3" in page
    assert "2 amendments, identical text" in desk.get(reverse("desk")).content.decode()
    fields = {"outcome": "accepted", "reason_en": "Clear.", "token": "t", "together": [third.pk]}
    desk.post(reverse("desk_decide", args=[1, 1]), fields)
    states = [type(third).objects.get(number=number).state for number in (1, 2, 3)]
    assert states == [AmendmentState.DECIDED, AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED]


@pytest.mark.parametrize("other", ["of other words", "nobody's", "no number"])
def test_with_one_that_is_not_identical_none_is_decided(desk, round_, asked, homes, officer, other):
    third = factories.under_review(round_, factories.organisation("Third"), officer, homes, THIRD)
    foreign = {"of other words": asked[1].pk, "nobody's": 999_999, "no number": "1; DROP"}[other]
    fields = {"outcome": "accepted", "reason_en": "Clear.", "token": "t", "together": [third.pk, foreign]}
    answer = desk.post(reverse("desk_decide", args=[1, 1]), fields)
    assert (answer.status_code, "Nothing was changed." in answer.content.decode()) == (422, True)
    assert set(type(third).objects.values_list("state", flat=True)) == {AmendmentState.UNDER_REVIEW}


def test_the_page_of_one_offers_its_decision_for_identical_ones(desk, round_, asked, homes, officer):
    third = factories.under_review(round_, factories.organisation("Karasu"), officer, homes, THIRD)
    page = desk.get(reverse("desk_decide", args=[1, 1])).content.decode()
    assert f'type="checkbox" name="together" value="{third.pk}"' in page
    assert f'value="{asked[1].pk}"' not in page
    fields = {"outcome": "accepted", "reason_en": "Clear.", "token": "t", "together": [third.pk]}
    desk.post(reverse("desk_decide", args=[1, 1]), fields)
    third.refresh_from_db()
    assert third.state == AmendmentState.DECIDED


def test_keys_go_through_the_queue_and_can_be_switched_off(desk, asked):
    page = desk.get(reverse("desk")).content.decode()
    assert page.count("<tr data-keys-row>") == page.count('data-key="a"') > 0
    assert "Turn off keyboard shortcuts" in page and "js/keys.js" in page


def test_the_whole_queue_fits_on_one_page(desk, asked, monkeypatch):
    monkeypatch.setattr("charter.views.secretariat.queue.ROWS_ON_A_PAGE", 1)
    page = desk.get(reverse("desk")).content.decode()
    assert (page.count("<tr data-keys-row>"), "Show all on one page" in page) == (1, True)
    page = desk.get(reverse("desk"), {"show": "whole"}).content.decode()
    assert (page.count("<tr data-keys-row>"), "Show 20 on a page" in page) == (2, True)


def test_one_sentence_says_whether_the_work_will_be_done(desk, asked, moderator):
    page = desk.get(reverse("desk")).content.decode()
    assert "2 amendments are pending. No amendment was decided in the last seven days." in page
    decisions.decide_amendment(amendment=asked[0], by=moderator, outcome="accepted", reason={"en": "Clear."})
    handling.assign_amendment(
        amendment=asked[1], to=None, due_on=timezone.localdate() - timedelta(days=1), by=moderator
    )
    page = desk.get(reverse("desk")).content.decode()
    assert (
        "1 amendment is pending. At the recent rate of 1 decisions a day, the decisions need 1 more day. "
        "To finish by the last due date," in page
    )
    handling.assign_amendment(
        amendment=asked[1], to=None, due_on=timezone.localdate() + timedelta(days=1), by=moderator
    )
    assert "The decisions will be finished by the last due date" in desk.get(reverse("desk")).content.decode()
    decisions.decide_amendment(amendment=asked[1], by=moderator, outcome="not_accepted", reason={"en": "No."})
    assert "All amendments are decided." in desk.get(reverse("desk")).content.decode()


def test_all_keys_are_listed(desk, asked):
    page = desk.get(reverse("desk")).content.decode()
    assert page.count('data-key="?"') == 1
    assert page.count('data-key="x"') == page.count('data-key="o d"') == 2


@pytest.mark.parametrize("page", ["desk_decide", "desk_provision"])
def test_the_current_text_in_the_readers_language_is_beside_an_amendment_in_another(
    desk, round_, city, officer, homes, page
):
    factories.under_review(round_, city, officer, homes, "La ville réserve un tiers.", language="fr")
    html = desk.get(reverse(page, args=[1, 1] if page == "desk_decide" else [homes.short])).content.decode()
    assert "Current text in your language" in html
    assert "The city keeps one fifth of new homes" in html


def test_an_amendment_without_a_title_is_named_by_its_number(desk, asked):
    text = asked[0].text
    text.title = None
    text.save(update_fields=["title"])
    html = desk.get(reverse("desk_decide", args=[1, 1])).content.decode()
    assert "<h1>Amendment 1 </h1>" in " ".join(html.split())
