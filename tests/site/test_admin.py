"""Wagtail's administration below /admin/: who enters it, and what is open to nobody who does."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from cms.models import HomePage, SectionPage
from tests.site import asking
from tests.site.permissions import ROLES, SECRETS

INSIDE = ("drafter", "moderator", "administrator")
# Words of the interface and drawings; and Wagtail's own way to a new password, which is closed and says nothing.
SAYS_NOTHING = {
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
}
# People, groups, sites: what would give rights, or move the site. Roles are given at the desk.
OPEN_TO_NOBODY = (
    "wagtailusers_",
    "wagtailsites:",
    "wagtaillocales:",
    "wagtailredirects:",
    "wagtailsnippets:",
    "wagtailadmin_collections:",
    "wagtailadmin_workflows:index",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:edit",
    "wagtailadmin_workflows:task_index",
)
# What a drafter without an assigned section does not open.
NOT_FOR_DRAFTERS = (
    "wagtailimages:",
    "wagtaildocs:",
    *(f"wagtailadmin_pages:{act}" for act in ("edit", "history", "view_draft", "add_subpage", "copy", "move")),
    *(f"wagtailadmin_pages:{act}" for act in ("unpublish", "delete", "set_privacy", "usage", "preview_on_edit")),
)


@pytest.fixture
def stage(one_stage, db):
    return one_stage


def names(patterns, space="") -> set[str]:
    found = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            found |= names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            found.add(f"{space}{one.name}")
    return found


def rooms() -> dict[str, str]:
    """Every address of the administration that needs no part, or the number of a page, by its name."""
    [admin] = [one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"]
    home, section = HomePage.objects.first(), SectionPage.objects.first()
    found = {}
    for name in names(admin.url_patterns):
        for said, args in (("", []), (" of the home", [home.pk]), (" of a section", [section.pk])):
            try:
                found[name + said] = reverse(name, args=args)
            except NoReverseMatch:
                continue
    return found


@pytest.mark.parametrize("role", [role for role in ROLES if role not in INSIDE])
def test_who_does_not_work_on_the_text_is_sent_away_from_every_address(stage, role):
    entered, leaks = {}, set()
    with asking.as_role(stage, role) as client:
        for name, url in rooms().items():
            response = client.get(url)
            if asking.answer_of(response) != "sign in" and name not in SAYS_NOTHING:
                entered[name] = response.status_code
            leaks |= {(word, name) for word in SECRETS if word in asking.text_of(response)}
    assert (entered, leaks) == ({}, set())


@pytest.mark.parametrize("role", INSIDE)
def test_nobody_gives_rights_or_moves_the_site_there(stage, role):
    closed = OPEN_TO_NOBODY + (NOT_FOR_DRAFTERS if role == "drafter" else ())
    with asking.as_role(stage, role) as client:
        found = {name: url for name, url in rooms().items() if name.startswith(closed)}
        assert len(found) > 50
        assert [name for name, url in found.items() if client.get(url).status_code == 200] == []
        assert client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_the_secretariat_edits_every_section_and_page(stage, role):
    with asking.as_role(stage, role) as client:
        for page in (HomePage.objects.first(), SectionPage.objects.first()):
            assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
