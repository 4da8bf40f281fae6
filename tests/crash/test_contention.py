"""Many at once: numbers are given once each, and what is done once is done once."""

from __future__ import annotations

import pytest

from tests.crash.forks import DONE, REFUSED

pytestmark = pytest.mark.large
WRITERS, REPLIES = 50, 20  # as in rushes.py, which needs Django set up


def test_amendments_confirmed_at_once_get_each_number_once(run):
    report = run("rushes", "numbers")
    assert report["ends"] == [[DONE, WRITERS]]
    assert (report["given"], report["last"]) == (list(range(1, WRITERS + 1)), WRITERS)
    assert report["wrong"] == []


def test_one_amendment_confirmed_by_many_gets_one_number(run):
    report = run("rushes", "one_confirmation")
    assert report == {"ends": [[DONE, 1], [REFUSED, WRITERS - 1]], "given": [1], "wrong": []}


def test_a_position_taken_many_times_at_once_holds_once(run):
    report = run("rushes", "one_position")
    assert report == {"ends": [[DONE, WRITERS]], "held": 1, "wrong": []}


def test_a_merge_applied_by_many_enters_once(run):
    report = run("rushes", "one_merge")
    assert report["ends"] == [[DONE, 1], [REFUSED, WRITERS - 1]]
    assert (report["adoptions"], report["words"], report["merged"], report["wrong"]) == (2, 1, 2, [])


def test_a_version_agreed_to_by_many_is_published_once(run):
    report = run("rushes", "one_version")
    assert report == {"ends": [[DONE, 1], [REFUSED, WRITERS - 1]], "versions": [1], "wrong": []}


def test_an_amendment_decided_and_withdrawn_at_once_is_one_of_the_two(run):
    report = run("rushes", "decided_or_withdrawn")
    # Until it is public a decision does not bar withdrawing, which sets it aside.
    assert report["pairs"] in ([[DONE, DONE]], [[DONE, REFUSED]], [[DONE, DONE], [DONE, REFUSED]])
    assert (report["both"], report["wrong"]) == ([], [])


def test_replies_at_once_are_all_there_each_at_its_place(run):
    report = run("rushes", "replies")
    assert report["ends"] == [[DONE, REPLIES]]
    assert (report["texts"], report["orders"], report["parents"], report["wrong"]) == (REPLIES + 2, True, True, [])
