"""Conflicts, credits, notices, rebases, origins and retyping, one thing a test."""

import pytest

from charter.text import diff, merge, origins, parse, rebase, retype

BASE = parse("<p>The fee is ten euros.</p><p>Refunds are paid within a month.</p>")
NINE = parse("<p>The fee is nine euros.</p><p>Refunds are paid within a month.</p>")
TWO = parse("<p>The fee is two euros.</p><p>Refunds are paid within a week.</p>")


def test_an_open_conflict_shows_the_words_of_the_base():
    merged = merge(BASE, {"A": NINE, "B": TWO})
    assert merged.document.text == "The fee is ten euros.\nRefunds are paid within a week."


def test_a_conflict_holds_all_its_wordings():
    (conflict,) = merge(BASE, {"A": NINE, "B": TWO}).conflicts
    assert (conflict.base, [(side.text, side.marks) for side in conflict.sides]) == (
        "ten",
        [("nine", ("A",)), ("two", ("B",))],
    )


def test_a_side_that_is_taken_is_credited_to_its_proposal():
    merged = merge(BASE, {"A": NINE, "B": TWO})
    settled = merged.resolve(merged.conflicts[0], merged.conflicts[0].sides[0].document)
    assert settled.conflicts == ()
    assert [(c.text, c.marks) for c in settled.credits] == [("nine", ("A",)), ("week", ("B",))]


def test_a_moderators_own_words_are_never_a_citys():
    merged = merge(BASE, {"A": NINE, "B": TWO})
    conflict = merged.conflicts[0]
    settled = merged.resolve(conflict, parse("<p>five or six</p>"))
    assert settled.document.text.startswith("The fee is five or six euros.")
    assert [c.marks for c in settled.credits if c.text == "five or six"] == [(("resolution", conflict.id),)]


def test_a_resolution_lapses_when_the_sides_change_and_that_is_told():
    conflict = merge(BASE, {"A": NINE, "B": TWO}).conflicts[0]
    three = parse("<p>The fee is three euros.</p><p>Refunds are paid within a month.</p>")
    merged = merge(BASE, {"A": NINE, "B": TWO, "C": three}, [(conflict.id, parse("<p>five</p>"))])
    assert [c.marks for c in merged.conflicts] == [("A", "B", "C")]
    assert ["resolution" in notice.kind for notice in merged.notices] == [True]


def test_credits_are_ranges_of_the_result():
    merged = merge(BASE, {"A": NINE})
    assert [merged.document.text[c.start : c.end] for c in merged.credits] == ["nine"]


def test_marks_are_handed_back_untouched():
    mark = ("city", 41)
    assert merge(BASE, {mark: NINE}).credits[0].marks == (mark,)


def test_a_difference_of_another_base_is_refused():
    with pytest.raises(ValueError, match="another base"):
        merge(BASE, {"A": diff(NINE, TWO)})


@pytest.mark.parametrize(
    ("proposal", "new_base", "state"),
    [
        (NINE, parse("<p>The fee is ten euros.</p><p>Refunds are paid within a week.</p>"), "clean"),
        (NINE, NINE, "adopted"),
        (TWO, parse("<p>The fee is two euros.</p><p>Refunds are paid within a month.</p>"), "partly adopted"),
        (TWO, NINE, "check"),
        (NINE, parse("<p>Refunds are paid within a month.</p>"), "void"),
    ],
    ids=["clean", "adopted", "partly adopted", "check", "void"],
)
def test_every_state_of_a_rebase(proposal, new_base, state):
    assert rebase(proposal, BASE, new_base).state == state


