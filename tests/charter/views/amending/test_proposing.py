"""Writing an amendment as an officer meets it: nothing typed is ever lost, nothing is done without being asked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charter.models import Amendment
from tests import factories

NEW = "The city keeps one third of new homes for people with low incomes."


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def url(provision):
    return reverse("propose", args=[provision.short])


def data(provision, city, *, text=NEW, kind="replace", act="check", **fields):
    return {
        "count": "1",
        "changes-0-short": provision.short,
        "changes-0-base": "en",
        "changes-0-kind": kind,
        "changes-0-text": text,
        "changes-0-new_kind": "subparagraph",
        "organisation": city.slug,
        "language": "en",
        "title": "More homes",
        "reason": "Families still leave the city.",
        "act": act,
        **fields,
    }


def test_the_box_holds_the_present_words(client, url, officer, round_):
    client.force_login(officer)
    page = client.get(url).content.decode()
    assert factories.WORDS["en"][5] in page
    assert "Propose an amendment to I.1.1" in page
    assert "You are drafting for <strong>Tamanrit</strong>" in page


def test_a_guest_is_sent_to_sign_in_and_a_person_without_a_mandate_is_told_who_may(client, url, round_):
    assert "/accounts/login/" in client.get(url).url
    client.force_login(factories.person())
    response = client.get(url)
    assert (response.status_code, "Only the team of a member or a partner" in response.content.decode()) == (403, True)


def test_see_what_changes_saves_a_draft_and_leads_to_its_check(client, url, provision, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(provision, city))
    draft = Amendment.objects.get()
    assert response.url == reverse("draft_check", args=[draft.key])
    assert (draft.state, draft.text.changes.get().html, draft.text.title.text) == ("draft", NEW, "More homes")
    page = client.get(response.url).content.decode()
    assert "fifth" in page and "third" in page and "Send to the delegate" in page


@pytest.mark.parametrize(("text", "is_unchanged"), [(None, True), (NEW, False)])
def test_a_saved_draft_without_a_change_is_reported_as_one(
    client, url, provision, officer, city, round_, text, is_unchanged
):
    client.force_login(officer)
    typed = data(provision, city, text=text or factories.WORDS["en"][5], act="save")
    page = client.post(url, typed, follow=True).content.decode()
    assert "Only your team can see the draft." in page
    assert ("The wording is unchanged." in page) is is_unchanged


def test_sent_twice_it_is_one_draft(client, url, provision, officer, city, round_):
    client.force_login(officer)
    first = client.post(url, data(provision, city, token="once"))
    second = client.post(url, data(provision, city, token="once"))
    assert (Amendment.objects.count(), second.url) == (1, first.url)


def test_what_is_wrong_stands_beside_its_field_with_the_text_kept(client, url, provision, officer, city, round_):
    client.force_login(officer)
    sent = data(provision, city, text=factories.WORDS["en"][5], reason="  ", source="Decision 114")
    response = client.post(url, sent, follow=True)
    response = client.get(response.request["PATH_INFO"] + "?check=1")
    page = response.content.decode()
    assert page.count("Changes of spacing do not count") == 2
    assert page.count("Give the reasons for the amendment") == 2
    assert 'value="Decision 114"' in page and "There is a problem" in page


def test_another_provision_is_added_without_script_and_nothing_is_stored(
    client, url, provision, officer, city, round_
):
    client.force_login(officer)
    page = client.post(url, data(provision, city, act="add", citation="I.1.2")).content.decode()
    assert factories.WORDS["en"][6] in page and NEW in page
    assert Amendment.objects.count() == 0


def test_a_citation_that_nobody_knows_is_said(client, url, provision, officer, city, round_):
    client.force_login(officer)
    page = client.post(url, data(provision, city, act="add", citation="XX.9")).content.decode()
    assert "The current text has no provision with this citation" in page and NEW in page


def test_a_provision_can_be_left_out_again_and_present_words_put_back(client, url, provision, officer, city, round_):
    client.force_login(officer)
    back = client.post(url, data(provision, city, act="present:0")).content.decode()
    assert factories.WORDS["en"][5] in back and NEW not in back
    left = client.post(url, data(provision, city, act="remove:0")).content.decode()
    assert "changes-0-text" not in left


def test_another_language_loads_its_words_into_a_box_that_nobody_typed_in(
    client, url, provision, officer, city, round_
):
    client.force_login(officer)
    untouched = data(provision, city, text=factories.WORDS["en"][5], act="load", language="fr")
    assert factories.WORDS["fr"][5] in client.post(url, untouched).content.decode()
    typed = client.post(url, data(provision, city, act="load", language="fr")).content.decode()
    assert NEW in typed and factories.WORDS["fr"][5] not in typed


def test_a_language_chosen_without_loading_its_words_saves_nothing_unseen(
    client, url, provision, officer, city, round_
):
    client.force_login(officer)
    page = client.post(url, data(provision, city, language="fr")).content.decode()
    assert "The language was changed." in page and NEW in page
    assert Amendment.objects.count() == 0


def test_who_belongs_to_two_members_chooses_and_nothing_is_chosen_before(
    client, url, provision, officer, other_city, round_
):
    from accounts.models import Mandate

    Mandate.objects.create(organisation=other_city, person=officer, kind="officer", since=timezone.now())
    client.force_login(officer)
    assert (
        "checked"
        not in client.get(url).content.decode().split("For which member do you write?")[1].split("</fieldset>")[0]
    )
    sent = data(provision, other_city)
    del sent["organisation"]
    response = client.post(url, sent)
    assert (response.status_code, Amendment.objects.count()) == (422, 0)
    page = response.content.decode()
    assert "Choose the member for which you write." in page and NEW in page
    client.post(url, data(provision, other_city))
    assert Amendment.objects.get().organisation == other_city


def test_a_new_provision_needs_words_of_its_own(client, url, provision, officer, city, round_):
    client.force_login(officer)
    sent = data(provision, city, kind="insert", text="Typed in the other field.")
    page = client.get(client.post(url, sent, follow=True).request["PATH_INFO"] + "?check=1").content.decode()
    assert "Enter the text of the new provision." in page


def test_a_move_is_said_by_citation(client, url, provision, officer, city, charter, round_):
    client.force_login(officer)
    client.post(url, data(provision, city, kind="move", **{"changes-0-after": "ii.1"}))
    change = Amendment.objects.get().text.changes.get()
    assert (change.kind, change.after) == ("move", factories.provision(charter, 8))
    unknown = client.post(url, data(provision, city, kind="move", **{"changes-0-after": "XX.9"}))
    assert (unknown.status_code, Amendment.objects.count()) == (422, 1)


def test_when_the_sign_in_has_ended_the_text_comes_back_and_nothing_is_done(client, url, provision, city, round_):
    response = client.post(url, data(provision, city))
    page = response.content.decode()
    assert (response.status_code, Amendment.objects.count()) == (403, 0)
    assert "You have been signed out." in page and NEW in page and "Families still leave the city." in page


def test_a_page_from_before_signing_in_again_is_shown_again_with_its_text(url, provision, officer, city, round_):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    page = client.post(url, data(provision, city)).content.decode()
    assert "Not saved yet." in page and NEW in page
    assert Amendment.objects.count() == 0


def test_when_the_round_has_closed_it_is_kept_as_a_draft(client, url, provision, officer, city, version):
    factories.deciding(version)
    client.force_login(officer)
    response = client.post(url, data(provision, city), follow=True)
    assert "The round has closed. Your text is kept as a draft." in response.content.decode()
    assert Amendment.objects.get().state == "draft"


def test_where_one_may_not_propose_the_page_says_why(client, url, officer, version):
    factories.deciding(version)
    client.force_login(officer)
    assert "The proposal period of the round is over" in client.get(url).content.decode()


def test_a_colleagues_save_is_not_overwritten_and_the_text_stays_on_the_page(client, provision, officer, city, round_):
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    sent = data(provision, city, revision=draft.revision - 1, text="Mine.", act="save")
    response = client.post(reverse("draft", args=[draft.key]), sent)
    page = response.content.decode()
    assert (response.status_code, "Your text is below and is not saved yet" in page, "Mine." in page) == (
        422,
        True,
        True,
    )
    assert f'name="revision" value="{draft.revision}"' in page


def test_a_draft_opened_after_the_text_moved_shows_its_old_words_too(client, provision, officer, city, round_):
    draft = factories.draft(round_, city, officer)
    moved = "The city keeps one fifth of new homes for people who earn little."
    factories.adopt(provision, moved, by=factories.holder("moderator"))
    client.force_login(officer)
    page = client.get(reverse("draft", args=[draft.key])).content.decode()
    assert moved.replace("fifth", "third") in page and "Your earlier text is kept here." in page


def test_a_draft_of_others_is_not_there(client, officer, stranger, city, round_):
    draft = factories.draft(round_, city, officer)
    client.force_login(stranger)
    for name in ("draft", "draft_check"):
        assert client.get(reverse(name, args=[draft.key])).status_code == 404


def test_similar_ones_are_shown_before_and_identical_ones_are_marked(
    client, url, provision, officer, city, other_city, other_delegate, round_
):
    other = factories.confirmed(round_, other_city, other_delegate)
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    assert "Support this amendment instead" in client.get(url).content.decode()
    page = client.get(reverse("draft_check", args=[draft.key])).content.decode()
    assert f"Amendment {other.number}" in page and "Identical text." in page


def test_the_same_number_of_queries_for_one_similar_amendment_and_for_three(
    client, url, officer, other_city, other_delegate, round_, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    factories.confirmed(round_, other_city, other_delegate)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for words in ("Two words.", "Three more words."):
        factories.confirmed(round_, other_city, other_delegate, words)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_characters_that_cannot_be_seen_are_taken_out_and_said(client, url, provision, officer, city, round_):
    client.force_login(officer)
    sent = data(provision, city, text=NEW.replace("third", "th\u200bird\u202e"), act="save")
    page = client.post(url, sent, follow=True).content.decode()
    assert "removed from your text: RIGHT-TO-LEFT OVERRIDE and ZERO WIDTH SPACE." in page
    assert Amendment.objects.get().text.changes.get().html == NEW


def test_a_delegate_who_drafts_reads_that_she_confirms(client, city, delegate, officer, round_):
    amendment = factories.draft(round_, city, delegate)
    address = reverse("draft_check", args=[amendment.key])
    client.force_login(delegate)
    assert "You confirm the amendment for Tamanrit. Deadline: " in client.get(address).content.decode()
    client.force_login(officer)
    page = client.get(address).content.decode()
    assert "You confirm" not in page and "reads the amendment and confirms it" in page
