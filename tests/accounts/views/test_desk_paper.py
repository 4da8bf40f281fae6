"""Membership applications on paper: entered by the secretariat with the scan, then as every other application."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.actions import pledges
from accounts.models import Letter, Pledge, Record, SiteSettings
from accounts.queries.site_settings import forget_settings
from tests import factories
from tests.accounts.views.test_joining import FOUR, ONE, THREE, TWO

RECEIPT = {"received_by": "post", "received_on": "2026-03-02", "token": "a"}
WHOLE = {**ONE, **TWO, **THREE, **FOUR, **RECEIPT}


def scanned(content=b"%PDF-1.4 signed in Tamanrit"):
    return SimpleUploadedFile("form of Tamanrit.pdf", content)


@pytest.fixture
def moderator(db):
    return factories.secretariat()


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def enter(desk, **typed):
    return desk.post(reverse("desk_pledge_new"), {**WHOLE, "scan": scanned(), **typed})


@pytest.fixture
def entered(desk):
    enter(desk)
    return Pledge.objects.get()


def test_a_complete_paper_form_is_an_application_that_was_sent(desk, moderator):
    answer = enter(desk)
    pledge = Pledge.objects.get()
    assert answer["Location"] == reverse("desk_pledge", args=[pledge.pk])
    assert (pledge.state, pledge.name, pledge.themes) == ("complete", "Tamanrit", ["housing"])
    act = Record.objects.get(act="joining entered from paper")
    assert (act.person, act.content) == (moderator.pk, {"received_by": "post", "received_on": "2026-03-02"})


def test_its_page_and_the_list_say_that_it_came_on_paper(desk, entered):
    page = desk.get(reverse("desk_pledge", args=[entered.pk])).content.decode()
    assert "Entered by the secretariat from a paper form. Received: By post, 2 March 2026." in page
    assert reverse("desk_pledge_scan", args=[entered.pk]) in page
    assert "on paper" in desk.get(reverse("desk_joining")).content.decode()


def test_an_application_by_form_does_not_say_so(desk):
    pledge, _token = pledges.begin_pledge(language="en", name="Ovar", name_language="en", email="ovar@example.org")
    page = desk.get(reverse("desk_pledge", args=[pledge.pk])).content.decode()
    assert "from a paper form" not in page and reverse("desk_pledge_correct", args=[pledge.pk]) not in page
    assert desk.get(reverse("desk_pledge_correct", args=[pledge.pk])).status_code == 404
    assert desk.get(reverse("desk_pledge_scan", args=[pledge.pk])).status_code == 404


def test_the_contact_gets_a_private_link_that_opens_the_application(client, desk, entered):
    letter = Letter.objects.get(address="amina@example.org")
    assert (letter.language, "entered the application" in letter.body) == ("fr", False)
    client.logout()
    assert "Tamanrit" in client.get(letter.link).content.decode()


def test_the_scan_is_for_the_secretariat_alone(client, desk, entered):
    address = reverse("desk_pledge_scan", args=[entered.pk])
    answer = desk.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 signed in Tamanrit"
    assert "Tamanrit" not in entered.scan.name
    client.force_login(factories.member(factories.organisation(), "delegate"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"scan": SimpleUploadedFile("form.pdf", b"a text")},
        {"scan": ""},
        {"received_on": f"{timezone.localdate() + timedelta(days=2)}"},
        {"received_by": ""},
        {"email": ""},
    ],
)
def test_without_scan_day_way_or_address_nothing_is_stored_and_the_answers_stay(desk, typed):
    answer = enter(desk, **typed)
    assert (answer.status_code, Pledge.objects.count(), Letter.objects.count()) == (422, 0, 0)
    assert "Salma Idrissi" in answer.content.decode()


def test_what_the_paper_lacks_can_be_added_and_then_it_counts_as_sent(desk):
    enter(desk, country="", themes=[])
    pledge = Pledge.objects.get()
    assert (pledge.state, pledges.missing_answers(pledge)) == ("pledged", ["country", "themes"])
    address = reverse("desk_pledge_correct", args=[pledge.pk])
    assert 'value="Salma Idrissi"' in desk.get(address).content.decode()
    kept = pledge.scan.name
    answer = desk.post(address, {**WHOLE, "token": "b", "revision": pledge.revision, "country": "MA"})
    assert answer["Location"] == reverse("desk_pledge", args=[pledge.pk])
    pledge.refresh_from_db()
    assert (pledge.state, pledge.country, pledge.scan.name) == ("complete", "MA", kept)


def test_it_is_asked_back_and_accepted_as_every_other_one(desk, entered, moderator):
    token = pledges.ask_back(pledge=entered, by=moderator, words="Qui signe ?")
    pledges.save_pledge(pledge=entered, token=token, practices="Nos bains publics.")
    sent = pledges.send_pledge(pledge=entered)
    assert str(pledges.accept_pledge(pledge=sent, by=moderator, wave=10)) == "Tamanrit"


def test_who_corrects_an_application_that_changed_sees_it_and_keeps_what_was_typed(desk, entered, moderator):
    seen = entered.revision
    pledges.correct_paper(pledge=entered, by=moderator, revision=seen, head_name="Salma El Idrissi")
    address = reverse("desk_pledge_correct", args=[entered.pk])
    answer = desk.post(address, {**WHOLE, "token": "b", "revision": seen, "head_name": "Salma Idrisi"})
    assert answer.status_code == 422 and 'value="Salma Idrisi"' in answer.content.decode()
    assert Pledge.objects.get().head_name == "Salma El Idrissi"
    now = Pledge.objects.get().revision
    assert f'name="revision" value="{now}"' in answer.content.decode()


@pytest.mark.parametrize("act", ["delete", "forget"])
def test_the_scan_goes_with_the_people_on_it(desk, entered, moderator, act, django_capture_on_commit_callbacks):
    kept = entered.scan.name
    with django_capture_on_commit_callbacks(execute=True):
        if act == "delete":
            pledges.delete_pledge(pledge=entered, by=moderator)
        else:
            pledges.accept_pledge(pledge=entered, by=moderator, wave=10)
            pledges.delete_personal_data(pledge=Pledge.objects.get(), by=moderator)
    assert not default_storage.exists(kept)


def test_a_site_that_takes_no_applications_enters_none(desk):
    SiteSettings.objects.create(pk=1, has_pledge=False)
    forget_settings()
    try:
        assert enter(desk).status_code in (403, 404)
        assert reverse("desk_pledge_new") not in desk.get(reverse("desk_joining")).content.decode()
    finally:
        forget_settings()
    assert not Pledge.objects.exists()


def test_others_do_not_find_the_form(client, db):
    client.force_login(factories.member(factories.organisation(), "delegate"))
    assert client.get(reverse("desk_pledge_new")).status_code == 404


def test_a_stored_language_without_texts_stays_valid(desk, entered):
    address = reverse("desk_pledge_correct", args=[entered.pk])
    typed = {**WHOLE, "language": "zh-hans"}
    assert desk.post(address, typed).status_code == 422
    Pledge.objects.update(language="zh-hans")
    entered.refresh_from_db()
    assert desk.post(address, {**typed, "revision": entered.revision, "token": "b"}).status_code == 302


def test_the_form_does_not_address_the_applicant(desk):
    fields = desk.get(reverse("desk_pledge_new")).context["form"].parts()
    words = [str(word) for title, own in fields for field in own for word in (title, field.label, field.help_text)]
    addressing = re.compile(r"\b(your?|our|we)\b", re.IGNORECASE)
    allowed = ("You can also add the letter later.", "Language of our emails to the contact")
    assert [word for word in words if addressing.search(word) and not word.endswith(allowed)] == []