@pytest.mark.parametrize(
    ("pasted", "proposal"),
    [
        ("<p>All are <b>free</b>.</p>", '<p data-key="k">All people are free.</p>'),
        ("<ul><li>All are free.</li></ul>", '<p data-key="k">All people are free.</p>'),
        ("<p>All are <b>free</b>.</p>", "<p>All are <b>free</b>.</p>"),
    ],
    ids=["another place", "the same block", "adopted"],
)
def test_a_new_base_that_was_pasted_has_the_keys_that_a_merge_gives_it(pasted, proposal):
    base = parse('<p data-key="k">All are free.</p>')
    pasted, proposal = parse(pasted), parse(proposal)
    document = rebase(proposal, base, pasted).document
    assert document == merge(base, {"A": pasted, "B": proposal}).document
    assert document.blocks[0].key == "k"


def test_blocks_are_not_joined_already_where_the_new_base_has_the_border_still():
    half, waste = "拍卖所得的一半用于修缮老城墙。", "垃圾由市里收集，并尽可能再次利用。"
    base = parse(f"<p>{half}</p><p>{waste}</p><p>{half}</p>")
    joined = parse(f"<p>{half}{waste}</p><p>拍卖所得的一半用缮老城墙。</p>")
    rewritten = parse(
        f"<p>{half}</p><p>公共厕所的位置标在每张市区图上。</p><p>拍卖所得的一半用的空间留给于修缮老城墙。</p>"
    )
    result, merged = rebase(joined, base, rewritten), merge(base, {"A": rewritten, "B": joined})
    assert (result.document, result.state) == (merged.document, "check")
    assert len(result.document.blocks) == 2


def test_partial_acceptance_agrees_in_merge_credit_rebase_and_sentence():
    difference = diff(BASE, TWO)
    some = difference.only([change for change in difference.changes if change.new == "week"])
    merged = merge(BASE, {"B": some})
    assert merged.document.text == "The fee is ten euros.\nRefunds are paid within a week."
    assert [(c.text, c.marks) for c in merged.credits] == [("week", ("B",))]
    assert some.sentences("en") == ("In paragraph 2, replace “month” with “week”.",)
    assert rebase(some, BASE, merged.document).state == "adopted"


def test_origins_survive_versions_and_moves():
    moved = parse("<p>Refunds are paid within a week.</p><p>The fee is nine euros.</p>")
    history = [("first", BASE), merge(BASE, {"A": NINE}), merge(NINE, {"B": parse(moved.html)})]
    pieces = origins(history)
    assert {(o.text.strip(), o.marks, o.version) for o in pieces if "nine" in o.text or "week" in o.text} == {
        ("nine", ("A",), 1),
        ("week", ("B",), 2),
    }
    assert {(o.deleted, o.marks, o.version) for o in pieces if o.deleted} == {("ten", ("A",), 1), ("month", ("B",), 2)}


def test_a_merge_that_starts_elsewhere_is_no_next_version():
    with pytest.raises(ValueError, match="does not start"):
        origins([("first", BASE), merge(NINE, {})])


@pytest.mark.parametrize(
    ("base", "typed", "meant"),
    [
        ("<p>All are <b>free</b> now.</p>", "All are free today.", "<p>All are <b>free</b> today.</p>"),
        ("<p>All are <b>very free</b> now.</p>", "All are very equal now.", "<p>All are <b>very equal</b> now.</p>"),
        ("<h2>Title</h2><p>Words.</p>", "Heading\nWords.", "<h2>Heading</h2><p>Words.</p>"),
        ("<ul><li>one</li><li>two</li></ul>", "one\nnew\ntwo", "<ul><li>one</li><li>new</li><li>two</li></ul>"),
        ("<p>one<br>two</p>", "one two", "<p>one<br>two</p>"),
        ("<p>Go on.</p>", "Go on.\n\nNew words.", "<p>Go on.</p><p>New words.</p>"),
        ('<p data-key="k">Go on.</p>', "Go off.", '<p data-key="k">Go off.</p>'),
    ],
)
def test_typed_words_keep_what_cannot_be_typed(base, typed, meant):
    assert retype(parse(base), typed).html == parse(meant).html
