"""Publishing, exceptions, corrigenda, rounds and compromises by their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter
from charter.actions import compromises, versions
from charter.models import Compromise, Publication, Round, SignedException, Version
from tests import factories
from tests.charter.views.conftest import THIRD


@pytest.fixture
def second(client, second_moderator, settings):
    settings.DEMONSTRATION = True
    second_moderator.is_demonstration = True
    second_moderator.save()
    return second_moderator


def test_two_people_publish(desk, charter, second):
    url = reverse("desk_publish")
    assert "Everything that is asked of a version is done." in desk.get(url).content.decode()
    desk.post(url, {"act": "propose", "status": "for_decision", "token": "t"})
    waiting = Publication.objects.get()
    own = desk.post(url, {"act": "agree", "publication": waiting.pk, "token": "u"})
    assert "A second person must agree to this." in own.content.decode()
    desk.force_login(second)
    answer = desk.post(url, {"act": "agree", "publication": waiting.pk, "token": "v"})
    assert answer.url == reverse("version", args=[1])
    assert charter.versions.get().statuses.get().status == "for_decision"


def test_what_stands_in_the_way_is_named(desk, charter, moderator):
    factories.adopt(factories.provision(charter, 4), "New words.", by=moderator)
    page = desk.get(reverse("desk_publish")).content.decode()
    assert "This version cannot go out yet." in page
    assert "(fr): Behind" in page
    answer = desk.post(reverse("desk_publish"), {"act": "propose", "status": "draft", "token": "t"})
    assert answer.status_code == 422
    assert Publication.objects.count() == 0


def test_adopting_needs_a_body_and_a_day(desk, charter):
    answer = desk.post(reverse("desk_publish"), {"act": "propose", "status": "adopted", "token": "t"})
    assert "Say which body adopted the version" in answer.content.decode()


def test_an_undecided_amendment_can_be_carried_over(desk, round_, city, officer, homes):
    asked = factories.under_review(round_, city, officer, homes, THIRD)
    said = {"act": "propose", "status": "draft", "token": "t"}
    assert desk.post(reverse("desk_publish"), said).status_code == 422
    desk.post(reverse("desk_publish"), {**said, "carried_over": [asked.pk]})
    assert Publication.objects.get(version=None).carried_over == [asked.pk]


VERSIONED = {
    "charter": [],
    "versions": [],
    "version": [1],
    "article": [1, "I"],
    "article_origins": [1, "I"],
    "change_log": [1],
    "version_package": [1],
    "verify": [1],
    "api_versions": [],
    "api_version": [1],
    "api_provisions": [],
}


@pytest.mark.parametrize("name", VERSIONED)
def test_no_address_of_a_version_changes_it(desk, version, name):
    before = [list(version.manifest.values()), Version.objects.values().get()]
    url, said = reverse(name, args=VERSIONED[name]), {"digest": "other", "citation": "other", "html": "Other."}
    for method in (desk.post, desk.put, desk.patch, desk.delete):
        method(url, said, content_type="application/json")
    desk.post(url, said)
    assert [list(version.manifest.values()), Version.objects.values().get()] == before


def test_an_exception_is_signed(desk, charter, moderator):
    place = factories.provision(charter, 4)
    factories.adopt(place, "New words.", by=moderator)
    url = reverse("desk_exception", args=["fr", place.short])
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert desk.post(url, {"token": "t", "until": until}).status_code == 422
    desk.post(url, {"token": "t", "until": until, "reason": "No editor."})
    assert SignedException.objects.get().reason.text == "No editor."


def test_a_corrigendum_is_signed_by_two(desk, version, charter, second):
    place = factories.provision(charter, 4)
    start = desk.get(reverse("desk_corrigendum_start"), {"at": "i.1", "language": "en"})
    assert start.status_code == 302
    url = reverse("desk_corrigendum", args=[1, "en", place.short])
    right = "Everyone has a right to a home that is safe and that can be kept."
    desk.post(url, {"words": right, "reason": "An article.", "short": place.short, "language": "en", "token": "t"})
    page = desk.get(reverse("desk_corrigenda")).content.decode()
    assert "A second person must sign." in page
    desk.force_login(second)
    proposed = version.proposed_corrigenda.get()
    desk.post(reverse("desk_corrigenda"), {"act": "sign", "proposed": proposed.pk, "token": "u"})
    assert version.corrigenda.get().wording.text == right


def test_a_round_is_opened_moved_and_closed(desk, version):
    url = reverse("desk_rounds")
    days = {
        name: f"2030-0{n}-01T23:59"
        for n, name in enumerate(("opens_at", "proposals_until", "confirm_until", "support_until"), 1)
    }
    said = {
        "title_en": "First round",
        "body_en": "the assembly",
        "zone": "Europe/Madrid",
        "zone_name": "Barcelona",
        **days,
    }
    said |= {"who_proposes": "any", "who_is_counted": "any", "token": "t"}
    answer = desk.post(url, said)
    assert answer.status_code == 302, answer.content.decode()
    round_ = Round.objects.get()
    assert round_.opens_at.isoformat() == "2030-01-01T22:59:00+00:00"
    desk.post(url, {"act": "extend", "support_until": "2030-05-01T23:59", "note_en": "Holidays.", "token": "u"})
    round_.refresh_from_db()
    assert round_.support_until.astimezone(round_.tz).month == 5
    closing = desk.post(url, {"act": "close", "token": "v"})
    assert "The time for support has not ended yet." in closing.content.decode()


def test_a_compromise_is_put_answered_and_closed(desk, client, round_, city, delegate, officer, homes, moderator):
    asked = factories.under_review(round_, city, officer, homes, THIRD)
    url = reverse("desk_compromise", args=[homes.short])
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    said = {"words": THIRD.replace("third", "quarter"), "answer_by": day, "amendments": [asked.pk], "token": "t"}
    assert "Give the reason in at least one language." in desk.post(url, said).content.decode()
    desk.post(url, {**said, "reason_en": "Between."})
    put = Compromise.objects.get()
    link = Letter.objects.get(kind="compromise", to=delegate).link
    desk.force_login(delegate)
    assert "Yes, with a word" in desk.get(link).content.decode()
    assert desk.post(link, {"act": "yes_with_a_word", "token": "u"}).status_code == 422
    desk.post(link, {"act": "yes", "token": "u"})
    assert put.assents.get().answer == "yes"
    desk.force_login(moderator)
    page = desk.get(reverse("desk_compromise_answers", args=[put.pk])).content.decode()
    assert "<strong>Yes</strong>" in page
    desk.post(reverse("desk_compromise_answers", args=[put.pk]), {"act": "agreed", "token": "v"})
    put.refresh_from_db()
    assert put.agreed is True


def test_a_member_that_was_not_asked_does_not_find_the_compromise(
    client,
    round_,
    city,
    officer,
    homes,
    moderator,
    other_delegate,
):
    put = compromises.put(
        round_=round_,
        amendments=[factories.under_review(round_, city, officer, homes, THIRD)],
        provision=homes,
        language="en",
        html="Three tenths.",
        reason={"en": "Between."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=5),
    )
    client.force_login(other_delegate)
    assert client.get(reverse("compromise_answer", args=[put.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["desk", "desk_compromises", "desk_merges", "desk_publish", "desk_corrigenda", "desk_rounds"]
)
def test_rooms_of_the_desk_are_hidden_from_members(client, round_, delegate, name):
    client.force_login(delegate)
    assert client.get(reverse(name)).status_code == 404


def test_a_body_member_cannot_publish(client, charter, moderator):
    versions.propose(charter=charter, by=moderator)
    client.force_login(factories.holder("body_member"))
    assert client.get(reverse("desk_publish")).status_code == 200
    answer = client.post(reverse("desk_publish"), {"act": "propose", "status": "draft", "token": "t"})
    assert answer.status_code == 404
