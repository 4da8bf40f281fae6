"""The server asks nobody for anything, whatever addresses people type, store, send to it and look at."""

from __future__ import annotations

import urllib.request

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts import tasks
from cms.models import HomePage, PlainPage
from tests.listening import listening, outgoing
from tests.site import asking, attacking
from tests.site.attacking import Words

ROLES = ("anonymous", "delegate", "moderator")
FILES = [f"charter/1..2.{ending}" for ending in ("docx", "odt", "epub", "md", "html", "pdf")]
FILES += [f"decisions/1.{ending}" for ending in ("csv", "xlsx", "docx", "odt", "html", "pdf")]
EMBEDDED = ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/1", "{url}/video")


@pytest.fixture
def stage(one_stage, db):
    cache.clear()
    return one_stage


def links(url):
    """The address as people write one, and as those who attack do."""
    return [
        url,
        f"See {url}.",
        f'<img src="{url}/a.png">',
        f'<a href="{url}">x</a>',
        f"![x]({url})",
        f'<link rel="stylesheet" href="{url}">',
        f"url({url})",
        "water",
    ]


@pytest.mark.large
def test_no_address_that_somebody_types_is_asked_for(stage, monkeypatch):
    with listening() as listener, outgoing() as connections:
        monkeypatch.setitem(attacking.FITTING, "url", lambda: listener.url)
        answers = list(attacking.attack(stage, Words(links(listener.url))))
        written = sum(answer.status_code == 302 for _name, answer in answers)
        seen = 0
        for role in ROLES:
            client = asking.client_of(stage, role)
            for url in asking.addresses(stage).values():
                with asking.undone(client):
                    seen += listener.url in asking.text_of(client.get(url))
        client = asking.client_of(stage, "anonymous")
        for name in FILES:
            paper, _dot, ending = name.rpartition(".")
            asking.text_of(client.get(reverse("download", args=[paper, ending]), follow=True))
        tasks.send_waiting()
        assert (listener.asked, connections) == ([], [])
    assert (written > 40, seen > 40) == (True, True)


def test_no_address_of_the_administration_is_asked_for(stage):
    with listening() as listener, outgoing() as connections:
        with asking.as_role(stage, "moderator") as client:
            for url in EMBEDDED:
                to = url.format(url=listener.url)
                client.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": to})
                link = {"external-link-chooser-url": to, "external-link-chooser-link_text": "x"}
                client.post(reverse("wagtailadmin_choose_page_external_link"), link)
            page = PlainPage.objects.descendant_of(HomePage.objects.first()).first()
            embeds = "".join(f'<embed embedtype="media" url="{url.format(url=listener.url)}"/>' for url in EMBEDDED)
            page.body = f'<p>Here: <img src="{listener.url}"/></p>{embeds}'
            page.save_revision().publish()
            assert client.get(page.url).status_code == 200
        assert (listener.asked, connections) == ([], [])


def test_both_hear_who_asks():
    """So that the tests above could fail."""
    with listening() as listener, outgoing() as connections:
        with pytest.raises(OSError):
            urllib.request.urlopen(f"{listener.url}/x", timeout=5)
        assert (listener.asked, [place[0] for place in connections]) == (["GET /x HTTP/1.1"], ["127.0.0.1"])
