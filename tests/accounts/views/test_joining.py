"""The joining form without script, without an account, and at the desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml.html import document_fromstring

from accounts.actions import pledges
from accounts.models import Letter, Organisation, Pledge
from tests import factories

ONE = {
    "name": "Tamanrit",
    "name_language": "fr",
    "official_kind": "city",
    "country": "MA",
    "population_band": "250k_1m",
    "sections": ["africa"],
    "email": "amina@example.org",
}
TWO = {"head_name": "Salma Idrissi", "head_office": "Présidente", "pledges": "on"}
THREE = {"contact_name": "Amina Diarra", "language": "fr"}
FOUR = {"themes": ["housing"], "may_be_named": "on", "agrees_to_keep": "on"}


@pytest.fixture(autouse=True)
def forgotten(db):
    cache.clear()


def begin(client, confirms=True, **more):
    """The token of the form's link, whose address is confirmed as its owner does; or the answer that refuses."""
    answer = client.post(reverse("join"), {**ONE, **more})
    if answer.status_code != 302:
        return answer
    if confirms:
        client.post(mailed_link())
    return answer["Location"].split("/")[3]


def mailed_link() -> str:
    return Letter.objects.filter(key__startswith="pledge_begun").order_by("pk").last().link


def fill(client, token):
    for number, answers in enumerate((TWO, THREE, FOUR), 2):
        client.post(reverse("join_page", args=[token, number]), answers)


def test_from_the_first_page_to_sent_without_an_account(client):
    token = begin(client)
    fill(client, token)
    page = client.get(reverse("join_check", args=[token])).content.decode()
    assert "Check the application, then send it" in page and "Morocco" in page
    answer = client.post(reverse("join_check", args=[token])).content.decode()
    assert "The application was sent. Thank you." in answer
    assert Pledge.objects.get().state == "complete"


def test_saved_half_way_and_resumed_by_the_link_on_another_device(client):
    token = begin(client, later="1", country="", official_kind="", population_band="")
    client.cookies.clear()
    page = client.get(reverse("join_page", args=[token, 1])).content.decode()
    assert 'value="Tamanrit"' in page
    assert Pledge.objects.get().country == ""


def test_what_is_missing_is_named_with_its_page(client):
    token = begin(client)
    page = client.post(reverse("join_check", args=[token]))
    assert page.status_code == 422
    assert reverse("join_page", args=[token, 2]) in page.content.decode()
    assert Pledge.objects.get().state == "pledged"


def test_bad_answers_come_back_with_a_sentence_and_what_was_typed(client):
    answer = begin(client, email="none")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="none"' in page and 'value="Tamanrit"' in page
    assert Pledge.objects.count() == 0


def test_a_robot_that_fills_everything_is_refused(client):
    assert "Leave this field empty" in begin(client, trap="http://spam.example").content.decode()
    assert Pledge.objects.count() == 0


def test_too_many_forms_are_stopped(client, settings):
    settings.LIMITS = {**settings.LIMITS, "joining": "2/m/ip"}
    assert [client.post(reverse("join"), {}).status_code for _ in range(3)] == [422, 422, 429]


def test_a_letter_is_kept_when_the_page_is_sent_again_without_one(client):
    token = begin(client)
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4")
    client.post(reverse("join_page", args=[token, 2]), {**TWO, "letter": letter})
    client.post(reverse("join_page", args=[token, 2]), TWO)
    assert Pledge.objects.get().letter.read() == b"%PDF-1.4"


def test_deleting_asks_first_and_then_nothing_is_left(client):
    token = begin(client)
    client.get(reverse("join_delete", args=[token]))
    assert Pledge.objects.count() == 1
    client.post(reverse("join_delete", args=[token]))
    assert Pledge.objects.count() == 0
    assert client.get(reverse("join_page", args=[token, 1])).status_code == 404


def test_the_paper_asks_what_the_pages_ask(client):
    paper = client.get(reverse("join_sheet")).content.decode()
    token = begin(client)
    for number in range(1, 5):
        page = client.get(reverse("join_page", args=[token, number])).content.decode()
        labels = set(re.findall(r'<label for="id_\w+">([^<]+?) ?<', page)) - {"Leave this empty", "The signed letter"}
        assert {label for label in labels if label not in paper} == set()


def test_pages_have_no_script_of_their_own(client):
    assert "<script" not in client.get(reverse("join")).content.decode()


@pytest.mark.parametrize("name", ["desk_joining"])
def test_the_desk_is_not_there_for_others(client, officer, name):
    client.force_login(officer)
    assert client.get(reverse(name)).status_code == 404


def test_at_the_desk_it_is_seen_asked_back_and_accepted(client):
    token = begin(client)
    fill(client, token)
    client.post(reverse("join_check", args=[token]))
    client.force_login(factories.secretariat())
    factories.wave()
    pledge = Pledge.objects.get()
    assert "Tamanrit" in client.get(reverse("desk_joining"), {"state": "complete"}).content.decode()
    address = reverse("desk_pledge", args=[pledge.pk])
    client.post(f"{address}accept/", {"accept-wave": "100", "accept-token": "a"})
    assert Organisation.objects.get().wave == 100


def test_asking_back_without_a_word_is_refused_beside_the_field(client):
    begin(client)
    client.force_login(factories.secretariat())
    page = client.post(reverse("desk_pledge_ask", args=[Pledge.objects.get().pk])).content.decode()
    assert "This field is required" in page
    assert Pledge.objects.get().state == "pledged"


def test_a_deleted_form_leads_back_to_the_list(client):
    begin(client)
    client.force_login(factories.secretariat())
    address = reverse("desk_pledge", args=[Pledge.objects.get().pk])
    assert client.post(f"{address}delete/", {"token": "b"})["Location"] == reverse("desk_joining")


