"""The milestones of the campaign: their page, About, and the secretariat pages."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml.html import document_fromstring
from PIL import Image

from accounts.models import LocalizedText, Milestone, Record
from accounts.views.paging import ROWS_ON_A_PAGE
from tests import factories

TYPED = {"on": "2024-10-09", "title_en": "Third wave", "title_fr": "Troisième vague", "text_en": "It opens."}


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def test_milestones_are_a_timeline_on_a_page_and_on_about(client, charter):
    factories.site(charter)
    factories.milestone("Third wave", date(2024, 10, 9), text="It opens.", link="https://campaign.example/third")
    factories.milestone("Launch", date(2022, 7, 7))
    for address in ("/en/milestones/", "/fr/about/"):
        page = read(client, address)
        assert page.index("Launch") < page.index("Third wave") < page.index("It opens."), address
        assert '<a href="https://campaign.example/third" rel="nofollow noopener">Third wave</a>' in page
    assert '<h3 lang="en" dir="ltr">Launch</h3>' in read(client, "/fr/milestones/")


def test_a_site_without_milestones_has_no_page_of_them(client, charter):
    factories.site(charter)
    read(client, "/en/milestones/", 404)
    assert "Milestones" not in read(client, "/en/about/")


def test_many_milestones_cost_no_more_than_one(client, charter):
    def cost():
        client.get("/en/milestones/")
        with CaptureQueriesContext(connection) as caught:
            read(client, f"/en/milestones/?again={Milestone.objects.count()}")
        return len(caught)

    factories.milestone(text="One.")
    for_one = cost()
    for number in range(3):
        factories.milestone(f"Milestone {number}", text="More.")
    assert cost() == for_one


def test_the_secretariat_adds_changes_and_deletes_a_milestone(desk):
    for _time in range(2):
        desk.post(reverse("desk_milestones"), {**TYPED, "token": "a"})
    milestone = Milestone.objects.get()
    address = reverse("desk_milestone", args=[milestone.pk])
    page = read(desk, address)
    assert 'value="Troisième vague"' in page and 'value="2024-10-09"' in page
    assert (
        desk.post(address, {**TYPED, "title_fr": "", "text_en": "", "link": "https://a.example/"}).status_code == 302
    )
    milestone = Milestone.objects.with_texts().get()
    assert (milestone.text, milestone.link) == (None, "https://a.example/")
    assert not milestone.title.translations.exists()
    desk.post(reverse("desk_milestone_delete", args=[milestone.pk]))
    assert (Milestone.objects.count(), LocalizedText.objects.filter(text="Third wave").count()) == (0, 0)
    acts = list(Record.objects.filter(act__startswith="milestone").values_list("act", flat=True))
    assert acts == ["milestone added", "milestone changed", "milestone deleted"]


def picture(colour="white"):
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return SimpleUploadedFile("a street.png", out.getvalue())


DESCRIBED = {**TYPED, "picture_en": "People in a street", "picture_fr": "Des gens dans une rue"}


def image_in(page):
    [image] = document_fromstring(page).xpath("//ol[@class='story']//img")
    return image


def test_a_milestone_has_a_picture_with_a_description_in_the_language_of_the_page(desk, client, charter):
    desk.post(reverse("desk_milestones"), {**DESCRIBED, "picture": picture(), "token": "a"})
    milestone = Milestone.objects.get()
    english, french, spanish = (image_in(read(client, f"/{code}/milestones/")) for code in ("en", "fr", "es"))
    assert (english.get("alt"), french.get("alt")) == ("People in a street", "Des gens dans une rue")
    assert (spanish.get("alt"), spanish.get("lang"), spanish.get("dir")) == ("People in a street", "en", "ltr")
    answer = client.get(english.get("src"))
    assert answer["Content-Type"] in ("image/png", "image/jpeg") and "street" not in english.get("src")
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (64, 48)
    [row] = client.get("/api/v1/milestones?language=fr").json()["items"]
    assert row["picture"]["description"] == {"text": "Des gens dans une rue", "language": "fr"}
    assert row["picture"]["address"].endswith(f"/milestones/pictures/{milestone.pk}/{milestone.picture_name}")


def test_a_picture_is_kept_replaced_and_removed(desk, client, charter, django_capture_on_commit_callbacks):
    desk.post(reverse("desk_milestones"), {**DESCRIBED, "picture": picture(), "token": "a"})
    address, first = reverse("desk_milestone", args=[Milestone.objects.get().pk]), Milestone.objects.get().picture.name
    assert first.rpartition("/")[2] in read(desk, address)
    desk.post(address, {**DESCRIBED, "picture_fr": "Une rue"})
    assert Milestone.objects.get().picture.name == first
    assert image_in(read(client, "/fr/milestones/")).get("alt") == "Une rue"
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {**DESCRIBED, "picture": picture("black")})
    second = Milestone.objects.get().picture.name
    assert second != first and not default_storage.exists(first)
    pk, name = Milestone.objects.get().pk, first.rpartition("/")[2]
    assert client.get(reverse("milestone_picture", args=[pk, name])).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {**TYPED, "removes_picture": "on"})
    assert (Milestone.objects.get().picture_text, default_storage.exists(second)) == (None, False)
    assert LocalizedText.objects.filter(text="People in a street").count() == 0
    assert "<img" not in read(client, "/en/milestones/").partition('<ol class="story">')[2]


@pytest.mark.parametrize(
    ("typed", "file", "fault"),
    [
        (TYPED, picture(), "Describe what the picture shows, for readers who do not see it."),
        (DESCRIBED, None, "Choose the file of the picture too, or delete the description."),
        (DESCRIBED, SimpleUploadedFile("a.png", b"no picture"), "picture"),
    ],
)
def test_a_picture_and_its_description_come_together(desk, typed, file, fault):
    answer = desk.post(reverse("desk_milestones"), {**typed, **({"picture": file} if file else {})})
    assert answer.status_code == 422 and fault in answer.content.decode()
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"title_en": "", "title_fr": ""}, "Give the title in at least one language."),
        ({"on": "9 October"}, "Enter a valid date."),
        ({"link": "nothing"}, "Enter a valid URL."),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(desk, typed, fault):
    answer = desk.post(reverse("desk_milestones"), {**TYPED, **typed})
    page = answer.content.decode().replace("\n", "")
    assert (answer.status_code, fault in page, ">It opens.</textarea>" in page) == (422, True, True)
    assert not Milestone.objects.exists()


def test_members_do_not_edit_milestones(client, officer):
    milestone = factories.milestone()
    client.force_login(officer)
    assert client.post(reverse("desk_milestone", args=[milestone.pk]), TYPED).status_code in (403, 404)
    assert str(Milestone.objects.get()) == "Launch"


@pytest.fixture
def many(charter):
    """More milestones than a page has rows; the first of the second page is returned."""
    factories.site(charter)
    for number in range(ROWS_ON_A_PAGE):
        factories.milestone(f"Milestone {number:02}", date(2022, 7, 1 + number))
    later = factories.milestone("Third wave", date(2024, 10, 9))
    factories.milestone("Fourth wave", date(2025, 10, 9), text="It opens.")
    return later


def test_many_milestones_are_on_pages_the_oldest_first(client, many):
    page, second = read(client, "/en/milestones/"), read(client, "/en/milestones/?page=2")
    assert page.count('<li id="milestone-') == ROWS_ON_A_PAGE and second.count('<li id="milestone-') == 2
    assert page.index("Milestone 00") < page.index("Milestone 19") and "Third wave" not in page
    assert second.index("Third wave") < second.index("Fourth wave") and "Page 2 of 2" in second


def test_about_shows_the_latest_milestones_with_a_link_to_all(client, many):
    page = read(client, "/en/about/")
    assert page.count('<li id="milestone-') == 5
    assert page.index("Milestone 17") < page.index("Third wave") < page.index("Fourth wave")
    assert "Milestone 16" not in page and '<a href="/en/milestones/">All milestones</a>' in page


def test_about_has_no_link_to_all_milestones_if_it_shows_all(client, charter):
    factories.site(charter)
    factories.milestone()
    page = read(client, "/en/about/")
    assert page.count('<li id="milestone-') == 1 and "All milestones" not in page


def test_the_address_of_a_milestone_as_data_has_its_page(client, many):
    rows = client.get("/api/v1/milestones?language=en&size=3&page=7").json()["items"]
    assert [row["page"].partition("/en")[2] for row in rows if row["id"] == many.pk] == [
        f"/milestones/?page=2#milestone-{many.pk}"
    ]
    assert "page=" not in client.get("/api/v1/milestones?size=1").json()["items"][0]["page"]


def test_the_secretariat_has_milestones_on_pages(desk, many):
    address = reverse("desk_milestones")
    page, second = read(desk, address), read(desk, f"{address}?page=2")
    assert page.count('<th scope="row">') == ROWS_ON_A_PAGE and "Fourth wave" in page and "Milestone 00" not in page
    assert second.count('<th scope="row">') == 2 and "Milestone 00" in second


def test_pages_with_milestones_ask_as_often_for_many(client, many, moderator):
    addresses = ("/en/milestones/", "/en/about/", "/en/desk/milestones/", "/feeds/en/milestones.atom")
    client.force_login(factories.with_second_factor(moderator))

    def costs():
        counts = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                read(client, f"{address}?again={Milestone.objects.count()}")
            counts[address] = len(caught)
        return counts

    costs()
    few = costs()
    for number in range(ROWS_ON_A_PAGE):
        factories.milestone(f"More {number}", date(2026, 7, 1 + number), text="More.")
    assert costs() == few
