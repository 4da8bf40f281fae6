"""The public table shows released decisions alone; releasing and correcting by the page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Letter
from charter.exports.decisions import DecisionTable
from charter.models import Adoption, Reply
from tests import factories
from tests.charter.views.conftest import THIRD


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def asked(deciding, homes, city, officer):
    return factories.under_review(deciding, city, officer, homes, THIRD)


def test_what_is_not_released_is_not_in_the_table(client, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    page = client.get(reverse("decisions")).content.decode()
    assert "No decisions are public yet." in page
    assert "It is clear." not in page


def test_the_table_says_what_was_asked_and_why_it_was_decided_so(client, asked, moderator):
    factories.accepted(asked, moderator)
    page = client.get(reverse("decisions")).content.decode()
    assert "Amendments: 1. Decisions: 1." in page
    assert "“It is clear.”" in page
    assert "no text" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("?decision=not_accepted", False),
        ("?article=I", True),
        ("?article=II", False),
        ("?city=nobody", True),
    ],
)
def test_filters_stand_in_the_address(client, asked, moderator, query, shown):
    factories.accepted(asked, moderator)
    assert ("It is clear." in client.get(reverse("decisions") + query).content.decode()) is shown


def test_what_changed_without_an_amendment_stands_in_a_second_part(client, charter, moderator):
    adoption = {"provision": factories.provision(charter, 4), "language": "en", "by": moderator}
    from django.utils import timezone

    from accounts.models import create_localized_text

    Adoption.objects.create(
        at=timezone.now(), reason=create_localized_text("A comma was wrong.", "en"), scope="one", **adoption
    )
    page = client.get(reverse("decisions")).content.decode()
    assert "A comma was wrong." in page
    assert "only this language" in page


def test_the_table_asks_the_same_for_one_and_for_three(client, asked, deciding, charter, officer, moderator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("decisions"))
        return len(queries)

    factories.accepted(asked, moderator)
    count()
    before = count()
    for place in (1, 4, 8):
        more = factories.under_review(
            deciding, factories.organisation(), officer, factories.provision(charter, place), "Words."
        )
        factories.accepted(more, moderator)
    assert count() == before


def test_the_release_page_shows_what_would_be_public_and_releases_it(desk, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    url = reverse("desk_release", args=[asked.round.number])
    assert "1 decision is ready to be published." in desk.get(url).content.decode()
    assert desk.post(url, {"act": "now", "body": "The assembly", "token": "t"}).status_code == 422
    endorsed = {"body": "The assembly", "endorsed_on": "2026-11-01", "minutes": "Item 3"}
    desk.post(url, {"act": "now", **endorsed, "token": "t2"})
    assert "Decisions published before" in desk.get(url).content.decode()
    page = desk.get(reverse("decisions")).content.decode()
    assert "It is clear." in page
    assert "Endorsed by The assembly on 1 November 2026. Minutes: Item 3." in page


def test_each_language_names_the_body_that_endorsed_the_decisions(desk, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    url = reverse("desk_release", args=[asked.round.number])
    endorsed = {"body": "The assembly", "body_fr": "l’assemblée", "endorsed_on": "2026-11-02", "minutes": "3"}
    desk.post(url, {"act": "now", **endorsed, "token": "t"})
    french, spanish = (desk.get(f"/{code}{reverse('decisions')[3:]}").content.decode() for code in ("fr", "es"))
    assert "l’assemblée" in french and "The assembly" not in french
    assert '<bdi lang="en" dir="ltr">The assembly</bdi>' in spanish
    with override("fr"):
        assert "l’assemblée" in DecisionTable(asked.round.charter, asked.round, "fr").page()


def test_the_release_page_sets_an_hour_and_drops_it(desk, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    url = reverse("desk_release", args=[asked.round.number])
    assert desk.post(url, {"act": "plan", "token": "a"}).status_code == 422
    desk.post(url, {"act": "plan", "day": "2099-01-01", "hour": "09:00", "token": "b"})
    assert "The decisions will be published automatically on 1 January 2099, 09:00" in desk.get(url).content.decode()
    for token in "cd":
        desk.post(url, {"act": "drop", "token": token})
    assert "The decisions will be published automatically on" not in desk.get(url).content.decode()
    assert "No decisions are public yet." in desk.get(reverse("decisions")).content.decode()


def test_the_enter_key_in_the_hour_releases_nothing(desk, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    url = reverse("desk_release", args=[asked.round.number])
    assert desk.post(url, {"act": "now", "hour": "09:00", "token": "a"}).status_code == 422
    assert desk.post(url, {"token": "b"}).status_code == 422
    assert "No decisions are public yet." in desk.get(reverse("decisions")).content.decode()


def test_a_member_of_the_body_returns_a_decision_by_its_page(client, desk, asked, moderator):
    factories.accepted(asked, moderator, release=False)
    url = reverse("desk_decide", args=[asked.round.number, asked.number])
    assert "Return this decision" not in desk.get(url).content.decode()
    client.force_login(factories.holder("body_member"))
    assert "Return this decision" in client.get(url).content.decode()
    assert client.post(url, {"send_back": "1", "token": "a"}).status_code == 422
    client.post(url, {"send_back": "1", "word": "Whose third?", "token": "b"})
    client.force_login(moderator)
    page = client.get(reverse("desk_release", args=[asked.round.number])).content.decode()
    assert "Returned by the endorsing body" in page and "Whose third?" in page
    assert "No decisions are ready to be published. Decide on amendments first." in page
    assert f'href="{reverse("desk")}">Amendments to decide</a>' in page


def test_the_delegate_replies_by_a_page_of_its_own(client, asked, moderator, delegate, officer):
    factories.accepted(asked, moderator)
    url = reverse("decision_reply", args=[asked.round.number, asked.number])
    client.force_login(officer)
    assert client.get(url).status_code == 403
    client.force_login(delegate)
    assert url in client.get(reverse("amendment", args=[asked.round.number, asked.number])).content.decode()
    client.post(url, {"text": "We thank you.", "token": "t"})
    assert "We thank you." in client.get(reverse("decisions")).content.decode()


def test_a_reply_is_taken_out_of_sight_by_a_moderator_alone(client, desk, asked, moderator, delegate):
    factories.accepted(asked, moderator)
    client.force_login(delegate)
    client.post(reverse("decision_reply", args=[asked.round.number, asked.number]), {"text": "Ours.", "token": "t"})
    url = reverse("desk_reply_remove", args=[Reply.objects.get().pk])
    assert client.post(url, {"because": "x", "token": "u"}).status_code == 404
    client.force_login(moderator)
    client.post(url, {"because": "It names a person.", "token": "v"})
    page = client.get(reverse("amendment", args=[asked.round.number, asked.number])).content.decode()
    assert "The reply was removed: It names a person." in page and "Ours." not in page


def test_while_support_lasts_the_button_says_why_not(desk, round_, city, officer, homes, moderator):
    factories.accepted(factories.under_review(round_, city, officer, homes, THIRD), moderator, release=False)
    page = desk.get(reverse("desk_release", args=[round_.number])).content.decode()
    assert "The secretariat can publish decisions only after the support period has ended." in page
    assert 'aria-disabled="true"' in page


def test_a_public_decision_is_corrected_with_a_note(desk, client, asked, delegate, moderator):
    factories.accepted(asked, moderator, outcome="not_accepted")
    url = reverse("desk_decide", args=[asked.round.number, asked.number])
    assert "Correct this decision" in desk.get(url).content.decode()
    fields = {"outcome": "accepted", "reason_en": "Counted again.", "token": "t"}
    assert desk.post(url, fields).status_code == 422
    desk.post(url, {**fields, "note": "A vote was left out."})
    page = desk.get(reverse("decisions")).content.decode()
    assert "Counted again." in page
    assert "Corrected: A vote was left out." in page
    history = client.get(reverse("amendment", args=[asked.round.number, asked.number])).content.decode()
    for told in ("Decision changed: Accepted, before: Not accepted", "A vote was left out.", "Counted again."):
        assert told in history
    body = Letter.objects.filter(kind="decisions").latest("pk").body
    assert f"{asked}: Accepted, before: Not accepted. A vote was left out. Counted again." in body


@pytest.mark.parametrize("folded", ["reason_fr", "reason_es"])
def test_a_reason_in_another_language_that_comes_back_is_in_sight(desk, asked, folded):
    url = reverse("desk_decide", args=[asked.round.number, asked.number])
    fields = {"outcome": "accepted", "reason_en": "It is clear.", folded: "x" * 100_001, "token": "t"}
    answer = desk.post(url, fields)
    page = answer.content.decode()
    assert (answer.status_code, f'href="#id_{folded}"' in page) == (422, True)
    assert '<details class="field" open><summary>The reason in other languages' in page
    assert '<details class="field"><summary>The reason in other languages' in desk.get(url).content.decode()
