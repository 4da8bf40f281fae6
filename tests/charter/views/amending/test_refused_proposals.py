"""What is typed and cannot be proposed: it is refused with its reason, and stays where it was typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.models import Amendment
from tests import factories
from tests.charter.views.amending.test_proposing import NEW, data

PRESENT = factories.WORDS["en"][5]
NEVER_SENT = {
    "too long": ("word " * 4001, "longer than 20,000 characters"),
    "only spaces": (PRESENT.replace("one fifth", "one\u00a0fifth"), "Only spaces have changed"),
    "nothing": (" \n ", "To remove the provision, choose"),
}


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def url(provision):
    return reverse("propose", args=[provision.short])


@pytest.fixture
def sent(client, url, provision, officer, city, round_):
    """Types, sends, and reads the sheet again with what is said of it."""
    client.force_login(officer)

    def send(before=lambda: None, **typed):
        client.get(url)
        before()
        client.post(url, data(provision, city, **typed))
        draft = Amendment.objects.get()
        client.post(reverse("amendment_act", args=[draft.key, "send"]), {"token": "s"})
        page = client.get(reverse("draft", args=[draft.key]) + "?check=1").content.decode()
        return Amendment.objects.get().state, " ".join(page.split())

    return send


def test_what_may_be_sent_is_sent(sent):
    assert sent()[0] == "sent"


@pytest.mark.parametrize("text, said", NEVER_SENT.values(), ids=NEVER_SENT)
def test_words_that_cannot_be_sent_stay_in_their_box(sent, text, said):
    state, page = sent(text=text)
    assert (state, said in page, " ".join(text.split()) in page) == ("draft", True, True)


def test_without_a_reason_the_words_stay_in_their_box(sent):
    state, page = sent(reason=" \n ")
    assert (state, "Give the reasons for the amendment" in page, NEW in page) == ("draft", True, True)


def test_a_provision_that_left_meanwhile_is_said_with_its_version_and_the_way_to_the_present_words(
    sent, client, charter
):
    state, page = sent(before=lambda: factories.without(charter, 5))
    way = reverse("article", args=["working", "I"])
    assert (state, "The last version with this provision is version 1." in page, NEW in page) == ("draft", True, True)
    assert f'<a href="{way}">Start again from the current text</a>' in page
    present = client.get(way).content.decode()
    assert factories.WORDS["en"][6] in present and PRESENT not in present


def test_where_its_whole_article_left_the_way_leads_to_the_text(sent, charter):
    _state, page = sent(before=lambda: [factories.without(charter, 2) for _block in range(5)])
    assert f'<a href="{reverse("version", args=["working"])}">Start again from the current text</a>' in page


def test_words_are_never_filed_for_a_member_of_others(client, url, provision, officer, city, other_city, round_):
    client.force_login(officer)
    response = client.post(url, data(provision, city, organisation=other_city.slug))
    page = response.content.decode()
    assert (response.status_code, Amendment.objects.count()) == (422, 0)
    assert "Check for whom you write, then send the form again" in page and NEW in page
    assert f'name="organisation" value="{city.slug}"' in page and other_city.slug not in page


def test_a_form_with_the_key_of_a_draft_of_others_changes_nothing(
    client, provision, officer, stranger, city, other_city, round_
):
    draft = factories.draft(round_, city, officer, "The city keeps half.")
    client.force_login(stranger)
    for act in ("save", "check"):
        answer = client.post(reverse("draft", args=[draft.key]), data(provision, other_city, act=act))
        assert answer.status_code == 404
    assert [change.html for change in Amendment.objects.get().text.changes.all()] == ["The city keeps half."]
