import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.files import inline
from charter.files.refusals import EMPTY, TOO_DEEP, TOO_LONG, TOO_MANY, Unreadable
from charter.importing.blocks import Blocks
from charter.importing.hypertext import read_html
from charter.importing.reading import read_upload
from tests.memory import grown


def words(document: Blocks) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "a <strong>b</strong> <em>c</em>"),
        ("<p><strong>a</strong><strong>b</strong></p>", "<strong>ab</strong>"),
        ("<p><em><strong>a</strong></em></p>", "<strong><em>a</em></strong>"),
        ("<p>m<sup>2</sup> H<sub>2</sub>O</p>", "m<sup>2</sup> H<sub>2</sub>O"),
        ('<p><span style="font-weight:700">a</span></p>', "<strong>a</strong>"),
        ('<p><a href="https://a.example/x?y=1&amp;z">a</a></p>', '<a href="https://a.example/x?y=1&amp;z">a</a>'),
        ('<p><a href="mailto:a@b.example">a</a></p>', '<a href="mailto:a@b.example">a</a>'),
        ('<p><a href="javascript:alert(1)">a</a></p>', "a"),
        ('<p><a href="//evil.example">a</a></p>', "a"),
        ('<p><a href="java&#x0a;script:alert(1)">a</a></p>', "a"),
        ('<p onclick="x()" class="y" style="color:red">a</p>', "a"),
        ("<p> a \n\t b </p>", "a b"),
        ("<p>a\u00a0; b\u202f!</p>", "a\u00a0; b\u202f!"),
        ("<p>a<br>b</p>", "a b"),
        ("<p><custom-tag>a</custom-tag> &lt;b&gt;</p>", "a &lt;b&gt;"),
    ],
)
def test_inline_formats(html: str, kept: str) -> None:
    assert [inline.runs_html(block.runs) for block in read_html(html).blocks] == [kept]


@pytest.mark.parametrize(
    ("html", "part_kind"),
    [
        ("<script>alert('bad')</script>", "script"),
        ("<style>p{color:red} bad</style>", "style"),
        ("<p hidden>bad</p>", "hidden"),
        ('<p style="display: none">bad</p>', "hidden"),
        ('<span style="visibility:hidden">bad</span>', "hidden"),
        ('<span style="mso-hide:all">bad</span>', "hidden"),
        ('<span style="font-size:0">bad</span>', "hidden"),
        ('<style>.x, #y {display:none}</style><p class="x">bad</p>', "hidden"),
        ("<svg><text>bad</text></svg>", "picture"),
        ("<iframe>bad</iframe>", "picture"),
        ("<form>bad <button>bad</button></form>", "form"),
        ("<nav>bad</nav>", "navigation"),
        ('<section class="footnotes"><p>bad</p></section>', "footnote"),
    ],
)
def test_what_never_comes_through_is_listed(html: str, part_kind: str) -> None:
    document = read_html(f"<p>good</p>{html}")
    assert words(document) == ["good"]
    assert part_kind in {part.what for part in document.left_out}


