"""Blocks that repeat, and blocks put in at one place: nothing is lost or doubled in silence, no order is broken."""

import pytest

from charter.text import Document, merge, parse, rebase
from charter.text.kinds import ConflictKind, NoticeKind
from charter.text.values import Block


def page(words, kind="p"):
    return Document(tuple(Block(kind, word) for word in words.split()))


def merged(base, p, q):
    return merge(page(base), {"p": page(p), "q": page(q)})


def words(document):
    return " ".join(block.text for block in document.blocks)


def told(notices, kind):
    """The blocks that notices of a kind name."""
    return {line for notice in notices if notice.kind == kind for line in notice.text.split("\n")}


def test_a_block_put_in_between_two_that_move_together_moves_with_them():
    result = merged("A B C D", "A B C X D", "C D A B")
    assert (words(result.document), result.conflicts) == ("C X D A B", ())


def test_a_block_put_in_beside_one_that_moves_away_is_reported():
    result = merged("A B C D", "A X B C D", "B A C D")
    assert "X" in told(result.notices, NoticeKind.ORDER)


# name, base, p, q, result, the kind of the notice, blocks that it names
REPEATED = [
    (
        "two passages that share a line",
        "H T",
        "H One Level Text1 T",
        "H Two Level Text2 T",
        "H One Level Text1 Two Level Text2 T",
        NoticeKind.REPEATED,
        "Level",
    ),
    (
        "a block put in by one, another rewritten to the same by the other",
        "H S T",
        "H N S T",
        "H N T",
        "H N N T",
        NoticeKind.REPEATED,
        "N",
    ),
    (
        "a block rewritten by one, moved behind an equal new one by the other",
        "A X B C",
        "A Y B C",
        "A Y B X C",
        "A Y B Y C",
        NoticeKind.REPEATED,
        "Y",
    ),
    (
        "a block put in before one that others replace",
        "A B T",
        "A N B T",
        "A M C T",
        "A N M C T",
        NoticeKind.ORDER,
        "N",
    ),
    (
        "one of three equal blocks taken out by one, one rewritten by the other",
        "Ana Open Open Open",
        "Bo Ana Open Open",
        "Ana Cy Open Open",
        "Bo Ana Cy Open",
        NoticeKind.REPEATED,
        "Open",
    ),
    ("the same block put in at two places", "A B C", "A N B C", "A B N C", "A N B N C", NoticeKind.REPEATED, "N"),
    ("other blocks between the same two", "A B", "A 1 2 3 B", "A 1 9 3 B", "A 1 2 9 3 B", NoticeKind.ORDER, "9"),
    ("behind one, before another", "A B", "A 1 2 B", "A 9 1 B", "A 9 1 2 B", NoticeKind.ORDER, "9"),
]


@pytest.mark.parametrize(("name", "base", "p", "q", "result", "kind", "block"), REPEATED, ids=lambda x: str(x)[:40])
def test_repeated_blocks_merge_with_a_notice_that_names_them(name, base, p, q, result, kind, block):
    outcome = merged(base, p, q)
    assert (words(outcome.document), outcome.conflicts) == (result, ())
    assert block in told(outcome.notices, kind)


@pytest.mark.parametrize(("name", "base", "p", "q", "result", "kind", "block"), REPEATED, ids=lambda x: str(x)[:40])
def test_a_rebase_agrees_with_the_merge_about_repeated_blocks(name, base, p, q, result, kind, block):
    outcome = rebase(page(q), page(base), page(p))
    assert outcome.document is not None
    assert (words(outcome.document), outcome.conflicts) == (result, ())
    assert block in told(outcome.notices, kind)
    assert (outcome.state == "check") == (kind == NoticeKind.REPEATED)


def test_equal_blocks_taken_out_by_two_are_taken_out_once():
    result = merged("Open Water Open End", "Open End", "Water Open End")
    assert (words(result.document), result.conflicts, result.notices) == ("Open End", (), ())


def test_equal_blocks_with_keys_are_told_apart():
    base = parse('<p data-key="a">Open</p><p data-key="b">Open</p><p data-key="c">End</p>')
    p = parse('<p data-key="b">Open</p><p data-key="c">End</p>')
    q = parse('<p data-key="a">Open</p><p data-key="c">End</p>')
    result = merge(base, {"p": p, "q": q})
    assert words(result.document) == "End"
    assert told(result.notices, NoticeKind.REPEATED) == {"Open"}


def test_opposite_orders_of_the_same_new_blocks_are_a_conflict():
    result = merged("A B", "A 1 2 B", "A 2 1 B")
    [conflict] = result.conflicts
    assert (conflict.kind, conflict.pairs) == (ConflictKind.ORDER, (("p", "q"),))
    assert [side.text for side in conflict.sides] == ["1\n2", "2\n1"]
    assert words(result.resolve(conflict, conflict.sides[1]).document) == "A 2 1 B"


def test_a_third_proposal_at_the_place_of_an_order_conflict_stays_free():
    texts = {"p": page("A 1 2 B"), "q": page("A 2 1 B"), "r": page("A 7 B")}
    result = merge(page("A B"), texts)
    assert words(result.document) == "A 7 B"
    assert [conflict.marks for conflict in result.conflicts] == [("p", "q")]


def test_what_is_in_the_new_base_stands_first_at_one_place():
    result = rebase(page("A 9 B"), page("A B"), page("A 1 B"))
    assert result.document is not None
    assert words(result.document) == words(merged("A B", "A 1 B", "A 9 B").document) == "A 1 9 B"


