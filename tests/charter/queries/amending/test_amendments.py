"""What is listed may be opened, by everybody; and how many support the words is counted by the database."""

from __future__ import annotations

import pytest

from accounts.states import Membership
from charter.actions.amending import positions
from charter.queries.amending import amendments, supports
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
    listed = {amendment.pk for amendment in amendments.listed_amendments(person)}
    opened = {
        amendment.pk
        for amendment in asked
        if amendments.find_amendment(person, amendment.number, amendment.round.number)
    }
    assert listed == opened == ({amendment.pk for amendment in asked} if kind else {asked[0].pk})


@pytest.fixture
def supported(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


def stand(supported, stance="support", kind="government", **flags):
    member = factories.organisation(kind=kind, **flags)
    speaker = factories.member(member, "delegate")
    positions.take_position(organisation=member, text=supported.text, by=speaker, stance=stance)
    return member


def test_governments_that_support_are_counted_and_nobody_else(supported):
    stand(supported)
    stand(supported)
    stand(supported, stance="objection")
    stand(supported, kind="partner")
    assert supports.count_supports([supported.pk]) == {supported.pk: 2}


@pytest.mark.parametrize("flag", [flag for flag in Membership.values if flag != Membership.ANY])
def test_a_round_that_counts_some_members_counts_these_alone(supported, flag):
    supported.round.who_is_counted = flag
    supported.round.save()
    chosen = stand(supported, **{flag: True})
    stand(supported, **{flag: False})
    assert supports.count_supports([supported.pk]) == {supported.pk: 1}
    assert amendments.is_counted(chosen, supported.round)


def test_counting_is_one_query(supported, django_assert_num_queries):
    stand(supported)
    with django_assert_num_queries(1):
        supports.count_supports([supported.pk])


def test_what_a_decision_in_part_takes_stands_in_the_words_that_were_asked_for(version, city, delegate, moderator):
    place, other = (factories.provision(version.charter, number) for number in (5, 6))
    amendment = factories.under_review(factories.deciding(version), city, delegate, place, "A third.")
    left = factories.change(amendment, other, "At once.")
    taken_changes = {change.pk: change != left for change in amendment.text.changes.all()}
    decided = factories.accepted(amendment, moderator, outcome="accepted_in_part", taken=taken_changes).decision
    assert [row.html for row in amendments.decided_changes(decided, {}, "en")] == ["A third."]


def test_a_provision_that_moves_is_shown_with_the_words_of_the_version_that_the_amendment_changes(city, delegate):
    charter = factories.charter(languages=("en",))
    first = factories.version(charter)
    place, moderator = factories.provision(charter, 5), factories.holder("moderator")
    words = factories.working(place).wording.html
    round_ = factories.deciding(first)
    amendment = factories.under_review(
        round_, city, delegate, place, "", kind="move", after=factories.provision(charter, 6)
    )
    amendment.text.changes.update(base=None)
    factories.accepted(amendment, moderator, outcome="not_accepted")
    factories.merged(round_, {5: "A third."}, by=moderator, city=city, proposer=delegate)
    factories.next_version(charter, by=moderator)
    [text] = amendments.texts_with_changes([amendment.text])
    shown = [amendments.shown_changes(text, {}, "en", version)[0].place_html for version in (1, 2, None)]
    assert shown == [words, "A third.", "A third."]
