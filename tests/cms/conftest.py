"""A charter with its site and the pages of its draft sections."""

from __future__ import annotations

import pytest

from cms.actions import sites
from cms.models import SectionPage


@pytest.fixture
def site(charter):
    return sites.found_site(charter=charter)


@pytest.fixture
def section(site):
    """The page of article I in English."""
    return SectionPage.objects.get(slug="a-home-one-can-keep", locale__language_code="en")
