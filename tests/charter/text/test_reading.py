"""What `parse` reads, what it refuses, and that nothing else escapes from it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.text import Document, UnreadableText, parse

CANONICAL = [
    ("", ""),
    ("   \n ", ""),
    ("bare words", "<p>bare words</p>"),
    ("<p>white \n\t space</p>", "<p>white space</p>"),
    ("<p>a&nbsp;b &amp; &lt;c&gt;</p>", "<p>a\u00a0b &amp; &lt;c&gt;</p>"),
    ("<strong>x</strong><em>y</em>", "<p><b>x</b><i>y</i></p>"),
    ("<i><b>x</b></i>", "<p><b><i>x</i></b></p>"),
    ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
    ("<ul><li><p>x</p></li></ul>", "<ul><li>x</li></ul>"),
    ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
    ("<blockquote><p>x</p><p>y</p></blockquote>", "<blockquote>x</blockquote><blockquote>y</blockquote>"),
    ("<p>a<!-- hidden -->b</p><script>alert(1)</script><style>p{}</style>", "<p>ab</p>"),
    ("<p><custom>kept</custom></p>", "<p>kept</p>"),
    ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
    (
        '<p><a href="https://example.org/?a=1&amp;b=%22">x</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=%22">x</a></p>',
    ),
    ('<p data-key="k">x</p>', '<p data-key="k">x</p>'),
    ("<p>one <br> two<br></p>", "<p>one<br>two</p>"),
    ("<p></p><p> </p><p>x</p>", "<p>x</p>"),
    ("<h1>a</h1><h6>b</h6>", "<h1>a</h1><h6>b</h6>"),
]
REFUSED = [
    "<p>x</p><svg></svg>",
    "<table><tr><td>x<video src=y></video></td></tr></table>",
    "<blockquote>" * 60 + "x",
    "<table><tr><td>" * 60 + "x",
    "<p>a\ufff9b</p>",
    "<p>a&#65529;b&#65530;c&#65531;</p>",
    "<form><p>x</p></form>",
    '<p data-key="k">x</p><p data-key="k">y</p>',
    "<p>a\x00b</p>",
    "<p>\ud800</p>",
    b"\xff\xfe",
]


@pytest.mark.parametrize(("html", "canonical"), CANONICAL, ids=[case[0] or "empty" for case in CANONICAL])
def test_the_small_vocabulary(html, canonical):
    assert parse(html).html == canonical
    assert parse(canonical).html == canonical


@pytest.mark.parametrize("html", REFUSED, ids=repr)
def test_what_cannot_be_read_says_what_and_where(html):
    with pytest.raises(UnreadableText) as raised:
        parse(html)
    assert raised.value.what and raised.value.where


@given(st.one_of(st.text(), st.binary(), st.text(alphabet='<>/"=& abipulodvq!-?')))
def test_nothing_else_escapes_and_what_is_read_reads_back(source):
    try:
        document = parse(source)
    except UnreadableText:
        return
    assert parse(document.html) == document


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 10_000 + "x" + "</b>" * 10_000,
        "<div>" * 10_000 + "x",
        "<ul><li>" * 10_000 + "x",
        "<b><i>x</b></i>" * 20_000,
        "<p>" + "word " * 200_000,
        "<" * 1_000_000,
        "<p>" + "x<br>" * 100_000,
    ],
    ids=["bold", "div", "list", "unbalanced", "long", "open", "breaks"],
)
def test_deep_long_and_unbalanced_input_ends(html):
    start = time.perf_counter()
    document = parse(html)
    assert isinstance(document, Document)
    assert parse(document.html) == document
    assert time.perf_counter() - start < 60
