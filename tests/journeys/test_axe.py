"""Every kind of page for axe, at two widths and more: nothing serious or sideways, nothing the policy forbids."""

from __future__ import annotations

from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation

from tests.journeys.walking import enter
from tests.site import asking, permissions
from tests.site import stage as stages
from tests.site.permissions import ROLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

GRAVE = ("serious", "critical")
NO_PAGES = {"wagtailcore_login"}
# What an address shows by another person, or by what is asked of it, is another kind of page.
ALSO = {
    "anonymous": ["charter/2/I/?who=I.1.2", "charter/1..2/I/?view=side", "search/?q=homes", "decisions/?city=nobody"],
    "officer": ["charter/2/I/", "amendments/"],
    "delegate": ["city/", "city/people/"],
    "moderator": ["desk/?state=all", "languages/"],
}


@pytest.fixture
def stage(guarded_tables):
    return stages.build()


def pages(stage, language):
    """Who opens what: each address by the first role that it answers."""
    table = permissions.read()
    with translation.override(language):
        urls = asking.addresses(stage)
    found = defaultdict(list)
    for name, url in sorted(urls.items()):
        role = next((role for role in ROLES if table[name, "get", role] == "in"), None)
        if role is not None and name not in NO_PAGES:
            found[role].append(url)
    for role, paths in ALSO.items():
        found[role] += [f"/{language}/{path}" for path in paths]
    return found


def faults(page):
    """Each grave finding with the first element it is about."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in GRAVE]


def sideways(page):
    """Whether a narrow page has to be pushed sideways."""
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the screen by {wide}"] if wide > 0 else []


def is_file(headers):
    """Whether a browser would store the answer or show it as it is, and draw no page of ours."""
    return "content-disposition" in headers or "text/html" not in headers.get("content-type", "")


def look(reader, stage, language, scheme="light", width=1280):
    """What is wrong with each page; one that leads on to another is looked at where it leads."""
    found, seen = {}, set()
    for role, paths in pages(stage, language).items():
        one = reader(color_scheme=scheme, viewport={"width": width, "height": 900})
        if stage.people[role] is not None:
            enter(one, stage.people[role])
        for path in paths:
            if is_file(one.page.request.get(path).headers):
                continue
            page = one.open(path)
            if (role, page.url) in seen:
                continue
            seen.add((role, page.url))
            wrong = faults(page) + sideways(page)
            page.set_viewport_size({"width": width, "height": 900})
            if wrong:
                found[f"{role}: {path}"] = wrong
    return found


def test_nothing_grave_on_any_kind_of_page(stage, reader):
    assert look(reader, stage, "en") == {}


@pytest.mark.large
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("fr", "light", 1280),
        ("es", "light", 360),
        ("ar", "light", 1280),
        ("ar", "dark", 360),
        ("en", "dark", 1280),
        ("en", "dark", 360),
    ],
)
def test_nothing_grave_in_any_language_scheme_and_width(stage, reader, language, scheme, width):
    assert look(reader, stage, language, scheme, width) == {}
