"""Every kind of page for axe, at two widths and more: no finding, nothing sideways, nothing the policy forbids."""

from __future__ import annotations

import pytest

from tests.journeys.axe import CONTRAST, faults
from tests.journeys.walking import enter
from tests.site import stage as stages
from tests.site.every_page import is_file, pages

pytestmark = [pytest.mark.browser, pytest.mark.large]


@pytest.fixture
def stage(transactional_db):
    return stages.build()


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


FAINT = """<style>body { background: #fff; color: #000 } div { background: rgb(0 0 0 / 50%) }</style>
<p id="a">A</p><p id="b" style="color: rgb(0 0 0 / 40%)">B</p><div><p id="c">C</p><p id="d" style="color: #fff">D</p>
<p id="e" style="color: #fff; font-size: 24px">E</p></div><p id="f" style="opacity: .5">F</p>
<p id="g" style="background: linear-gradient(#fff, #000)">G</p>"""


def test_the_contrast_of_colours_one_over_the_other_is_calculated(reader):
    page = reader().page
    page.set_content(FAINT)
    assert page.evaluate(CONTRAST, [f"#{letter}" for letter in "abcdefg"]) == [
        "#b: 2.85 to 1",
        "#d: 3.98 to 1",
        "#f: 3.98 to 1",
        "#g: a picture behind the text",
    ]


def test_axe_finds_nothing_on_any_kind_of_page(stage, reader):
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
def test_axe_finds_nothing_in_any_language_scheme_and_width(stage, reader, language, scheme, width):
    assert look(reader, stage, language, scheme, width) == {}
