"""What amendments did to the text, told from a version's words, deletions and moves."""

from __future__ import annotations

import pytest

from charter.actions.versions import versions
from charter.models import Amendment, Article, Charter, Version
from charter.queries.deciding import decisions, effects
from charter.states import AmendmentState
from tests import factories

FIFTH = factories.WORDS["en"][5]


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


@pytest.fixture
def publish(first, city, officer, moderator):
    """A round whose amendments are merged together, and the version after it."""
    from charter.actions.merging import merges

    def done(*proposals):
        round_ = factories.deciding(Version.objects.order_by("-number").first())
        amendments = [
            factories.under_review(round_, city, officer, factories.provision(first.charter, place), html, **more)
            for place, html, more in proposals
        ]
        amendments = [factories.accepted(amendment, moderator) for amendment in amendments]
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.choose_amendments(
            merge=merges.begin_merge(article=article, language="en", round_=round_, by=moderator),
            amendments=amendments,
            by=moderator,
        )
        merges.apply_merge(merge=merge, by=moderator)
        publication = versions.propose_version(charter=Charter.objects.get(pk=first.charter_id), by=moderator)
        version = versions.publish_version(publication=publication, by=factories.holder("moderator"))
        return round_, version, [amendment.pk for amendment in amendments]

    return done


def test_before_a_version_follows_a_round_has_none(first):
    assert effects.version_of(factories.deciding(first)) is None


def test_new_words_show_by_their_runs(publish):
    round_, version, keys = publish((5, FIFTH.replace("fifth", "third"), {}))
    assert effects.amendments_in_version(round_, version) == set(keys)


def test_words_taken_out_show_by_their_absence(publish):
    round_, version, keys = publish((5, FIFTH.replace(" for people with low incomes", ""), {}))
    assert effects.amendments_in_version(round_, version) == set(keys)


@pytest.mark.parametrize("place", [5, 6], ids=["in the middle", "the last of its article"])
def test_a_deleted_provision_shows_by_its_absence(publish, place):
    round_, version, keys = publish((place, "", {"kind": "delete"}))
    assert effects.amendments_in_version(round_, version) == set(keys)


def test_a_moved_provision_shows_by_its_place(publish, first):
    after = factories.provision(first.charter, 7)
    round_, version, keys = publish((5, "", {"kind": "move", "after": after}))
    assert effects.amendments_in_version(round_, version) == set(keys)


def test_words_that_a_later_version_lost_do_not_count_there(publish):
    round_, version, keys = publish((5, FIFTH.replace("fifth", "third"), {}))
    _later, third, _made = publish((5, FIFTH.replace("fifth", "half"), {}))
    assert effects.amendments_in_version(round_, version) == set(keys)
    assert effects.amendments_in_version(round_, third) == set()


def test_a_round_is_told_by_the_version_that_the_next_one_is_on(publish):
    round_, version, _made = publish((5, FIFTH.replace("fifth", "third"), {}))
    publish((5, FIFTH.replace("fifth", "half"), {}))
    assert effects.version_of(round_) == version


def test_the_tally_does_not_believe_a_state(publish):
    round_, _version, keys = publish((5, FIFTH.replace("fifth", "third"), {}))
    Amendment.objects.filter(pk__in=keys).update(state=AmendmentState.DECIDED)
    assert decisions.tally_decisions(round_).changed == 1


def test_a_referred_amendment_has_no_end(first, city, officer, moderator):
    round_ = factories.deciding(first)
    amendment = factories.under_review(round_, city, officer, factories.provision(first.charter, 5), "All homes.")
    factories.accepted(amendment, moderator, outcome="referred")
    tally = decisions.tally_decisions(round_)
    assert (tally.amendments, tally.decided, tally.open, tally.withdrawn) == (1, 1, 1, 0)


def test_the_words_of_an_amendment_that_stand_are_named_with_their_place(publish):
    _round, version, keys = publish((5, FIFTH.replace("one fifth", "two full thirds"), {}))
    own_texts = effects.own_text_in_version(Amendment.objects.get(pk=keys[0]), version)
    assert [(own_text.citation, own_text.pieces, own_text.words) for own_text in own_texts] == [
        ("I.1.1", ("two full thirds",), 3)
    ]


def test_words_that_were_replaced_later_stand_no_more(publish):
    _round, _version, keys = publish((5, FIFTH.replace("fifth", "third"), {}))
    _later, third, _made = publish((5, FIFTH.replace("fifth", "half"), {}))
    assert effects.own_text_in_version(Amendment.objects.get(pk=keys[0]), third) == []
