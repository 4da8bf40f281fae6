"""Formats, links and kinds where two proposals meet."""

import pytest

from charter.text import merge, parse
from charter.text.kinds import ConflictKind, NoticeKind


def merged(base, p, q):
    return merge(parse(base), {"p": parse(p), "q": parse(q)})


def test_two_kinds_for_one_block_have_two_sides_that_can_be_chosen():
    result = merged("<h3>Title</h3><p>x</p>", "<h2>Title</h2><p>x</p>", "<p>Title</p><p>x</p>")
    [conflict] = result.conflicts
    assert (conflict.kind, conflict.base) == (ConflictKind.KIND, "Title")
    assert [(side.marks, side.document.html) for side in conflict.sides] == [
        (("p",), "<h2>Title</h2>"),
        (("q",), "<p>Title</p>"),
    ]
    for side in conflict.sides:
        for wording in (side, side.document):
            settled = result.resolve(conflict, wording)
            assert (settled.document.html, settled.conflicts) == (f"{side.document.html}<p>x</p>", ())


def test_a_conflict_of_kinds_is_settled_by_other_words_and_leaves_nothing_of_the_old_ones():
    result = merged("<h3>Title</h3><p>x</p>", "<h2>Title</h2><p>x</p>", "<p>Title</p><p>x</p>")
    assert result.resolve(result.conflicts[0], parse("<h4>Name</h4>")).document.html == "<h4>Name</h4><p>x</p>"


def test_other_words_for_a_conflict_of_kinds_stay_beside_what_a_third_proposal_writes_for_the_same_words():
    proposals = {"p": parse("<h2>Title</h2>"), "q": parse("<ol><li>Title</li></ol>"), "r": parse("<h3>Name</h3>")}
    result = merge(parse("<h3>Title</h3>"), proposals)
    settled = result.resolve(result.conflicts[0], parse("<h3>Heading</h3>"))
    assert {credit.text: credit.marks[0] for credit in settled.credits} == {
        "Name": "r",
        "Heading": ("resolution", result.conflicts[0].id),
    }
    assert [credit.text for credit in settled.deleted] == ["Title"]


A, B, C = (f'<a href="https://example.org/{name}">' for name in "abc")


@pytest.mark.parametrize(
    ("base", "p", "q"),
    [
        (
            f"<p>Ask the {A}clerk</a> now.</p>",
            f"<p>Ask the {B}clerk</a> now.</p>",
            f"<p>Ask the {C}mayor</a> now.</p>",
        ),
        (f"<p>Ask the {A}clerk</a> now.</p>", f"<p>Ask the {B}clerk</a> now.</p>", "<p>Ask the mayor now.</p>"),
        ("<p>Ask the clerk now.</p>", f"<p>Ask the {B}clerk</a> now.</p>", f"<p>Ask the {C}mayor</a> now.</p>"),
    ],
)
def test_two_addresses_for_one_link_are_a_conflict_also_where_its_words_change(base, p, q):
    result = merged(base, p, q)
    [conflict] = result.conflicts
    assert (conflict.kind, conflict.pairs) == (ConflictKind.LINK, (("p", "q"),))
    assert len({side.document.html for side in conflict.sides}) == 2


def test_words_added_to_a_link_that_leads_elsewhere_lead_there_too():
    result = merged(
        f"<p>Ask the {A}clerk</a>.</p>", f"<p>Ask the {B}clerk</a>.</p>", f"<p>Ask the {A}clerk there</a>.</p>"
    )
    assert (result.document.html, result.conflicts) == (f"<p>Ask the {B}clerk there</a>.</p>", ())


def test_a_link_never_contains_a_link():
    result = merged(
        "<p>Ask the town clerk now.</p>",
        f"<p>Ask {B}the town clerk</a> now.</p>",
        f"<p>Ask the {C}old</a> town clerk now.</p>",
    )
    assert result.document.html == f"<p>Ask {B}the </a>{C}old</a>{B} town clerk</a> now.</p>"
    assert parse(result.document.html) == result.document


@pytest.mark.parametrize("tag", ["b", "i", "u", "s"])
def test_a_format_extends_over_words_put_in_at_its_end(tag):
    result = merged("<p>All come free.</p>", f"<p>All come <{tag}>free</{tag}>.</p>", "<p>All come free always.</p>")
    assert result.document.html == f"<p>All come <{tag}>free always</{tag}>.</p>"


def test_a_format_taken_off_is_taken_off_words_put_in_at_its_end():
    result = merged("<p>All come <b>free</b>.</p>", "<p>All come free.</p>", "<p>All come <b>free always</b>.</p>")
    assert result.document.html == "<p>All come free always.</p>"


def test_a_link_does_not_extend_over_words_put_in_at_its_end():
    result = merged("<p>Ask the clerk.</p>", f"<p>Ask the {A}clerk</a>.</p>", "<p>Ask the clerk today.</p>")
    assert result.document.html == f"<p>Ask the {A}clerk</a> today.</p>"


def test_words_put_in_behind_the_space_where_a_format_ends_are_reported():
    result = merged(
        "<p>All come free here.</p>", "<p>All come <b>free</b> here.</p>", "<p>All come free always here.</p>"
    )
    assert result.document.html == "<p>All come <b>free</b> always here.</p>"
    assert [(n.kind, n.text) for n in result.notices] == [(NoticeKind.FORMAT_EDGE, "always")]