def test_late_forms_are_reminded_from_the_list_once(client):
    begin(client)
    Pledge.objects.update(changed_at=timezone.now() - timedelta(days=8))
    client.force_login(factories.secretariat())
    assert "1 application has been unfinished for a week." in client.get(reverse("desk_joining")).content.decode()
    for _time in range(2):
        client.post(reverse("desk_joining_remind"), {"token": "a"})
    assert Letter.objects.filter(key__startswith="pledge_reminded").count() == 1
    assert "application has been unfinished for a week" not in client.get(reverse("desk_joining")).content.decode()


@pytest.fixture
def accepted(client):
    """An accepted form with its private link."""
    token = begin(client)
    fill(client, token)
    client.post(reverse("join_check", args=[token]))
    pledge = Pledge.objects.get()
    pledges.accept_pledge(pledge=pledge, by=factories.secretariat(), wave=10)
    return pledge, token


def test_the_people_on_an_accepted_form_are_deleted_by_its_link(client, accepted):
    pledge, token = accepted
    way = reverse("join_delete", args=[token])
    assert way in client.get(reverse("join_check", args=[token])).content.decode()
    assert "Delete the personal data and the files" in client.get(way).content.decode()
    assert "The answers about the local government are kept with its membership" in client.post(way).content.decode()
    pledge.refresh_from_db()
    assert (pledge.head_name, pledge.contact_name, pledge.email, pledge.name) == ("", "", "", "Tamanrit")
    assert client.get(way).status_code == 404


def test_the_people_on_an_accepted_form_are_deleted_at_the_desk(client, accepted):
    client.force_login(factories.secretariat())
    address = reverse("desk_pledge", args=[accepted[0].pk])
    assert 'forget/"' in client.get(address).content.decode()
    answer = client.post(f"{address}forget/", {"token": "c"}, follow=True).content.decode()
    assert "Salma Idrissi" not in answer and 'forget/"' not in answer


@pytest.mark.parametrize("url", ["/en/join/", "/en/follow/round/1/"])
def test_whom_a_screen_is_read_to_never_meets_the_trap(client, round_, url):
    page = document_fromstring(client.get(url).content)
    [trap] = page.xpath("//input[@name='trap']")
    assert (trap.get("tabindex"), trap.get("autocomplete"), trap.get("required")) == ("-1", "off", None)
    assert trap.xpath("ancestor::*[@aria-hidden='true']")
    assert not page.xpath("//*[@id='problem']//a[@href='#id_trap']")


# --- The address ----------------------------------------------------------------------------------------------------


def test_a_form_is_sent_once_its_address_is_confirmed(client):
    token = begin(client, confirms=False)
    fill(client, token)
    check = reverse("join_check", args=[token])
    assert "Your address is not confirmed yet" in client.get(check).content.decode()
    refused = client.post(check)
    assert (refused.status_code, "Confirm your address first" in refused.content.decode()) == (422, True)
    assert "amina@example.org" in client.get(mailed_link()).content.decode()  # a machine that opens links
    assert Pledge.objects.get().confirmed_at is None
    assert "Your address is confirmed" in client.post(mailed_link(), follow=True).content.decode()
    assert "The application was sent. Thank you." in client.post(check).content.decode()


def test_the_link_is_mailed_again_from_the_last_page_and_not_without_end(client):
    token = begin(client, confirms=False)
    check = reverse("join_check", args=[token])
    pages = [client.post(check, {"mail": "1"}, follow=True).content.decode() for _ in range(3)]
    assert ["Another email was sent" in page for page in pages] == [True, True, False]
    assert "Look for them, also in the spam folder, or ask again in an hour" in pages[2]
    assert Letter.objects.count() == 3


def test_an_address_gets_so_many_mails_whoever_begins_a_form_with_it(client):
    answers = [client.post(reverse("join"), ONE, REMOTE_ADDR=f"192.0.2.{n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [422]
    page = answers[6].content.decode()
    assert "Look for them, also in the spam folder, or ask again in an hour" in page and 'value="Tamanrit"' in page
    assert (Letter.objects.count(), Pledge.objects.count()) == (6, 6)


def test_another_address_on_the_first_page_is_asked_to_confirm_itself(client):
    token = begin(client)
    client.post(reverse("join_page", args=[token, 1]), {**ONE, "email": "other@example.org"})
    assert Letter.objects.filter(address="other@example.org").count() == 1
    assert Pledge.objects.get().confirmed_at is None


def test_a_broken_link_says_which_one_works(client):
    token = begin(client, confirms=False)
    answer = client.get(reverse("join_confirm", args=[token, "made-up"]))
    assert answer.status_code == 404
    assert "The link is not valid, or the address in the application was changed" in answer.content.decode()


def test_at_the_desk_nothing_is_mailed_to_an_address_that_nobody_confirmed(client):
    begin(client, confirms=False)
    client.force_login(factories.secretariat())
    address = reverse("desk_pledge", args=[Pledge.objects.get().pk])
    page = client.get(address).content.decode()
    assert "The address is not confirmed yet" in page and 'remind/"' not in page and 'ask/"' not in page
    assert (
        "The applicant has not confirmed the address in this application."
        in client.post(f"{address}remind/", {"token": "d"}, follow=True).content.decode()
    )


def test_a_stored_language_without_texts_stays_and_no_other_one_is_offered(client):
    token = begin(client)
    address = reverse("join_page", args=[token, 3])
    assert client.post(address, {**THREE, "language": "zh-hans"}).status_code == 422
    Pledge.objects.update(language="zh-hans")
    assert client.post(address, {**THREE, "language": "zh-hans"}).status_code == 302
    assert "简体中文" in client.get(reverse("join_check", args=[token])).content.decode()
