"""A charter with its site and the pages of its draft sections."""

from __future__ import annotations

import pytest

from cms.models import SectionPage
from tests import factories


@pytest.fixture
def site(charter):
    return factories.site(charter)


@pytest.fixture
def section(site):
    """The page of article I in English."""
    return SectionPage.objects.get(slug="a-home-one-can-keep", locale__language_code="en")
