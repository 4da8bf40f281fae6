"""Wagtail's own pages that moderators meet, for axe: what it finds there is known, named, and Wagtail's own."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from cms.models import NewsIndexPage, SectionPage
from tests.journeys.walking import enter
from tests.site import stage as stages

pytestmark = [
    pytest.mark.large,
    pytest.mark.browser,
]
GRAVE = ("serious", "critical")
# By rule, what its element has. The editor of words has a label that is not tied to it (wagtail/wagtail#14205); the
# box behind "choose from your computer" has none, and no issue of Wagtail's was found that says so.
KNOWN = {"aria-input-field-name": "public-DraftEditor-content", "label": 'id="fileupload"'}


@pytest.fixture
def stage(transactional_db):
    return stages.build()


def met() -> dict[str, str]:
    """Addresses by what a moderator does there."""
    section = SectionPage.objects.filter(locale__language_code="en").order_by("pk")[0]
    news = NewsIndexPage.objects.get(locale__language_code="en")
    return {
        "the first page": reverse("wagtailadmin_home"),
        "looking for a page": reverse("wagtailadmin_explore", args=[section.get_parent().pk]),
        "looking for news": reverse("wagtailadmin_explore", args=[news.pk]),
        "searching": reverse("wagtailadmin_pages:search") + "?q=home",
        "changing words": reverse("wagtailadmin_pages:edit", args=[section.pk]),
        "what was changed": reverse("wagtailadmin_pages:history", args=[section.pk]),
        "writing news": reverse("wagtailadmin_pages:add", args=["cms", "newspage", news.pk]),
        "pictures": reverse("wagtailimages:index"),
        "a new picture": reverse("wagtailimages:add_multiple"),
        "files": reverse("wagtaildocs:index"),
        "a new file": reverse("wagtaildocs:add_multiple"),
        "one's own settings": reverse("wagtailadmin_account"),
    }


def grave(page) -> list[tuple[str, str]]:
    """The rule and the element of each grave finding."""
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (violation["id"], node["html"])
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def test_what_axe_finds_in_the_administration_is_wagtails_own(stage, reader):
    moderator, results = enter(reader(), stage.people["moderator"]), {}
    for name, path in met().items():
        page = moderator.go(path)
        page.wait_for_load_state("networkidle")
        for rule, element in grave(page):
            if KNOWN.get(rule, "nothing") not in element:
                results.setdefault(name, []).append(f"{rule}: {element[:150]}")
    assert results == {}
