"""The main pages for axe, at two widths and more: nothing serious, nothing sideways, nothing the policy forbids."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.walking import enter
from tests.site import stage as stages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

GRAVE = ("serious", "critical")
WIDTHS = {"light": 1280, "dark": 360}


@pytest.fixture
def stage(guarded_tables):
    return stages.build()


def pages(stage, language):
    """Who opens what."""
    number, things = stage.round.number, stage.things
    short = things["compromise"].provision.short
    behind = things["merged"].text.changes.get().provision.short
    draft = f"city/drafts/{things['draft'].key}/"
    found = {
        "anonymous": [
            "",
            "charter/",
            "charter/2/I/?who=I.1.2",
            "charter/working/I/",
            "charter/1..2/",
            "charter/1..2/I/?view=side",
            f"provisions/{short}/",
            f"amendments/{number}/{things['confirmed'].number}/",
            "amendments/",
            "decisions/",
            "rounds/",
            "cities/",
            "search/?q=homes",
            "join/",
            "accounts/login/",
        ],
        "officer": [f"provisions/{short}/propose/", draft, f"{draft}check/", "city/people/"],
        "delegate": ["city/", f"amendments/{number}/{things['theirs'].number}/", "account/"],
        "moderator": [
            "desk/",
            f"desk/provisions/{short}/",
            f"desk/amendments/{number}/{things['theirs'].number}/",
            f"desk/merges/{things['merge'].key}/",
            "desk/publish/",
            "desk/import/",
            f"desk/import/{things['upload'].key}/",
            "desk/members/",
        ],
        "second editor": ["languages/", f"languages/fr/{behind}/"],
    }
    return {role: [f"/{language}/{path}" for path in paths] for role, paths in found.items()}


def faults(page):
    """Each grave finding with the first element it is about."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in GRAVE]


def sideways(page):
    """Whether a narrow page has to be pushed sideways."""
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the screen by {wide}"] if wide > 0 else []


def look(reader, stage, language, scheme, width):
    """What is wrong with each page."""
    found = {}
    for role, paths in pages(stage, language).items():
        one = reader(color_scheme=scheme, viewport={"width": width, "height": 900})
        if stage.people[role] is not None:
            enter(one, stage.people[role])
        for path in paths:
            page = one.go(path)
            wrong = faults(page) + sideways(page)
            page.set_viewport_size({"width": width, "height": 900})
            if wrong:
                found[path] = wrong
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_grave_on_the_main_pages(stage, reader, language):
    assert look(reader, stage, language, "light", 1280) == {}


@pytest.mark.large
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("dark", 360), ("light", 360)])
def test_nothing_grave_in_any_language_scheme_and_width(stage, reader, language, scheme, width):
    assert look(reader, stage, language, scheme, width) == {}
