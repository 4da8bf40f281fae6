"""Links to other web sites: those of a member, named by its delegate, and those of the campaign."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.exports.members import as_csv
from accounts.imports.members import plan_members
from accounts.imports.sheets import SheetRow
from accounts.models import Organisation, Record, Wave
from tests import factories

TYPED = {
    "label_1": "Videos",
    "address_1": "https://videos.example.org/tamanrit",
    "label_2": "تمنريت",
    "address_2": "https://tamanrit.example.org/",
    "token": "a",
}
STORED = [
    {"label": "Videos", "address": "https://videos.example.org/tamanrit"},
    {"label": "تمنريت", "address": "https://tamanrit.example.org/"},
]
LINK = '<a href="https://videos.example.org/tamanrit" rel="me noopener"><bdi>Videos</bdi></a>'


@pytest.fixture(autouse=True)
def no_memory(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def moderator(db):
    return factories.secretariat()


@pytest.fixture
def campaign(charter, city):
    wave = factories.wave()
    Organisation.objects.filter(pk=city.pk).update(joined_wave=wave)
    return wave


@pytest.fixture
def delegate(city):
    return factories.member(city, "delegate")


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_delegate_names_links_that_the_public_page_shows_in_their_order(client, campaign, city, delegate):
    client.force_login(delegate)
    assert reverse("city_links", args=[city.slug]) in read(client, f"{reverse('city')}?as={city.slug}")
    answer = client.post(reverse("city_links", args=[city.slug]), TYPED)
    assert answer["Location"] == f"{reverse('city')}?as={city.slug}"
    client.logout()
    page = read(client, reverse("member", args=[city.slug]))
    assert LINK in page and page.index("Videos") < page.index("<bdi>تمنريت</bdi>")
    act = Record.objects.get(act="links of member changed")
    assert (act.person, act.mandate) == (delegate.pk, delegate.mandates.get().pk)


def test_the_api_and_the_table_of_members_have_them_at_the_end(client, campaign, city):
    Organisation.objects.filter(pk=city.pk).update(links=STORED)
    row = client.get(f"/api/v1/cities/{city.slug}").json()
    assert row["links"] == STORED
    assert list(client.get("/api/v1/cities").json()["items"][0])[-1] == "links"
    head, *lines = as_csv().decode("utf-8-sig").splitlines()
    assert head.endswith(",links")
    cell = "Videos https://videos.example.org/tamanrit;تمنريت https://tamanrit.example.org/"
    assert [line for line in lines if line.endswith(cell)] != []
    [same] = plan_members([SheetRow(2, {"address": city.slug, "links": cell})])
    assert (same.changes, same.faults) == ([], [])
    [other] = plan_members([SheetRow(2, {"address": city.slug, "links": "Videos http://videos.example.org/"})])
    assert "is not a label and an address" in other.faults[0]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"address_1": "http://videos.example.org/"}, "Enter an address that starts with https://."),
        ({"address_1": "javascript:alert(1)"}, "Enter"),
        ({"address_1": ""}, "Enter the address of the link, or delete its label."),
        ({"label_2": ""}, "Enter the label of the link, such as the name of the network."),
    ],
)
def test_a_link_needs_a_label_and_an_address_with_https(client, campaign, city, delegate, typed, fault):
    client.force_login(delegate)
    answer = client.post(reverse("city_links", args=[city.slug]), {**TYPED, **typed})
    assert (answer.status_code, Organisation.objects.get(pk=city.pk).links) == (422, [])
    assert fault in answer.content.decode()


def test_links_are_deleted_by_emptying_their_boxes(client, campaign, city, delegate):
    Organisation.objects.filter(pk=city.pk).update(links=STORED)
    client.force_login(delegate)
    assert "https://videos.example.org/tamanrit" in read(client, reverse("city_links", args=[city.slug]))
    client.post(reverse("city_links", args=[city.slug]), {"token": "b"})
    assert Organisation.objects.get(pk=city.pk).links == []


def test_staff_cannot_change_them_and_reads_who_can(client, campaign, city):
    client.force_login(factories.member(city, "officer"))
    answer = client.post(reverse("city_links", args=[city.slug]), TYPED)
    assert answer.status_code == 403 and "delegate" in answer.content.decode()
    assert reverse("city_links", args=[city.slug]) not in read(client, f"{reverse('city')}?as={city.slug}")


def test_others_do_not_find_the_page(client, campaign, city):
    client.force_login(factories.member(factories.organisation(), "delegate"))
    assert client.get(reverse("city_links", args=[city.slug])).status_code == 404


def test_without_a_campaign_there_are_none(client, campaign, city, delegate, moderator):
    Organisation.objects.filter(pk=city.pk).update(links=STORED)
    Organisation.objects.update(joined_wave=None)
    Wave.objects.all().delete()
    assert LINK not in read(client, reverse("member", args=[city.slug]))
    client.force_login(delegate)
    assert client.get(reverse("city_links", args=[city.slug])).status_code == 404
    client.force_login(moderator)
    assert client.get(reverse("desk_campaign_links")).status_code == 404
    assert reverse("desk_campaign_links") not in read(client, reverse("desk_settings"))


def test_the_footer_and_the_report_show_the_links_of_the_campaign(
    client, campaign, moderator, django_capture_on_commit_callbacks
):
    client.force_login(moderator)
    assert reverse("desk_campaign_links") in read(client, reverse("desk_settings"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("desk_campaign_links"), TYPED)
    assert answer["Location"] == reverse("desk_campaign_links")
    assert Record.objects.last().content == {"settings": ["campaign_links"]}
    assert "Links of the campaign" in read(client, reverse("desk_settings")).partition("Latest changes")[2]
    client.logout()
    assert read(client, reverse("campaign_report")).count(LINK) == 2
    assert LINK in read(client, reverse("members"))


def test_a_label_is_text(client, campaign, city, delegate):
    client.force_login(delegate)
    client.post(reverse("city_links", args=[city.slug]), {**TYPED, "label_1": "<b>Videos</b>"})
    assert "<b>Videos" not in read(client, reverse("member", args=[city.slug]))
    assert json.dumps(Organisation.objects.get(pk=city.pk).links).count("<b>") == 1
