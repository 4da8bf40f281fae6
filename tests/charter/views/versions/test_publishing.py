"""Publishing, exceptions, corrigenda, rounds and compromises by their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter
from charter.actions.deciding import compromises
from charter.actions.versions import versions
from charter.models import Charter, Compromise, Publication, Round, SignedException, Version
from tests import factories
from tests.charter.views.conftest import THIRD
from tests.site.attacking import page_of
from tests.site.descriptions import untied


@pytest.fixture
def second(client, second_moderator, settings):
    settings.DEMONSTRATION = True
    second_moderator.is_demonstration = True
    second_moderator.save()
    return second_moderator


def test_two_people_publish(desk, charter, second):
    url = reverse("desk_publish")
    assert "All conditions for publishing this version are met." in desk.get(url).content.decode()
    desk.post(url, {"act": "propose", "status": "for_decision", "token": "t"})
    waiting = Publication.objects.get()
    own = desk.post(url, {"act": "agree", "publication": waiting.pk, "token": "u"})
    assert "A second person must approve it" in own.content.decode()
    desk.force_login(second)
    answer = desk.post(url, {"act": "agree", "publication": waiting.pk, "token": "v"})
    assert answer.url == reverse("version", args=[1])
    assert charter.versions.get().statuses.get().status == "for_decision"


def test_the_page_states_what_becomes_of_the_round(desk, version, city, officer, homes):
    round_ = factories.deciding(version)
    page = desk.get(reverse("desk_publish")).content.decode()
    assert "The publication closes round 1." in page
    amendment = factories.under_review(round_, city, officer, homes, THIRD)
    fields = {"act": "propose", "status": "draft", "token": "t", "carried_over": [amendment.pk]}
    desk.post(reverse("desk_publish"), fields)
    page = desk.get(reverse("desk_publish")).content.decode()
    assert "Round 1 stays open after the publication because amendment 1 has no final outcome." in page


@pytest.mark.parametrize("is_settled", [True, False])
def test_after_a_publication_all_pages_state_the_same_of_the_round(
    is_settled, desk, version, city, officer, delegate, homes, moderator
):
    amendment = factories.under_review(factories.deciding(version), city, officer, homes, THIRD)
    if is_settled:
        factories.accepted(amendment, moderator, outcome="not_accepted")
    left = [] if is_settled else [amendment.pk]
    publication = versions.propose_version(charter=version.charter, by=moderator, carried_over=left)
    versions.publish_version(publication=publication, by=factories.holder("moderator"))
    stays_open = "Version 2 is published. The round stays open because amendment 1 has no final outcome."
    sentence = "Every amendment of this round has an outcome." if is_settled else stays_open
    for name, *args in (("rounds",), ("round", 1)):
        assert sentence in desk.get(reverse(name, args=args)).content.decode(), name
    secretariat = desk.get(reverse("desk_rounds")).content.decode()
    assert ("Closed rounds" if is_settled else stays_open) in secretariat
    assert ("The round concerns version 1." in secretariat) is not is_settled
    room = Client()
    room.force_login(delegate)
    own = "No round is open now." if is_settled else stays_open
    assert own in room.get(reverse("city")).content.decode()


def test_what_stands_in_the_way_is_named(desk, charter, moderator):
    factories.adopt(factories.provision(charter, 4), "New words.", by=moderator)
    page = desk.get(reverse("desk_publish")).content.decode()
    assert "This version cannot be published yet" in page
    assert "(fr): Out of date" in page
    answer = desk.post(reverse("desk_publish"), {"act": "propose", "status": "draft", "token": "t"})
    assert answer.status_code == 422
    assert Publication.objects.count() == 0


ADOPTED = {"act": "propose", "status": "adopted", "on": "2026-05-02", "token": "a"}


def test_the_body_has_a_name_in_each_language(desk, charter):
    page = desk.get(reverse("desk_publish")).content.decode()
    assert 'name="body_fr"' in page and "Adopted by, French" in page
    names = {"en": "the assembly", "fr": "l’assemblée"}
    desk.post(reverse("desk_publish"), {**ADOPTED, "body": names["en"], "body_fr": names["fr"]})
    waiting = Publication.objects.get()
    assert (waiting.body, waiting.body_names) == (names["en"], names)


def test_a_name_of_the_body_in_another_language_alone_is_enough(desk, charter):
    desk.post(reverse("desk_publish"), {**ADOPTED, "body_fr": "l’assemblée"})
    waiting = Publication.objects.get()
    assert (waiting.body, waiting.body_names) == ("l’assemblée", {"fr": "l’assemblée"})


def test_adopting_needs_a_body_and_a_day(desk, charter):
    answer = desk.post(reverse("desk_publish"), {"act": "propose", "status": "adopted", "token": "t"})
    assert "Enter the body that adopted the version, and the date" in answer.content.decode()


def test_an_undecided_amendment_can_be_carried_over(desk, round_, city, officer, homes):
    amendment = factories.under_review(round_, city, officer, homes, THIRD)
    fields = {"act": "propose", "status": "draft", "token": "t"}
    assert desk.post(reverse("desk_publish"), fields).status_code == 422
    desk.post(reverse("desk_publish"), {**fields, "carried_over": [amendment.pk]})
    assert Publication.objects.get(version=None).carried_over == [amendment.pk]


VERSIONED = {
    "charter": [],
    "versions": [],
    "version": [1],
    "article": [1, "I"],
    "article_notes": [1, "I"],
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
    url, fields = reverse(name, args=VERSIONED[name]), {"digest": "other", "citation": "other", "html": "Other."}
    for method in (desk.post, desk.put, desk.patch, desk.delete):
        method(url, fields, content_type="application/json")
    desk.post(url, fields)
    assert [list(version.manifest.values()), Version.objects.values().get()] == before


def test_an_exception_is_signed(desk, charter, moderator):
    place = factories.provision(charter, 4)
    factories.adopt(place, "New words.", by=moderator)
    url = reverse("desk_exception", args=["fr", place.short])
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert desk.post(url, {"token": "t", "until": until}).status_code == 422
    desk.post(url, {"token": "t", "until": until, "reason": "No editor."})
    assert SignedException.objects.get().reason.text == "No editor."


def test_an_exception_is_ended_on_its_page(desk, charter, moderator):
    place = factories.provision(charter, 4)
    factories.adopt(place, "New words.", by=moderator)
    url, end = (reverse(name, args=["fr", place.short]) for name in ("desk_exception", "desk_exception_end"))
    assert end not in desk.get(url).content.decode()
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    desk.post(url, {"token": "t", "until": until, "reason": "No editor."})
    assert end in desk.get(url).content.decode()
    answer = desk.post(end, {"token": "u"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk_publish")
    assert "The exception has ended" in answer.content.decode()
    assert SignedException.objects.get().ended is not None
    again = desk.post(end, {"token": "v"}, follow=True)
    assert again.redirect_chain[-1][0] == url
    assert "The exception has already ended." in again.content.decode()


def test_a_citation_that_was_not_printed_is_given_back_with_its_error(desk, version):
    answer = desk.get(reverse("desk_corrigendum_start"), {"at": "XX.9", "language": "en"}, follow=True)
    page = page_of(answer)
    citation = page.xpath("//*[@id='at']")[0]
    assert (list(untied(page)), citation.get("aria-invalid"), citation.value) == ([], "true", "XX.9")


def test_a_corrigendum_is_signed_by_two(desk, version, charter, second):
    place = factories.provision(charter, 4)
    start = desk.get(reverse("desk_corrigendum_start"), {"at": "i.1", "language": "en"})
    assert start.status_code == 302
    url = reverse("desk_corrigendum", args=[1, "en", place.short])
    right = "Everyone has a right to a home that is safe and that can be kept."
    desk.post(url, {"words": right, "reason": "An article.", "short": place.short, "language": "en", "token": "t"})
    page = desk.get(reverse("desk_corrigenda")).content.decode()
    assert "A second person must sign the corrigendum." in page
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
    fields = {
        "title_en": "First round",
        "body_en": "the assembly",
        "zone": "Europe/Madrid",
        "zone_name": "Barcelona",
        **days,
    }
    fields |= {"who_proposes": "any", "who_is_counted": "any", "token": "t"}
    answer = desk.post(url, fields)
    assert answer.status_code == 302, answer.content.decode()
    round_ = Round.objects.get()
    assert round_.opens_at.isoformat() == "2030-01-01T22:59:00+00:00"
    desk.post(url, {"act": "extend", "support_until": "2030-05-01T23:59", "note_en": "Holidays.", "token": "u"})
    round_.refresh_from_db()
    assert round_.support_until.astimezone(round_.tz).month == 5
    closing = desk.post(url, {"act": "close", "token": "v"})
    assert "The time for support has not ended yet." in closing.content.decode()


def test_a_compromise_is_put_answered_and_closed(desk, client, round_, city, delegate, officer, homes, moderator):
    amendment = factories.under_review(round_, city, officer, homes, THIRD)
    url = reverse("desk_compromise", args=[homes.short])
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    fields = {"words": THIRD.replace("third", "quarter"), "answer_by": day, "amendments": [amendment.pk], "token": "t"}
    assert "Give the reason in at least one language." in desk.post(url, fields).content.decode()
    desk.post(url, {**fields, "reason_en": "Between."})
    compromise = Compromise.objects.get()
    link = Letter.objects.get(kind="compromise", to=delegate).link
    desk.force_login(delegate)
    assert "Yes, with a statement" in desk.get(link).content.decode()
    assert desk.post(link, {"act": "yes_with_a_word", "token": "u"}).status_code == 422
    desk.post(link, {"act": "yes", "token": "u"})
    assert compromise.responses.get().answer == "yes"
    desk.force_login(moderator)
    page = desk.get(reverse("desk_compromise_answers", args=[compromise.pk])).content.decode()
    assert "<strong>Yes</strong>" in page
    desk.post(reverse("desk_compromise_answers", args=[compromise.pk]), {"act": "agreed", "token": "v"})
    compromise.refresh_from_db()
    assert compromise.agreed is True


def test_a_member_that_was_not_asked_does_not_find_the_compromise(
    client,
    round_,
    city,
    officer,
    homes,
    moderator,
    other_delegate,
):
    compromise = compromises.propose_compromise(
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
    assert client.get(reverse("compromise_answer", args=[compromise.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["desk", "desk_compromises", "desk_merges", "desk_publish", "desk_corrigenda", "desk_rounds"]
)
def test_rooms_of_the_desk_are_hidden_from_members(client, round_, delegate, name):
    client.force_login(delegate)
    assert client.get(reverse(name)).status_code == 404


def test_a_body_member_cannot_publish(client, charter, moderator):
    versions.propose_version(charter=charter, by=moderator)
    client.force_login(factories.holder("body_member"))
    assert client.get(reverse("desk_publish")).status_code == 200
    answer = client.post(reverse("desk_publish"), {"act": "propose", "status": "draft", "token": "t"})
    assert answer.status_code == 404


def test_a_difference_that_nobody_confirmed_is_named_and_leads_to_its_findings(desk, charter, moderator):
    factories.reword(
        factories.provision(charter, 6), "La ville répond dans les 40 jours.", by=moderator, language="fr"
    )
    page = desk.get(reverse("desk_publish")).content.decode()
    assert "I.1.2 (fr): numbers" in page
    assert 'href="#findings"' in page and 'id="findings"' in page
    answer = desk.post(reverse("desk_publish"), {"act": "propose", "status": "draft", "token": "t"})
    assert answer.status_code == 422
    assert Publication.objects.count() == 0


def test_citations_follow_in_all_languages_by_one_click(desk, charter, moderator):
    place = factories.provision(charter, 8)
    factories.reword(place, "Clean water (see I.1.2).", by=moderator)
    factories.reword(place, "Une eau propre (voir I.1.2).", by=moderator, language="fr")
    factories.version(charter)
    factories.without(Charter.objects.select_related("arrangement").get(pk=charter.pk), 5)
    answer = desk.get(reverse("desk_publish"))
    assert "2 texts with the new numbers" in answer.content.decode()
    sent = {field.html_name: field.value() or "" for field in answer.context["follow"].hidden_fields()}
    desk.post(reverse("desk_publish"), {**sent, "act": "follow"})
    texts = {factories.working(place, language).wording.text for language in ("en", "fr")}
    assert texts == {"Clean water (see I.1.1).", "Une eau propre (voir I.1.1)."}
    assert "Update the numbers in all languages" not in desk.get(reverse("desk_publish")).content.decode()