def test_the_rank_of_proposals_changes_the_order_alone():
    base, texts = page("A B"), {"p": page("A 1 2 3 B"), "q": page("A 1 9 3 B")}
    assert words(merge(base, dict(reversed(texts.items()))).document) == "A 1 9 2 3 B"


def test_words_put_in_before_a_paragraph_that_another_splits_stay_before_it():
    base = parse("<p>Alpha beta gamma delta. Kappa lambda omega sigma.</p>")
    p = parse("<p>One two three alpha beta gamma delta. Kappa lambda omega sigma.</p>")
    q = parse("<p>Alpha beta gamma delta.</p><p>Four five six seven eight kappa lambda omega sigma.</p>")
    result = merge(base, {"p": p, "q": q})
    assert (
        result.document.text
        == "One two three alpha beta gamma delta.\nFour five six seven eight kappa lambda omega sigma."
    )


def noted(first, second, *notes):
    """Two paragraphs of which some have a note, and the notes."""
    texts = [f'{text}<sup id="r{n}"><a href="#n{n}">{n}</a></sup>' if n else text for text, n in (first, second)]
    listed = "".join(f'<li id="n{n}">{text} <a href="#r{n}">↩</a></li>' for n, text in notes)
    return parse(f"<p>{texts[0]}</p><p>{texts[1]}</p>" + (f"<ol>{listed}</ol>" if listed else ""))


def test_two_new_notes_of_one_id_are_reported():
    base = noted(("One.", 0), ("Two.", 0))
    p = noted(("One.", 1), ("Two.", 0), (1, "See the first law."))
    q = noted(("One.", 0), ("Two.", 1), (1, "See the second law."))
    result = merge(base, {"p": p, "q": q})
    assert result.conflicts == ()
    same = [notice for notice in result.notices if notice.kind == NoticeKind.SAME_ID]
    assert [(notice.marks, notice.text) for notice in same] == [
        (("p", "q"), "One.1\nTwo.1"),
        (("p", "q"), "See the first law. ↩\nSee the second law. ↩"),
    ]
    carried = rebase(q, base, p)
    assert carried.state == "check"
    assert [notice.text for notice in carried.notices if notice.kind == NoticeKind.SAME_ID] == [n.text for n in same]


@pytest.mark.parametrize(
    ("base", "p", "q"),
    [
        ("<p>a b</p>", '<p>a b</p><p id="x">c</p>', '<p id="x">a b</p>'),
        ("<p>a b</p>", '<table><tr><td id="x">c</td></tr></table><p>a b</p>', '<p>a b</p><p id="x">d</p>'),
    ],
    ids=["a block and a new one", "a cell and a new block"],
)
def test_an_id_that_is_at_two_places_after_a_merge_is_reported(base, p, q):
    result = merge(parse(base), {"p": parse(p), "q": parse(q)})
    assert [notice.kind for notice in result.notices if notice.kind != NoticeKind.ORDER] == [NoticeKind.SAME_ID]


@pytest.mark.parametrize(
    ("base", "p", "q", "marks", "text"),
    [
        (
            '<p id="a">one</p><p>see one</p>',
            "<p>see one</p>",
            '<p id="a">one</p><p>see <a href="#a">one</a></p>',
            ("p", "q"),
            "see one",
        ),
        ("<p>a b.</p><p>c d.</p>", '<p>a b.</p><p id="x">c d.</p>', "<p>a b. c d.</p>", ("p",), "c d."),
        ("<p>a b.</p><p>c d.</p>", '<p>a b.</p><p id="x">c d.</p>', "<p>a b.</p>", ("p",), "c d."),
        (
            "<p>a b.</p><p>c d.</p><p>see</p>",
            '<p>a b.</p><p id="x">c d.</p><p>see <a href="#x">this</a></p>',
            "<p>a b. c d.</p><p>see</p>",
            ("p",),
            "see this",
        ),
    ],
    ids=["link to a deleted block", "id on a joined block", "id on a deleted block", "link to a joined block"],
)
def test_a_target_that_another_proposal_takes_away_is_reported(base, p, q, marks, text):
    result = merge(parse(base), {"p": parse(p), "q": parse(q)})
    assert result.conflicts == ()
    targets = [notice for notice in result.notices if notice.kind == NoticeKind.NO_TARGET]
    assert [(notice.marks, notice.text) for notice in targets] == [(marks, text)]
    assert rebase(parse(q), parse(base), parse(p)).state == "check"


def test_a_link_that_one_proposal_leaves_without_its_target_is_not_reported():
    base, p = '<p id="a">one</p><p>see <a href="#a">one</a></p>', '<p>see <a href="#a">one</a></p>'
    q = '<p id="a">one</p><p>see <a href="#a">one</a> more</p>'
    assert merge(parse(base), {"p": parse(p), "q": parse(q)}).notices == ()


def test_one_note_that_two_put_in_alike_is_one():
    base, p = noted(("One.", 0), ("Two.", 0)), noted(("One.", 1), ("Two.", 0), (1, "See the law."))
    assert merge(base, {"p": p, "q": p}).notices == ()


def test_a_pasted_text_that_was_accepted_has_no_edit_left_where_it_replaced_blocks():
    base = parse('<p data-key="a">The fee is due.</p><p data-key="b">Alpha beta gamma.</p>')
    pasted = parse("<p>The fee is due.</p><p>Some new words.</p><p>Other things here.</p>")
    accepted = merge(base, {"A": pasted}).document
    assert [block.key for block in accepted.blocks] == ["a", None, None]
    assert rebase(pasted, base, accepted).state == "adopted"
