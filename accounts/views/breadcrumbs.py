"""The way to a page through the pages above it, as `components/crumbs.html` shows it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

Crumb = dict[str, str]
Page = tuple[str, str]
"""A word and an address."""


def breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """The pages above, then the page itself, which has no address."""
    return [*({"word": word, "url": url} for word, url in above), {"word": here, "url": ""}]


def secretariat_breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """A page of the secretariat."""
    return breadcrumbs((_("Secretariat"), reverse("desk")), *above, here=here)


def languages_breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """A page of the language editors."""
    return breadcrumbs((_("Languages"), reverse("languages")), *above, here=here)


def charter_breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """A page below the charter."""
    return breadcrumbs((_("Charter"), reverse("charter")), *above, here=here)


def city_breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """A page of the workspace of a member."""
    return breadcrumbs((_("My city"), reverse("city")), *above, here=here)


def members_breadcrumbs(*above: Page, here: str) -> list[Crumb]:
    """A public page below the members."""
    return breadcrumbs((_("Members"), reverse("members")), *above, here=here)
