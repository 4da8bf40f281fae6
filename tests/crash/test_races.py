"""Two unlike acts at once on the same thing: one of the two orders, and nothing between."""

from __future__ import annotations

import pytest

from tests.crash.forks import DONE, REFUSED

pytestmark = pytest.mark.large
PAIRS, OPENED = 12, 4  # as in races.py, which needs Django set up


def test_support_holds_or_is_refused_where_the_amendment_is_withdrawn(run):
    said = run("races", "supported_or_withdrawn")
    assert {end for _, end in said["ends"]} == {DONE}
    assert [support == DONE for support, _ in said["ends"]] == [bool(held) for held in said["held"]]
    assert {support for support, _ in said["ends"]} <= {DONE, REFUSED}
    assert (said["states"], said["wrong"]) == (["withdrawn"], [])


def test_what_is_confirmed_while_the_round_closes_is_public_or_stays_a_draft(run):
    said = run("races", "confirmed_or_closed")
    assert said["closed"] == DONE
    public, draft = [DONE, "under_review", True], [REFUSED, "not_confirmed", False]
    assert all(one in (public, draft) for one in said["became"]), said["became"]
    assert (said["numbers"], said["wrong"]) == (True, [])


def test_what_refers_to_a_round_is_written_while_amendments_of_it_get_their_numbers(run):
    said = run("races", "begun_and_confirmed")
    assert (said["ends"], said["wrong"]) == ([DONE], [])
    assert said["numbers"] == list(range(1, PAIRS + 1))
    assert said["begun"] == PAIRS * (1 + OPENED)


def test_decisions_released_by_many_are_released_once_and_told_once(run):
    said = run("races", "released_twice")
    assert said["ends"] == [DONE] + [REFUSED] * (PAIRS - 1)
    assert (said["releases"], said["told"], said["once"], said["wrong"]) == (1, True, True, [])


def test_a_decision_in_a_merge_is_corrected_or_its_words_enter(run):
    said = run("races", "applied_or_corrected")
    assert all(sorted(pair) == [DONE, REFUSED] for pair in said["ends"]), said["ends"]
    assert {tuple(one) for one in said["became"]} <= {("merged", "accepted"), ("decided", "not_accepted")}
    assert said["wrong"] == []


def test_a_version_is_not_published_while_a_merge_moves_what_was_agreed_to(run):
    said = run("races", "published_or_applied")
    # Before the words enter they are missing, and after it the text is another one than was proposed.
    assert {tuple(pair) for pair in said["ends"]} == {(REFUSED, DONE)}
    assert (said["unseen"], said["states"], said["wrong"]) == (0, ["applied"], [])
