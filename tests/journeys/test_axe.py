"""Every kind of page for axe, at two widths and more: nothing serious or sideways, nothing the policy forbids."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.walking import enter
from tests.site import stage as stages
from tests.site.every_page import is_file, pages

pytestmark = [pytest.mark.browser, pytest.mark.large]

GRAVE = ("serious", "critical")


@pytest.fixture
def stage(transactional_db):
    return stages.build()


def faults(page):
    """Each grave finding with the first element it is about."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in violations
        if violation["impact"] in GRAVE
    ]


def sideways(page):
    """Whether a narrow page has to be pushed sideways."""
    page.set_viewport_size({"width": 320, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the screen by {wide}"] if wide > 0 else []


def look(reader, stage, language, scheme="light", width=1280):
    """The faults of each page; a page that leads on to another is examined where it leads."""
    results, seen = {}, set()
    for role, paths in pages(stage, language).items():
        visitor = reader(color_scheme=scheme, viewport={"width": width, "height": 900})
        if stage.people[role] is not None:
            enter(visitor, stage.people[role])
        for path in paths:
            if is_file(visitor.page.request.get(path).headers):
                continue
            page = visitor.open(path)
            if (role, page.url) in seen:
                continue
            seen.add((role, page.url))
            wrong = faults(page) + sideways(page)
            page.set_viewport_size({"width": width, "height": 900})
            if wrong:
                results[f"{role}: {path}"] = wrong
    return results


def test_nothing_grave_on_any_kind_of_page(stage, reader):
    assert look(reader, stage, "en") == {}


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
