"""Taking an applied merge back, as a merge of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.deciding import compromises
from charter.actions.merging import merge_reversals, merges
from charter.models import Article
from charter.queries.languages import ledger
from charter.queries.reading import word_sources
from charter.queries.versions import data_faults
from charter.states import AmendmentState, RebaseState
from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."
THIRD = FIFTH.replace("fifth", "third")
WHY = {"en": "It was applied too soon."}


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def apply(deciding, city, officer, moderator):
    """Merges one change of the paragraph on homes, or of another provision."""

    def applied(provision, html, **more):
        amendment = factories.accepted(
            factories.under_review(deciding, city, officer, provision, html, **more), moderator
        )
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
        return merges.apply_merge(merge=merge, by=moderator), amendment

    return applied


def test_the_words_before_are_written_anew_and_the_amendment_is_decided_again(apply, homes, moderator, delegate):
    before = factories.working(homes).wording
    merge, amendment = apply(homes, THIRD)
    undoing = merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    amendment.refresh_from_db()
    now, change = factories.working(homes).wording, amendment.text.changes.get()
    assert (now.html, now.runs, now.parent.html) == (before.html, before.runs, THIRD)
    assert (amendment.state, change.carry, change.base) == (AmendmentState.DECIDED, RebaseState.CLEAN, now)
    assert [a.reason.text for a in undoing.adoptions.all()] == ["It was applied too soon."]
    assert Record.objects.latest("number").act == "merge taken back"
    assert Letter.objects.filter(key__startswith="taken_out", to=delegate).count() == 1
    assert list(data_faults.all_faults()) == []


def test_other_languages_are_behind_by_both_and_the_words_can_be_merged_again(apply, homes, charter, moderator):
    merge, amendment = apply(homes, THIRD)
    undoing = merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    line = ledger.ledger_line(charter, homes, "fr")
    assert {a.merge for a in line.lacking} == {merge, undoing}
    again = merges.begin_merge(article=merge.article, language="en", round_=merge.round, by=moderator)
    merges.choose_amendments(merge=again, amendments=[amendment], by=moderator)
    merges.apply_merge(merge=again, by=moderator)
    assert factories.working(homes).wording.html == THIRD


def test_words_that_moved_since_are_named(apply, homes, moderator):
    merge, _asked = apply(homes, THIRD)
    factories.reword(homes, THIRD.replace("low", "small"), by=moderator)
    with pytest.raises(Refused, match=r"The text of I\.1\.1 has changed since the merge\."):
        merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)


def test_it_is_taken_back_once_with_a_reason_and_by_a_moderator(apply, homes, moderator, officer):
    merge, _asked = apply(homes, THIRD)
    with pytest.raises(Refused, match="Give the reason"):
        merge_reversals.reverse_merge(merge=merge, reason={"en": " "}, by=moderator)
    with pytest.raises(Refused, match="Only moderators"):
        merge_reversals.reverse_merge(merge=merge, reason=WHY, by=officer)
    undoing = merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    for refused, why in ((merge, "already reversed"), (undoing, "Only an applied merge")):
        with pytest.raises(Refused, match=why):
            merge_reversals.reverse_merge(merge=refused, reason=WHY, by=moderator)


def test_readers_are_told_neither_of_what_came_nor_of_its_going(apply, homes, moderator):
    before = factories.working(homes).wording
    merge, _asked = apply(homes, THIRD)
    between = factories.working(homes).wording
    undoing = merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    now = factories.working(homes).wording
    edited = factories.adopt(homes, FIFTH.replace("low", "small"), by=moderator)
    steps = [
        word_sources.adoptions_between({homes.pk: old}, {homes.pk: new})
        for old, new in ((before, now), (between, now))
    ]
    assert steps == [{}, {homes.pk: list(undoing.adoptions.all())}]
    adoptions = word_sources.adoptions_between({homes.pk: before}, {homes.pk: edited})[homes.pk]
    assert [adoption.merge for adoption in adoptions] == [None]


def test_a_compromise_that_was_applied_can_be_applied_again(deciding, homes, city, officer, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, FIFTH.replace("fifth", "half"))
    arguments = {"reason": {"en": "Between."}, "answer_by": timezone.now() + timedelta(days=9), "by": moderator}
    placing = {"round_": deciding, "amendments": [amendment], "provision": homes, "language": "en", "html": THIRD}
    compromise = factories.agreed(compromises.propose_compromise(**placing, **arguments), moderator)
    amendment = factories.accepted(amendment, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    for again in (False, True):
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
        merges.apply_merge(merge=merge, by=moderator)
        assert factories.working(homes).wording.html == THIRD
        if not again:
            merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
            compromise.refresh_from_db()
            assert (compromise.agreed, compromise.base) == (True, factories.working(homes).wording)


def test_a_provision_that_was_deleted_stands_again_in_its_place(apply, homes, charter, moderator):
    order = charter.arrangement.tree
    merge, _asked = apply(homes, "", kind="delete")
    charter.refresh_from_db()
    assert str(homes.key) not in list(charter.arrangement.keys())
    merge_reversals.reverse_merge(merge=merge, reason=WHY, by=moderator)
    charter.refresh_from_db()
    assert charter.arrangement.tree == order
