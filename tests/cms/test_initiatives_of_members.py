"""Pages on initiatives of members that were written before members wrote them become initiatives of these members."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from charter.actions.versions import themes
from charter.models import Initiative
from cms.actions import files, sites
from cms.models import InitiativePage
from consultation.demo import drawings
from tests import factories

move = import_module("cms.migrations.0007_initiatives_of_members").move


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def write(slug, member, **more):
    words = {
        code: {
            "title": f"{slug} {code}",
            "place": "Tamanrit",
            "summary": f"Summary {code}.",
            "body": f"<p>First {code} &amp; more.</p><p>Second <b>part</b>.</p>",
        }
        for code in ("en", "fr")
    }
    same = {"theme": "housing", "member": member, "contact": "City hall", "contact_address": "hall@tamanrit.example"}
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, **same, **more)


@pytest.fixture
def before(version, city, moderator):
    """A page of a member with a picture, one of nobody, and a draft of the member."""
    factories.site(version.charter)
    names, priorities = {"en": "Homes"}, ["housing"]
    themes.save_theme(charter=version.charter, names=names, typed="I.1.1", priorities=priorities, by=moderator)
    picture = files.keep_picture(title="homes", name="homes.png", data=drawings.homes())
    block = {"type": "picture", "value": {"picture": picture.pk, "words": "Twelve houses", "by": "Tarik"}}
    write("keys", city, pictures=json.dumps([block]))
    write("wells", None)
    write("hidden", city)
    for page in InitiativePage.objects.filter(slug="hidden"):
        page.unpublish()


def test_a_page_of_a_member_becomes_its_initiative_and_its_address_leads_there(client, before, city):
    factories.wave()
    move(apps, None)
    initiative = Initiative.objects.public().get()
    address = reverse("initiative", args=[initiative.pk])
    assert (initiative.organisation, initiative.title.text, initiative.place) == (city, "keys en", "Tamanrit")
    assert initiative.text.text == "First en & more.\n\nSecond part.\n\nCity hall · hall@tamanrit.example"
    assert [theme.slug for theme in initiative.themes.all()] == ["homes"]
    for code in ("en", "fr"):
        answer = client.get(f"/{code}/initiatives/keys/")
        assert (answer.status_code, answer["Location"]) == (301, address.replace("/en/", f"/{code}/"))
        assert f"keys {code}" in text(client.get(answer["Location"]))
    page = text(client.get(address))
    assert 'alt="Twelve houses"' in page and "Tarik" in page
    [picture] = initiative.pictures.all()
    assert client.get(reverse("initiative_picture", args=[picture.pk, "png"]))["Content-Type"] == "image/png"


def test_lists_and_the_search_show_a_moved_page_once_and_keep_the_others(client, before, city):
    factories.wave()
    move(apps, None)
    assert text(client.get("/en/initiatives/")).count("keys en") == 1
    assert "/en/initiatives/wells/" in text(client.get("/en/initiatives/"))
    assert client.get("/en/initiatives/wells/").status_code == 200
    assert text(client.get(reverse("search") + "?q=keys")).count('">keys en<') == 1
    assert text(client.get(reverse("member", args=[city.slug]))).count("keys en") == 1
    move(apps, None)
    assert Initiative.objects.count() == 1


def test_without_a_campaign_the_pages_stay_as_they_are(client, before):
    move(apps, None)
    assert not Initiative.objects.exists()
    assert client.get("/en/initiatives/keys/").status_code == 200


def test_pages_that_not_everybody_may_read_stay_as_they_are(client, before):
    factories.wave()
    page = InitiativePage.objects.get(slug="keys", locale__language_code="en")
    page.view_restrictions.create(restriction_type="login")
    move(apps, None)
    assert not Initiative.objects.exists()
