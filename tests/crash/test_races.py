"""Two unlike acts at once on the same thing: one of the two orders, and nothing between."""

from __future__ import annotations

import pytest

from tests.crash.forks import DONE, REFUSED

pytestmark = pytest.mark.large
PAIRS, OPENED = 12, 4  # as in races.py, which needs Django set up


def test_support_holds_or_is_refused_where_the_amendment_is_withdrawn(run):
    report = run("races", "supported_or_withdrawn")
    assert {end for _, end in report["ends"]} == {DONE}
    assert [support == DONE for support, _ in report["ends"]] == [bool(count) for count in report["held"]]
    assert {support for support, _ in report["ends"]} <= {DONE, REFUSED}
    assert (report["states"], report["wrong"]) == (["withdrawn"], [])


def test_what_is_confirmed_while_the_round_closes_is_public_or_stays_a_draft(run):
    report = run("races", "confirmed_or_closed")
    assert report["closed"] == DONE
    public, draft = [DONE, "under_review", True], [REFUSED, "not_confirmed", False]
    assert all(outcome in (public, draft) for outcome in report["became"]), report["became"]
    assert (report["numbers"], report["wrong"]) == (True, [])


def test_what_refers_to_a_round_is_written_while_amendments_of_it_get_their_numbers(run):
    report = run("races", "begun_and_confirmed")
    assert (report["ends"], report["wrong"]) == ([DONE], [])
    assert report["numbers"] == list(range(1, PAIRS + 1))
    assert report["begun"] == PAIRS * (1 + OPENED)


def test_decisions_released_by_many_are_released_once_and_told_once(run):
    report = run("races", "released_twice")
    assert report["ends"] == [DONE] + [REFUSED] * (PAIRS - 1)
    assert (report["releases"], report["told"], report["once"], report["wrong"]) == (1, True, True, [])


def test_a_decision_in_a_merge_is_corrected_or_its_words_enter(run):
    report = run("races", "applied_or_corrected")
    assert all(sorted(pair) == [DONE, REFUSED] for pair in report["ends"]), report["ends"]
    assert {tuple(outcome) for outcome in report["became"]} <= {("merged", "accepted"), ("decided", "not_accepted")}
    assert report["wrong"] == []


def test_a_version_is_not_published_while_a_merge_moves_what_was_agreed_to(run):
    report = run("races", "published_or_applied")
    # Before the words enter they are missing, and after it the text is another one than was proposed.
    assert {tuple(pair) for pair in report["ends"]} == {(REFUSED, DONE)}
    assert (report["unseen"], report["states"], report["wrong"]) == (0, ["applied"], [])
