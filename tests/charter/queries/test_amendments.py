"""What is listed is what may be opened, for everybody."""

from __future__ import annotations

import pytest

from charter.queries import amendments
from tests import factories

INSIDE = ["officer", "moderator", "language_editor", "drafter", "body_member", "administrator", "section_staff"]


def reader(kind, city):
    if kind is None:
        return None
    return factories.member(city, kind) if kind == "officer" else factories.holder(kind)


@pytest.fixture
def asked(version, city, delegate):
    """A round that does not show what is pending: one decided in public, one pending, one draft."""
    round_ = factories.deciding(version, pending_is_public=False)
    moderator, place = factories.holder("moderator"), factories.provision(version.charter, 5)
    decided = factories.accepted(factories.under_review(round_, city, delegate, place, "A third."), moderator)
    pending = factories.under_review(round_, city, delegate, place, "A half.")
    factories.draft(round_, city, delegate)
    return [decided, pending]


@pytest.mark.parametrize("kind", [None, *INSIDE])
def test_the_list_holds_exactly_what_its_reader_may_open(kind, asked, other_city):
    person = reader(kind, other_city)
    listed = {one.pk for one in amendments.listed(person)}
    opened = {one.pk for one in asked if amendments.find(person, one.number, one.round.number)}
    assert listed == opened == ({one.pk for one in asked} if kind else {asked[0].pk})