@pytest.mark.parametrize(
    ("char", "part_kind"),
    [
        *((chr(code), "bidi") for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
        *(("\u200b", "invisible"), ("\u2060", "invisible"), ("\ufeff", "invisible"), ("\x85", "control")),
    ],
)
def test_unseen_characters_are_taken_out_and_said(char: str, part_kind: str) -> None:
    document = read_html(
        f"<p>good{char} words&#x{ord(char):x};</p>" if part_kind != "control" else f"<p>good{char} words</p>"
    )
    assert words(document) == ["good words"]
    assert [part.what for part in document.left_out] == [part_kind]


@pytest.mark.parametrize("char", ["\u200c", "\u200d", "\u200e", "\u200f", "\u061c"])
def test_characters_of_spelling_stay(char: str) -> None:
    document = read_html(f"<p>می{char}خواهم</p>")
    assert (words(document), document.left_out) == ([f"می{char}خواهم"], ())


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "section", "span"])
def test_ten_thousand_deep_is_refused(tag: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_html(f"<{tag}>" * 10_000 + "deep" + f"</{tag}>" * 10_000)
    assert refusal.value.sentence is TOO_DEEP


@pytest.mark.parametrize("html", ["", "  \n ", "<p></p>", "<p>&nbsp;</p>", "<script>x</script>", "<!-- x -->"])
def test_no_words_are_refused(html: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_html(html)
    assert refusal.value.sentence is EMPTY


def test_lists_give_their_labels() -> None:
    document = read_html('<ol start="2"><li>a<ol type="a"><li>b<li>c</ol><li value="7">d</ol><ul><li>e</ul>')
    labels = [(block.text, block.level, block.label.text if block.label else None) for block in document.blocks]
    assert labels == [("a", 1, "2"), ("b", 2, "a"), ("c", 2, "b"), ("d", 1, "7"), ("e", 1, "")]


def test_line_breaks_part_labelled_lines() -> None:
    assert words(read_html("<p>It includes:<br>a) water;<br>b) bread<br>and salt.</p>")) == [
        "It includes:",
        "a) water;",
        "b) bread and salt.",
    ]


def test_ids_of_wrappers_go_to_their_first_block() -> None:
    document = read_html('<section id="vi"><h2>Article VI</h2><p id="vi-1">a</p><p>b</p></section>')
    assert [block.source_id for block in document.blocks] == ["vi", "vi-1", ""]


def test_a_table_is_read_by_rows_and_said() -> None:
    rows = "<tr><th>a</th><td>b</td></tr><tr><td><p>c</p><p>d</p></td><td>e</td></tr>"
    document = read_html(f"<table>{rows}</table>")
    assert words(document) == ["a | b", "c", "d", "e"]
    assert [part.what for part in document.left_out] == ["table"]


@pytest.mark.parametrize(
    "sheet",
    [
        "p.gone { color: red; display: none }",
        "@media print { .x { color: red } .gone{display:none}}",
        ".a{color:red}.b , .GONE{display:none}.c{}",
        "} .x {{ .gone { display: none }",
    ],
)
def test_what_a_rule_of_the_own_style_sheet_hides_stays_out(sheet: str) -> None:
    document = read_html(f'<style>{sheet}</style><p>seen</p><p class="gone">unseen</p>')
    assert words(document) == ["seen"]


@pytest.mark.parametrize("sheet", [".gone { color: red }", ".gone { display: none", "display: none }"])
def test_no_rule_hides_nothing(sheet: str) -> None:
    assert words(read_html(f'<style>{sheet}</style><p class="gone">seen</p>')) == ["seen"]


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>a</p>" + "<b>x" * 400_001, TOO_MANY),
        ("<p>a</p>" * 5_001, TOO_MANY),
        ("<p>" + "a" * 1_000_001 + "</p>", TOO_LONG),
    ],
)
def test_more_than_a_charter_has_is_refused(html: str, sentence: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_html(html)
    assert refusal.value.sentence is sentence


def test_after_the_first_notes_the_rest_is_only_counted() -> None:
    document = read_html("<p>a</p>" + "".join(f"<p hidden>words {place}</p>" for place in range(503)))
    assert len(document.left_out) == 501
    assert (document.left_out[-1].what, document.left_out[-1].words, document.left_out[-1].count) == ("hidden", "", 3)


# Where time grows with the square of the length, each of these takes more than the 20 seconds that a child has.
@pytest.mark.parametrize(
    "html",
    [
        b"<style>" + b"x" * 5_000_000 + b"</style>",
        b"<style>" + b"x{" * 1_000_000 + b"</style>",
        b'<p style="' + b"text-decoration:" * 200_000 + b'">x</p>',
        b"<p>" + b"x<!---->" * 150_000 + b"</p>",
        b"<!--" + b"x" * 20_000_000 + b"-->",
    ],
    ids=["style", "rules", "declarations", "runs", "size"],
)
def test_time_grows_with_the_length_of_the_file_and_the_site_stays_small(html: bytes) -> None:
    file, readings = io.BytesIO(b"<h2>Article 1</h2><p>Everyone.</p>" + html), []
    assert grown(lambda: readings.append(read_upload(file, "a.html", language="en"))) < 50
    assert readings[0].edition.articles[0].provisions[0].text == "Everyone."


@given(st.text(alphabet="ab <>/&;\"'=pbiulo \u202e\u200b\x0b", max_size=80))
def test_what_comes_out_reads_back_as_it_is(text: str) -> None:
    try:
        once = [inline.runs_html(block.runs) for block in read_html(text).blocks]
    except Unreadable:
        return
    for html in once:
        assert [inline.runs_html(block.runs) for block in read_html(f"<p>{html}</p>").blocks] == [html]
