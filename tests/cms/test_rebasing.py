"""A draft on a text that moved: nobody's words are lost, and nothing is taken for the editor's that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cms.rebasing import DraftBlock, EditorConflict, rebase_draft

A = DraftBlock("a", "paragraph", 0, "The city answers in thirty days.", 1)
B = DraftBlock("b", "paragraph", 0, "Water is free.", 2)
C = DraftBlock("c", "point", 1, "a tap in each square", 3)
TEXT = (A, B, C)


def said(carried):
    return [(b.key, b.html) for b in carried.blocks]


def test_an_untouched_draft_is_the_text():
    now = (replace(A, html="The city answers in ten days.", base=4), B, C)
    assert rebase_draft(TEXT, TEXT, now).blocks == now


def test_words_of_the_editor_stay_where_the_text_did_not_move():
    mine = replace(B, html="Water is free for all.")
    now = (replace(A, html="The city answers in ten days.", base=4), B, C)
    assert rebase_draft((A, mine, C), TEXT, now).blocks == (now[0], mine, C)


def test_changes_in_different_words_of_one_block_go_together():
    mine = replace(A, html="The town answers in thirty days.")
    now = (replace(A, html="The city answers in ten days.", base=4), B, C)
    carried = rebase_draft((mine, B, C), TEXT, now)
    assert carried.blocks[0] == replace(now[0], html="The town answers in ten days.")
    assert carried.meetings == ()


def test_where_both_changed_the_same_words_the_editors_stay_and_both_are_told():
    mine = replace(A, html="The city answers in nine days.")
    now = (replace(A, html="The city answers in ten days.", base=4), B, C)
    carried = rebase_draft((mine, B, C), TEXT, now)
    assert carried.blocks[0] == replace(mine, base=4)
    assert carried.meetings == (EditorConflict("a", mine.html, now[0].html),)


def test_words_beside_those_that_changed_stay_the_editors_and_both_are_told():
    mine = replace(A, html="The city answers in thirty working days.")
    now = (replace(A, html="The city answers in thirty weeks.", base=4), B, C)
    carried = rebase_draft((mine, B, C), TEXT, now)
    assert carried.blocks[0] == replace(mine, base=4)
    assert carried.meetings == (EditorConflict("a", mine.html, now[0].html),)


def test_a_block_that_left_the_text_goes_where_nobody_was_writing():
    assert said(rebase_draft(TEXT, TEXT, (A, C))) == [("a", A.html), ("c", C.html)]


def test_a_block_that_left_under_the_editors_hands_stays_as_a_new_one():
    mine = replace(B, html="Water is free for all.")
    carried = rebase_draft((A, mine, C), TEXT, (A, C))
    kept = carried.blocks[1]
    assert (kept.html, kept.base) == (mine.html, None)
    assert kept.key != "b"
    assert carried.meetings == (EditorConflict(kept.key, mine.html, ""),)


def test_a_block_that_came_in_stands_after_the_one_it_follows():
    new = DraftBlock("n", "paragraph", 0, "New.", 9)
    own = DraftBlock("o", "paragraph", 0, "Own.")
    assert [b.key for b in rebase_draft((A, own, B, C), TEXT, (A, new, B, C)).blocks] == ["a", "n", "o", "b", "c"]


def test_an_order_that_changed_is_followed_and_an_own_block_stays_behind_its_neighbour():
    own = DraftBlock("o", "paragraph", 0, "Own.")
    assert [b.key for b in rebase_draft((A, own, B, C), TEXT, (B, A, C)).blocks] == ["b", "a", "o", "c"]


def test_two_new_orders_meet_and_the_editors_stays():
    carried = rebase_draft((C, A, B), TEXT, (B, A, C))
    assert [b.key for b in carried.blocks] == ["c", "a", "b"]
    assert carried.meetings == (EditorConflict("", "", ""),)


@pytest.mark.parametrize(
    ("mine", "now", "expected"), [("point", "paragraph", "point"), ("paragraph", "point", "point")]
)
def test_a_kind_follows_whoever_changed_it(mine, now, expected):
    carried = rebase_draft((replace(A, kind=mine), B, C), TEXT, (replace(A, kind=now), B, C))
    assert carried.blocks[0].kind == expected
