"""What the desk reads at one provision: how far changes reach, who asks in part alike, who is in conflict."""

from __future__ import annotations

import pytest

from charter.queries.secretariat import amendment_counts, change_reach, queue
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
QUARTER = FIFTH.replace("fifth", "quarter")
LONGER = THIRD.replace("low incomes", "low incomes and for young people who leave their parents")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def ask(round_, city, officer, homes):
    def ask(html, **more):
        return factories.under_review(round_, city, officer, more.pop("place", homes), html, **more)

    return ask


def numbers(groups):
    return [[amendment.number for amendment in group.amendments] for group in groups]


def test_the_furthest_reaching_comes_first_and_beside_it_what_is_alike(round_, homes, ask):
    for html in (QUARTER, THIRD, LONGER, THIRD):
        ask(html)
    ask("", kind="delete")
    [meeting] = queue.meetings_at(round_, homes)
    assert numbers(meeting.groups) == [[5], [3], [2, 4], [1]]
    third = meeting.groups[2]
    assert [a.number for a in third.alike] == [3]
    assert (third.out, third.put) == (1, 1)


def test_each_pair_that_clashes_is_named_with_the_words_that_both_want(round_, homes, ask):
    for html in (THIRD, QUARTER, FIFTH.replace("low incomes", "no income")):
        ask(html)
    [meeting] = queue.meetings_at(round_, homes)
    assert [(numbers([meeting.groups[p.first], meeting.groups[p.other]]), p.on) for p in meeting.pairs] == [
        ([[1], [2]], "fifth")
    ]


def test_new_provisions_at_one_point_meet_apart_from_the_words(round_, homes, ask):
    shelter = "The city keeps shelters open in every winter."
    ask(THIRD)
    ask(shelter, kind="insert", new_kind="paragraph")
    ask("Trees grow.", kind="insert", new_kind="paragraph")
    ask(shelter.replace("winter", "summer"), kind="insert", new_kind="paragraph")
    words, point = queue.meetings_at(round_, homes)
    assert (words.at_point, numbers(words.groups)) == (False, [[1]])
    assert (point.at_point, numbers(point.groups)) == (True, [[2], [4], [3]])
    assert point.pairs == ()


def test_a_crowd_counts_amendments_wordings_and_clashes_where_they_are(round_, charter, homes, ask):
    water = factories.provision(charter, 8)
    for html in (THIRD, THIRD, QUARTER):
        ask(html)
    ask("Trees grow.", kind="insert", new_kind="paragraph")
    ask("The city gives water.", place=water)
    crowds = amendment_counts.amendments_by_provision(round_, [str(homes.key), str(water.key)])
    at_words, behind = crowds[str(homes.key), False], crowds[str(homes.key), True]
    assert (at_words.amendments, at_words.wordings, at_words.to_decide, at_words.conflicting) == (3, 2, 3, 2)
    assert (behind.amendments, behind.conflicting) == (1, 0)
    assert crowds[str(water.key), False].amendments == 1
    sections = {section.number: section.key for section in charter.arrangement.sections}
    assert amendment_counts.count_amendments_by_article(charter, round_) == {
        sections["I"]: (4, 4),
        sections["II"]: (1, 1),
    }


def test_a_tie_is_settled_by_number_and_nothing_stands_twice():
    assert change_reach.order_by_reach([(1, 9), (5, 8), (5, 7)], [{1}, {0}, set()]) == [2, 1, 0]
