"""Two versions beside each other, provision by provision."""

from __future__ import annotations

import pytest

from charter.actions.languages import editions
from charter.models import Charter
from charter.queries.reading import comparing
from tests import factories


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


def second(first, turn):
    """The next version, with the order of the second article's last two points turned, or one of them gone."""
    from dataclasses import replace

    from django.utils import timezone

    from charter.actions.versions import versions

    charter = Charter.objects.get(pk=first.charter_id)
    sections = list(charter.arrangement.sections)
    sections[2] = replace(sections[2], blocks=turn(sections[2].blocks))
    editions.arrange_charter(charter=charter, sections=tuple(sections), at=timezone.now())
    publication = versions.propose_version(charter=charter, by=factories.holder("moderator"))
    return versions.publish_version(publication=publication, by=factories.holder("moderator"))


def states(comparison):
    return [(row.state, row.line.citation) for row in comparison.rows("en") if row.state]


def test_what_did_not_change_is_known_without_comparing(first):
    assert [c.same for c in comparing.compare_versions(first, first, "en")] == [True, True, True]


def test_a_provision_that_left_is_cited_as_it_stood(first):
    new = second(first, lambda blocks: blocks[:-1])
    water = comparing.compare_versions(first, new, "en")[2]
    assert states(water) == [("del", "II.1.b")]
    assert water.kinds == {"deleted": 1}


def test_a_provision_that_moved_is_cited_where_it_stands_and_where_it_stood(first):
    new = second(first, lambda blocks: (*blocks[:-2], blocks[-1], blocks[-2]))
    water = comparing.compare_versions(first, new, "en")[2]
    assert sorted(states(water)) in (
        [("left", "II.1.a"), ("moved", "II.1.b")],
        [("left", "II.1.b"), ("moved", "II.1.a")],
    )


def test_one_article_alone_comes_with_the_titles_of_the_others(first):
    comparisons = comparing.compare_versions(first, first, "en", "II")
    assert [len(c.side.lines) for c in comparisons] == [1, 1, 4]


def test_a_redline_of_one_provision_has_no_block_around_it():
    html = comparing.redline_of("one fifth", "one third", "en")
    assert html.startswith("one ") and "<p" not in html
