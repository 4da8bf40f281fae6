"""Pages with a view restriction stand in no list for readers who have not passed it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import (
    CalendarPage,
    EventPage,
    InitiativeIndexPage,
    InitiativePage,
    NewsIndexPage,
    NewsPage,
    ProcessIndexPage,
    ProcessPage,
    ResourceIndexPage,
    ResourcePage,
)
from tests import factories

SECRET = "Wombat"
PIECES = {
    NewsIndexPage: lambda title: NewsPage(title=title, date=timezone.localdate()),
    InitiativeIndexPage: lambda title: InitiativePage(
        title=title, theme_id="water", place="Tamanrit", summary="Wells."
    ),
    CalendarPage: lambda title: EventPage(title=title, on=date.today() + timedelta(days=1)),
    ResourceIndexPage: lambda title: ResourcePage(
        title=title, kind="guide", language="en", address="https://example.org/"
    ),
    ProcessIndexPage: lambda title: ProcessPage(title=title, institution="Council", on=date.today()),
}
PLACES = [
    "/en/",
    "/en/news/",
    "/en/initiatives/",
    "/en/calendar/",
    "/en/resources/",
    "/en/processes/",
    "/feeds/en/calendar.ics",
]


@pytest.fixture
def indexes(site):
    """By its kind each index with a page that everybody reads and one that asks for signing in."""
    factories.wave()
    by_kind = {}
    for kind, make in PIECES.items():
        index = by_kind[kind] = kind.objects.get(locale=site.locale)
        index.add_child(instance=make(f"Open {kind.__name__}")).save_revision().publish()
        closed = index.add_child(instance=make(f"{SECRET} {kind.__name__}"))
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    return by_kind


def test_no_list_names_a_page_with_a_restriction(client, indexes):
    texts = {place: client.get(place).content.decode() for place in PLACES}
    assert [place for place, text in texts.items() if SECRET in text] == []
    assert [place for place, text in texts.items() if "Open" not in text] == []


def test_what_stands_below_a_restricted_page_is_not_listed_above_it(client, indexes):
    for index in indexes.values():
        PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    home = client.get("/en/").content.decode()
    assert [kind.__name__ for kind in indexes if f"Open {kind.__name__}" in home] == []
    assert client.get("/feeds/en/calendar.ics").status_code == 404


def test_who_has_passed_the_restriction_of_an_index_reads_its_list(client, indexes, officer):
    PageViewRestriction.objects.create(page=indexes[NewsIndexPage], restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/news/").status_code == 302
    client.force_login(officer)
    text = client.get("/en/news/").content.decode()
    assert (f"Open {NewsIndexPage.__name__}" in text, SECRET in text) == (True, False)


def test_a_page_does_not_name_the_unpublished_page_above_it(client, indexes):
    index = indexes[NewsIndexPage]
    piece = NewsPage.objects.get(title=f"Open {NewsIndexPage.__name__}")
    NewsIndexPage.objects.filter(pk=index.pk).update(live=False, title=f"{SECRET} above")
    assert SECRET not in client.get(piece.get_url()).content.decode()
    assert client.get(reverse("search"), {"q": SECRET}).content.decode().count(f"{SECRET} above") == 0
