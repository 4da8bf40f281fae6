"""The milestones of the campaign: their page, About, and the secretariat pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LocalizedText, Milestone, Record
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
