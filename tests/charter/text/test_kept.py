"""Reading loses nothing silently: what each element becomes, and that it is read back as it is written."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from charter.text import Document, UnreadableText, diff, merge, parse, rebase, retype

# The name, what is read, and what is written.
KEPT = [
    (
        "a deletion and an insertion are the new text",
        "<p>The fee is <del>ten</del><ins>twenty</ins> euros.</p>",
        "<p>The fee is twenty euros.</p>",
    ),
    ("a block that is deleted is none", "<p>One.</p><del><p>Two.</p></del><p>Three.</p>", "<p>One.</p><p>Three.</p>"),
    ("a block that is inserted is one", "<p>One.</p><ins><p>Two.</p></ins>", "<p>One.</p><p>Two.</p>"),
    (
        "an item that is deleted has no number",
        "<ol><li>a</li><li><del>b</del></li><li>c</li></ol>",
        "<ol><li>a</li><li>c</li></ol>",
    ),
    (
        "a second paragraph stays in its item, and the numbering goes on",
        "<ol><li><p>a</p><p>more</p></li><li>b</li></ol>",
        "<ol><li>a<p>more</p></li><li>b</li></ol>",
    ),
    (
        "closing words stay in their item",
        "<ol><li>a<ul><li>x</li></ul>closing</li><li>b</li></ol>",
        "<ol><li>a<ul><li>x</li></ul><p>closing</p></li><li>b</li></ol>",
    ),
    (
        "a heading opens an item",
        "<ol><li><h3>Head</h3><p>words</p></li><li>b</li></ol>",
        "<ol><li><h3>Head</h3><p>words</p></li><li>b</li></ol>",
    ),
    (
        "a quotation stays in its item",
        "<ul><li>a<blockquote><p>q</p></blockquote>b</li></ul>",
        "<ul><li>a<blockquote>q</blockquote><p>b</p></li></ul>",
    ),
    (
        "an item with a list alone is an item",
        "<ol><li>a</li><li><ol><li>x</li></ol></li><li>b</li></ol>",
        "<ol><li>a</li><li><ol><li>x</li></ol></li><li>b</li></ol>",
    ),
    (
        "a list of another kind in an item without words",
        "<ul><li><ol><li>x</li></ol></li></ul>",
        "<ul><li><ol><li>x</li></ol></li></ul>",
    ),
    (
        "a list that stands in a list and in no item goes on in the last one",
        "<ul><li>a</li><ul><li>x</li></ul><li>b</li></ul>",
        "<ul><li>a<ul><li>x</li></ul></li><li>b</li></ul>",
    ),
    ("an item without words has its number", "<ol><li>a<li><li>c</ol>", '<ol><li>a</li><li value="3">c</li></ol>'),
    ("two lists are two", "<ol><li>a</ol><ol><li>b</ol>", '<ol><li>a</li><li value="1">b</li></ol>'),
    (
        "start, type and value",
        '<ol start="3" type="a"><li>a</li><li value="7">b</li></ol>',
        '<ol start="3" type="a"><li>a</li><li value="7">b</li></ol>',
    ),
    ("a list that counts down", "<ol reversed><li>a<li>b</ol>", '<ol reversed=""><li>a</li><li>b</li></ol>'),
    (
        "a list in a quotation",
        "<blockquote><p>q</p><ul><li>a</li><li>b<p>c</p></li></ul></blockquote><p>after</p>",
        "<blockquote>q</blockquote><blockquote><ul><li>a</li><li>b<p>c</p></li></ul></blockquote><p>after</p>",
    ),
    (
        "a heading and a quotation in a quotation",
        "<blockquote><h3>h</h3><blockquote>q</blockquote></blockquote>",
        "<blockquote><h3>h</h3><blockquote>q</blockquote></blockquote>",
    ),
    (
        "a list of definitions",
        "<dl><dt>City</dt><dd><p>A place.</p><p>More.</p></dd><dt>Fee</dt><dd>Money.<ul><li>x</li></ul></dd></dl>",
        "<dl><dt>City</dt><dd>A place.<p>More.</p></dd><dt>Fee</dt><dd>Money.<ul><li>x</li></ul></dd></dl>",
    ),
    ("a line across the page", "<p>a</p><hr><p>b</p>", "<p>a</p><hr><p>b</p>"),
    ("lines of preformatted text", "<pre>a\n  b\n\nc</pre>", "<pre>a<br>\u00a0\u00a0b<br><br>c</pre>"),
    (
        "a word with its reading",
        "<p>a <ruby>漢<rt>kan</rt>字<rp>[</rp><rt>ji</rt><rp>]</rp></ruby> b</p>",
        "<p>a <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby> b</p>",
    ),
    ("a quotation within a line has its marks", "<p>He says <q>yes</q>.</p>", "<p>He says “yes”.</p>"),
    (
        "language and direction of blocks",
        '<div lang="fr"><p>un</p></div><p dir="rtl" lang="ar">نعم</p><p>two</p>',
        '<p lang="fr">un</p><p dir="rtl" lang="ar">نعم</p><p>two</p>',
    ),
    (
        "the language of an item's words is not that of what follows in the item",
        '<ul><li><p lang="fr">un</p><p>two</p></li></ul>',
        '<ul><li><p lang="fr">un</p><p>two</p></li></ul>',
    ),
    (
        "language and direction of words",
        '<p>a <span lang="la">ad hoc</span> <span dir="rtl">b</span></p>',
        '<p>a <span lang="la">ad hoc</span> <span dir="rtl">b</span></p>',
    ),
    (
        "targets of cross-references: of a section, a block, words, and a place between words",
        '<section id="s"><h2 id="h">Head</h2></section><p>a <sup id="r1"><a href="#n1">1</a></sup> b<a id="e"></a> c'
        '</p><ol><li id="n1">note</li></ol>',
        '<h2 id="s"><a id="h"></a>Head</h2><p>a <span id="r1"><a href="#n1"><sup>1</sup></a></span> b '
        '<span id="e">c</span></p><ol><li id="n1">note</li></ol>',
    ),
    ("a target by its old name", '<p><a name="x"></a>a</p>', '<p id="x">a</p>'),
    (
        "a table",
        "<table><caption>Fees</caption><thead><tr><th scope=col>Item<th>Fee</thead>"
        "<tr><td rowspan=2>Stall<td><b>10</b><tr><td><p>12</p><ul><li>x</ul></table>",
        '<table><caption>Fees</caption><thead><tr><th scope="col">Item</th><th>Fee</th></tr></thead>'
        '<tr><td rowspan="2">Stall</td><td><b>10</b></td></tr><tr><td><p>12</p><ul><li>x</li></ul></td></tr></table>',
    ),
    (
        "a table in a table in an item",
        "<ul><li>a<table data-key=k id=t><tr><td><table><tr><td>x</table></table></ul>",
        '<ul><li>a<table data-key="k" id="t"><tr><td><table><tr><td>x</td></tr></table></td></tr></table></li></ul>',
    ),
    (
        "an image",
        '<p>See <b><img src="a.png" alt="The &quot;map&quot;" width="3"></b>.</p>',
        '<p>See <b><img src="a.png" alt="The &quot;map&quot;"></b>.</p>',
    ),
    (
        "an anchor before a space that does not break",
        "<p>a<a id=e></a>\u00a0 b</p>",
        '<p>a<span id="e">\u00a0</span> b</p>',
    ),
    (
        "an id is at one place, where its element goes on in the next block",
        "<table><tr><td>a<u id=x>b<h3>c</h3></u>d</td></tr></table><span id=y>e<p>f</p></span>",
        '<table><tr><td><p>a<span id="x"><u>b</u></span></p><h3><u>c</u></h3><p>d</p></td></tr></table>'
        '<p><span id="y">e</span></p><p>f</p>',
    ),
    (
        "an id is at one place, where another begins or ends within its words",
        "<table><tr><td><u id=y>a <b id=x>b</b></u> c</td></tr></table><p><b id=z>d <a id=e></a>e f</b></p>",
        '<table><tr><td><span id="y"><u>a </u><span id="x"><b><u>b</u></b></span></span> c</td></tr></table>'
        '<p><span id="z"><b>d </b><span id="e"><b>e</b></span><b> f</b></span></p>',
    ),
    (
        "an id around a line break alone, before another one",
        '<p>a <a href="#x">b</a><b id=x><br></b><br>c d</p>',
        '<p>a <a href="#x">b</a><b><br></b><br><span id="x">c</span> d</p>',
    ),
    (
        "an id around a line break at the end of a block",
        "<p>a<b id=x><br></b></p><p>b</p>",
        '<p id="x">a</p><p>b</p>',
    ),
    ("an image that would run", '<p>a <img src="javascript:x()" alt="y"></p>', '<p>a <img src="" alt="y"></p>'),
]


@pytest.mark.parametrize(("html", "written"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_is_read_is_written_and_read_again(html, written):
    document = parse(html)
    assert document.html == written
    assert parse(written) == document


def test_the_words_of_a_table_are_its_text_a_row_a_line():
    table = parse("<table><tr><th>Item<th>Fee<tr><td>Stall<td>10<tr><td><td></table>").blocks[0]
    assert (table.kind, table.text, table.words) == ("table", "Item | Fee\nStall | 10", 4)


def test_an_error_within_a_table_tells_the_place():
    with pytest.raises(UnreadableText, match=r"the element video, in a table after “Before\.”"):
        parse("<p>Before.</p><table><tr><td><video></video></table>")


@pytest.mark.parametrize("seed", range(12))
def test_no_id_is_at_more_places_than_it_was_given(seed):
    draw = random.Random(seed)
    for _ in range(40):
        html = drawn(draw, 20)
        names = Counter(name for block in parse(f"<table><tr><td>{html}").blocks for name in block.ids)
        assert all(names[name] <= html.count(f" id={name}") for name in names), html


TAGS = [
    "p",
    "h2",
    "ul",
    "ol",
    "li",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "div",
    "b",
    "i",
    "u",
    "a",
    "span",
    "ruby",
    "rt",
    "rp",
    "del",
    "ins",
    "q",
]
ATTRIBUTES = ["", "", "", " id=x", " id=y", " lang=fr", " dir=rtl", " start=3", " type=a", " value=7", " reversed"]
ALONE = ["<hr>", "<br>", "<img src=a.png alt='a b'>", "<a id=e></a>", "  ", "city ", "law, ", "fee\n", "water"]


def drawn(draw, size):
    """HTML of every element that is kept, nested as it falls, some of it badly."""
    out, opened = [], []
    for _ in range(size):
        chance = draw.random()
        if chance < 0.35:
            opened.append(draw.choice(TAGS))
            out.append(f"<{opened[-1]}{draw.choice(ATTRIBUTES)}>")
        elif chance < 0.6 and opened:
            out.append(f"</{opened.pop()}>")
        else:
            out.append(draw.choice(ALONE))
    return "".join(out)


@pytest.mark.parametrize("seed", range(12))
def test_anything_read_reads_back_as_it_was_and_so_does_what_is_made_of_it(seed):
    draw = random.Random(seed)
    documents = [parse(drawn(draw, 25)) for _ in range(20)]
    for document in documents:
        assert parse(document.html) == document
    for first, other in pairwise(documents):
        base = parse(Document((*first.blocks, *other.blocks[:2])).html)
        change = parse(Document((*first.blocks[:2], *other.blocks)).html)
        difference = diff(base, change)
        assert difference.take(difference.changes).text == change.text
        assert (
            parse(difference.html)
            and difference.side_by_side("fr") is not None
            and difference.sentences("en") is not None
        )
        merged = merge(base, {"A": change, "B": first})
        moved = rebase(change, base, first).document
        for rebuilt in (merged.document, moved or base, retype(base, first.text)):
            assert parse(rebuilt.html) == rebuilt


def table(*rows):
    """A table of rows of cells."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split()) for row in rows)
    return parse(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")


def test_a_table_changes_cell_by_cell_in_the_redline():
    shown = diff(table("Stall 10", "Hall 20", "Field 30"), table("Stall 12", "Hall 20", "Square 5 x")).redline(
        "en", ""
    )
    shown = shown.replace('<span class="vh" lang="en">', "<").replace("</span>", ">")
    assert "<td>Stall</td><td><del><[deleted: >10<]></del>< ><ins><[inserted: >12<]></ins></td>" in shown
    assert '<tr class="del"><td class="del"><del><[deleted: >Field<]></del></td>' in shown
    assert '<tr class="ins"><td class="ins"><ins><[inserted: >Square<]></ins></td>' in shown
    assert "<tr><td>Hall</td><td>20</td></tr>" in shown


def test_a_column_that_comes_is_marked_in_each_row():
    shown = diff(table("Stall 10", "Hall 20"), table("Stall x 10", "Hall y 20")).plain
    assert shown == "Stall | {+x+} | 10\nHall | {+y+} | 20"


def test_two_tables_that_one_replaces_are_each_shown_once():
    old, new = parse(table("Stall 10").html + table("Hall 20", "Field 30").html), table("City 5 x", "City 6 y")
    difference = diff(old, new)
    assert difference.plain.split("\n") == [
        "[-Stall | 10-]",
        "[-Hall | 20",
        "Field | 30-]",
        "{+City | 5 | x",
        "City | 6 | y+}",
    ]
    assert [difference.before().count(f">{word}<") for word in ("Stall", "Hall", "Field")] == [1, 1, 1]


def test_two_sides_that_touch_one_table_are_a_conflict_and_each_can_be_chosen():
    base, first, other = table("Stall 10", "Hall 20"), table("Stall 12", "Hall 20"), table("Stall 10", "Hall 25")
    merged = merge(base, {"A": first, "B": other})
    (conflict,) = merged.conflicts
    assert merged.document == base
    assert [merged.resolve(conflict, side).document for side in conflict.sides] == [first, other]
    assert merged.resolve(conflict, table("Stall 12", "Hall 25")).document == table("Stall 12", "Hall 25")
    assert merged.resolve(conflict, parse("<p>None.</p>")).document == parse("<p>None.</p>")


def test_words_around_a_table_merge_with_a_change_in_it():
    base, changed = table("Stall 10"), table("Stall 12")
    before = parse("<p>Fees.</p>" + base.html)
    merged = merge(before, {"A": parse("<p>Fees.</p>" + changed.html), "B": parse("<p>Fees here.</p>" + base.html)})
    assert merged.document.html == "<p>Fees here.</p>" + changed.html
    assert not merged.conflicts


def test_a_table_that_moved_and_changed_is_nowhere_twice():
    base = parse("<p>One two.</p><p>Three four.</p>" + table("Stall 10").html)
    change = parse(table("Stall 12").html + "<p>One two.</p><p>Three four.</p>")
    assert merge(base, {"A": change}).document == change


def test_typed_words_leave_tables_lines_and_images():
    base = parse(f"<p>Fees <img src=a.png alt=map> now.</p><hr>{table('Stall 10').html}")
    assert retype(base, base.text.replace("now", "today")).html == base.html.replace("now", "today")
    with pytest.raises(UnreadableText):
        retype(base, "\ufffc\ufff9x\ufffahttps://example.org/x.png\ufffb")


def test_an_image_is_one_word_that_its_address_and_its_words_identify():
    base, other = (parse(f'<p>See <img src="{name}.png" alt="The old map"> now.</p>') for name in "ab")
    assert diff(base, other).plain == "See [-[The old map]-] {+[The old map]+} now."
    assert base.words == 2


def test_an_item_keeps_its_second_paragraph_when_others_change_the_list():
    base = parse("<ol><li>a city<p>more words</p></li><li>b law</li></ol>")
    item = parse("<ol><li>a city<p>more good words</p></li><li>b law</li></ol>")
    other = parse("<ol><li>a city<p>more words</p></li><li>new</li><li>b law</li></ol>")
    merged = merge(base, {"A": item, "B": other})
    assert merged.document.html == "<ol><li>a city<p>more good words</p></li><li>new</li><li>b law</li></ol>"


def test_a_paragraph_whose_item_goes_is_not_lost():
    base = parse("<ol><li>a<p>more</p></li></ol>")
    merged = merge(base, {"A": Document(base.blocks[1:])})
    assert merged.document.html == "<ul><li>more</li></ul>"
    assert parse(merged.document.html) == merged.document


@pytest.mark.parametrize("change", ['<p lang="fr">One.</p>', '<ol start="4"><li>One.</li></ol>'])
def test_a_change_of_what_is_read_with_a_block_is_shown(change):
    difference = diff(parse("<p>One.</p>"), parse(change))
    assert difference.formats and 'class="kind"' in difference.html
    assert merge(parse("<p>One.</p>"), {"A": parse(change)}).document == parse(change)


def test_a_new_id_alone_is_nothing_that_a_reader_sees_and_meets_nothing():
    base, first, other = (parse(f'<h2 id="{name}">Fees</h2>') for name in "abc")
    merged = merge(base, {"A": first, "B": other})
    assert (merged.conflicts, merged.document) == ((), parse('<h2 id="b"><a id="c"></a>Fees</h2>'))
    assert not diff(base, first).formats


@pytest.mark.parametrize(
    ("base", "first", "other", "result"),
    [
        ('<p id="a">Fees</p>', '<p id="b">Fees</p>', '<p id="c">Fees</p>', '<p id="b"><a id="c"></a>Fees</p>'),
        ('<p id="a">Fees</p>', '<p id="b">Fees</p>', "<p>Fees</p>", '<p id="b">Fees</p>'),
        ("<p>10 euros</p>", "<p>10\u00a0euros</p>", "<p>10\u202feuros</p>", "<p>10\u00a0euros</p>"),
    ],
    ids=["two ids", "an id and none", "two kinds of space"],
)
def test_law_2_what_a_reader_does_not_see_is_the_same_in_each_order_of_the_proposals(base, first, other, result):
    one, two = parse(first), parse(other)
    for proposals in ({"A": one, "B": two}, {"B": two, "A": one}):
        assert merge(parse(base), proposals).document == parse(result)
