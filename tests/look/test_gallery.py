"""Every component in one page, in both schemes, two widths and both directions: nothing spills, nothing is inline.

The screenshots go to /tmp/shots, to be looked at beside the pictures of the look.
"""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.utils import translation

from tests.look import sample
from tests.look.browsing import page_of

SHOTS = Path(os.environ.get("SHOTS", "/tmp/shots"))
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
VIEWS = [
    ("en", 1280, "light"),
    ("en", 1280, "dark"),
    ("en", 360, "light"),
    ("en", 360, "dark"),
    ("en", 320, "light"),
    ("ar", 1280, "light"),
    ("ar", 360, "light"),
]


def gallery(language: str) -> str:
    """The gallery's HTML, with the site's own templates and the sample's beside them."""
    options = engines["django"].engine
    engine = DjangoTemplates(
        {
            "NAME": "look",
            "DIRS": [*options.dirs, Path(__file__).parent],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "builtins": settings.TEMPLATES[0]["OPTIONS"]["builtins"],
            },
        }
    )
    with translation.override(language):
        return engine.get_template("gallery.html").render(
            sample.gallery(language), RequestFactory().get("/gallery/?page=2")
        )


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_nothing_spills_over_the_side(browser, language, width, scheme):
    page = page_of(browser, gallery(language), width, scheme)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"gallery-{language}-{width}-{scheme}.png", full_page=True)
    spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.context.close()
    assert spill == 0


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_fault(browser, width, scheme):
    page = page_of(browser, gallery("en"), width, scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document)")
    page.context.close()
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_inline(language):
    html = gallery(language)
    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*src)", html) == []


def test_the_style_sheet_stays_small():
    sheet = Path(finders.find("css/site.css")).read_bytes()
    assert len(gzip.compress(sheet)) <= 9.5 * 1024


def test_the_style_sheet_knows_no_left_and_right():
    sheet = Path(finders.find("css/site.css")).read_text(encoding="utf-8")
    sides = "left|right|top|bottom"
    assert re.findall(rf"(?:margin|padding|border)-(?:{sides})|(?<![-\w])(?:{sides}|width|height)\s*:", sheet) == []
